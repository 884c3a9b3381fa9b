using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

internal static class Samples
{
    public static MigrationPackage Facts(string system = "Testing") => new()
    {
        System = system,
        Kind = "Bundle",
        Source = "https://dev.example.com:8443/base",
        SourceVersion = "8.1.4",
        ExportedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        Requested = ["Dashboard 2115"],
        Items =
        [
            new MigrationItem { System = system, Type = "Dashboard", Id = "2115", Name = "Überblick \"A\" <x>", Uuid = "f220e83d", DependsOn = ["Visual 2101"] },
            new MigrationItem { System = system, Type = "Visual", Id = "2101", Name = "Sales" },
        ],
        Warnings = ["Something leads out of it."],
    };

    public static MigrationException Fails(ErrorKind kind, Action action)
    {
        var e = Assert.Throws<MigrationException>(action);
        Assert.Equal(kind.Id, e.ErrorId);
        return e;
    }

    public static async Task<MigrationException> FailsAsync(ErrorKind kind, Func<Task> action)
    {
        var e = await Assert.ThrowsAsync<MigrationException>(action);
        Assert.Equal(kind.Id, e.ErrorId);
        return e;
    }

    public static PackageFile Written(this PackageDestination destination, string text, string? name = "Sales overview", string id = "2115")
    {
        var file = destination.Open(name, id, ".json");
        file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return file;
    }

    /// <summary>Every fact of a package in one text, so that two can be compared whatever lists they hold.</summary>
    public static string Text(MigrationPackage p) =>
        string.Join('\n', new object?[]
        {
            p.System, p.Kind, p.Path, p.Length, p.Sha256, p.Source, p.SourceVersion, p.ExportedAt?.ToString("O"), p.IsPrivate, p.IsPlanned,
        }.Concat(p.Requested).Concat(p.Warnings).Concat(p.Items.Select(i => $"{i.System}|{i.Type}|{i.Id}|{i.Name}|{i.Uuid}|{string.Join(',', i.DependsOn)}")));
}

/// <summary>A format whose content cannot be looked into: it begins with its marker, and the manifest tells the rest.</summary>
internal sealed class OpaqueFormat(string system, string marker, ErrorKind? fails = null) : IPackageFormat
{
    public string System => system;

    public bool Recognizes(PackageSource source) => source.Head.Span.StartsWith(global::System.Text.Encoding.UTF8.GetBytes(marker));

    public Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken)
    {
        if (fails is not null) throw new MigrationException(fails, "No.");
        return Task.FromResult(new MigrationPackage { System = system, Kind = "Bundle", Items = source.Manifest?.ToItems() ?? [] });
    }
}
