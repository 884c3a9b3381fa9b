using System.Text.Json;
using System.Text.Json.Serialization;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>The manifest's text on its way in: read with suspicion, because people edit it and it comes from elsewhere.</summary>
[JsonSerializable(typeof(PackageManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>The largest manifest that is read, in bytes: some hundred thousand items.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    private const int LongestText = 300;

    // A sentence may hold two names. A warning that was cut would stand beside the same one, whole, of the content.
    private const int LongestWarning = 2000;

    private static readonly ManifestJson _json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        MaxDepth = 32,
    });

    public static PackageManifest? Read(string path)
    {
        byte[] bytes;
        try
        {
            using var file = RegularFile.OpenRead(path, FileOptions.None);
            if (file.Length > MaxLength) throw Malformed(path, $"is larger than {MaxLength / 1024 / 1024} MB");
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Reading(path, e);
        }
        return Parse(path, bytes);
    }

    private static PackageManifest Parse(string path, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        PackageManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(text, _json.PackageManifest);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw Malformed(path, "is no manifest that can be read", e);
        }
        return Checked(path, manifest);
    }

    // Null stands wherever a text of JSON says so, whatever the types promise.
    private static PackageManifest Checked(string path, PackageManifest? manifest)
    {
        if (manifest is null) throw Malformed(path, "is empty");
        manifest = Plain(manifest);
        // 0 is what a manifest without the field comes to.
        if (manifest.FormatVersion is < 0 or > Packages.PackageManifest.CurrentFormat)
            throw Malformed(path, $"has the format {manifest.FormatVersion}, and this version reads {Packages.PackageManifest.CurrentFormat}");
        if (string.IsNullOrWhiteSpace(manifest.System) || string.IsNullOrWhiteSpace(manifest.Kind)) throw Malformed(path, "names no system and kind");
        if (manifest.Length <= 0) throw Malformed(path, "names no length");
        if (manifest.Sha256 is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit)) throw Malformed(path, "names no SHA-256");
        var items = manifest.Items ?? [];
        var texts = (manifest.Requested ?? []).Concat(manifest.Warnings ?? []).Concat(items.SelectMany(item => item?.DependsOn ?? []));
        if (!items.All(IsWhole) || texts.Any(text => text is null)) throw Malformed(path, "lists an item that is not whole");
        return manifest with
        {
            FormatVersion = Packages.PackageManifest.CurrentFormat,
            Sha256 = hash.ToLowerInvariant(),
            Items = [.. items.Select(Plain)],
            Requested = Plain(manifest.Requested, LongestText),
            Warnings = Plain(manifest.Warnings, LongestWarning),
        };
    }

    // All of it may end up on a terminal, and anybody may have written it.
    private static PackageManifest Plain(PackageManifest manifest) => manifest with
    {
        System = Plain(manifest.System) ?? string.Empty,
        Kind = Plain(manifest.Kind) ?? string.Empty,
        File = manifest.File is null ? null : PlainText.Line(manifest.File, PlainText.LongestName),
        Source = manifest.Source is null ? null : PlainText.Source(manifest.Source, Packages.PackageManifest.LongestSource),
        SourceVersion = Plain(manifest.SourceVersion),
    };

    private static ManifestItem Plain(ManifestItem item)
    {
        var (type, id) = (Plain(item.Type)!, Plain(item.Id)!);
        var name = PlainText.Line(item.Name, PlainText.LongestName);
        return new ManifestItem(Plain(item.System)!, type, id, name.Length > 0 ? name : $"{type} {id}", Plain(item.Uuid), item.DependsOn is null ? null : Plain(item.DependsOn, LongestText));
    }

    private static string? Plain(string? text) => text is null ? null : PlainText.Line(text, LongestText);

    private static IReadOnlyList<string> Plain(IReadOnlyList<string>? texts, int longest) => texts is null ? [] : [.. texts.Select(text => PlainText.Line(text, longest))];

    private static bool IsWhole(ManifestItem? item) => item is { System: not null, Type: not null, Id: not null, Name: not null };

    private static MigrationException Malformed(string path, string why, Exception? cause = null) =>
        new(ErrorKinds.ManifestMalformed, $"The manifest '{path}' {why}.", inner: cause) { TargetObject = path };
}
