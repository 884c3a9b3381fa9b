using System.Text.Unicode;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>Export packages as files. What is inside is not looked at: the manifest beside it tells what it holds.</summary>
public sealed class ArcGisPackageFormat : IPackageFormat
{
    /// <inheritdoc />
    public string System => ArcGisConnection.SystemName;

    /// <summary>By its ending: the content has no published form. Text is none, such as a page or an error that was saved in place of a package.</summary>
    public bool Recognizes(PackageSource source) =>
        source.Path?.EndsWith(ArcGisPackage.Extension, StringComparison.OrdinalIgnoreCase) == true && !IsText(source.Head.Span);

    /// <inheritdoc />
    public Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken)
    {
        var manifest = source.Manifest;
        if (manifest is null && !Recognizes(source))
        {
            throw new MigrationException(ErrorKinds.PackageNotRecognized, $"'{source.Name}' is no export package: it has no manifest, and {(IsText(source.Head.Span) ? "is text" : $"not the ending {ArcGisPackage.Extension}")}.") { TargetObject = source.Path };
        }
        return Task.FromResult<MigrationPackage>(new ArcGisPackage
        {
            System = ArcGisConnection.SystemName,
            Kind = ArcGisPackage.ItemType,
            Items = [.. (manifest?.ToItems() ?? []).Where(item => item.System == ArcGisConnection.SystemName).Select(Item)],
        });
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        // As Windows writes it, every other byte may be anything.
        if (head is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]) return true;
        foreach (var sign in head)
        {
            if (sign is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f') or 0x7F) return false;
        }
        // The head may end amid a letter.
        for (var cut = 0; cut < Math.Min(4, head.Length); cut++)
        {
            if (Utf8.IsValid(head[..^cut])) return true;
        }
        return false;
    }

    private static ArcGisItem Item(MigrationItem item) => new() { System = item.System, Type = item.Type, Id = item.Id, Name = item.Name, DependsOn = item.DependsOn };
}
