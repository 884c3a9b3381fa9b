using System.IO.Compression;
using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>
/// What can be seen of an exported project without knowing its format, which the vendor does not publish: the names of the
/// entries, and whatever in export.json bears a name and the type of an asset. Nothing is unpacked to a disk.
/// </summary>
internal sealed record SnapLogicArchive(IReadOnlyList<string> Entries, IReadOnlyList<(string Type, string Name, string? Id)> Assets)
{
    /// <summary>The type of items that are only known as entries.</summary>
    public const string EntryType = "Entry";

    private const string List = "export.json";
    private const int MostEntries = 100_000;
    private const int LongestList = 64 * 1024 * 1024;

    // Each byte of it costs several in memory.
    private const long LongestDirectory = 32L * 1024 * 1024;

    private static readonly string[] OwnEntries = [List, "accounts_template.json"];
    private static readonly string[] NameNames = ["name", "asset_name", "label", "path"];
    private static readonly string[] TypeNames = ["asset_type", "type"];

    /// <summary>The items of a package: assets where they can be told, else the entries.</summary>
    public IReadOnlyList<MigrationItem> Items => Assets.Count > 0
        ? [.. Assets.Select(asset => Item(asset.Type, asset.Id ?? asset.Name, asset.Name))]
        : [.. Entries.Where(entry => !OwnEntries.Contains(entry)).Select(entry => Item(EntryType, entry, entry))];

    /// <exception cref="MigrationException">PackageNotRecognized, PackageTruncated, PackageMalformed, PackageTooLarge.</exception>
    public static SnapLogicArchive Read(Stream content, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (ZipDirectory.Length(content) > LongestDirectory)
            {
                throw new MigrationException(ErrorKinds.PackageTooLarge, $"The directory of '{name}' is longer than any that is read.") { TargetObject = name };
            }
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MostEntries)
            {
                throw new MigrationException(ErrorKinds.PackageTooLarge, $"'{name}' has {archive.Entries.Count} entries, and at most {MostEntries} are read.") { TargetObject = name };
            }
            var list = archive.GetEntry(List) ?? throw new MigrationException(ErrorKinds.PackageNotRecognized, $"'{name}' is an archive without {List}, which every exported project has.") { TargetObject = name };
            cancellationToken.ThrowIfCancellationRequested();
            return new SnapLogicArchive(
                [.. archive.Entries.Select(entry => PlainText.Line(entry.FullName, PlainText.LongestName)).Where(entry => entry.Length > 0 && !entry.EndsWith('/'))],
                ReadList(list));
        }
        catch (InvalidDataException error)
        {
            throw new MigrationException(ErrorKinds.PackageMalformed, $"'{name}' is no whole zip archive: {error.Message}", inner: error) { TargetObject = name };
        }
        catch (EndOfStreamException error)
        {
            throw new MigrationException(ErrorKinds.PackageTruncated, $"'{name}' ends in the middle of its archive.", inner: error) { TargetObject = name };
        }
    }

    /// <summary>What cannot be read tells nothing; it is no reason to refuse what the server itself wrote.</summary>
    private static List<(string, string, string?)> ReadList(ZipArchiveEntry entry)
    {
        var found = new List<(string, string, string?)>();
        if (entry.Length > LongestList) return found;
        try
        {
            using var text = entry.Open();
            using var bounded = new MemoryStream();
            Copy(text, bounded);
            using var json = JsonDocument.Parse(bounded.GetBuffer().AsMemory(0, (int)bounded.Length), new JsonDocumentOptions { MaxDepth = JsonShape.MaxDepth });
            Collect(json.RootElement, null, found);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            return [];
        }
        return [.. found.Distinct()];
    }

    /// <summary>The length that an archive claims need not be true.</summary>
    private static void Copy(Stream from, MemoryStream to)
    {
        var buffer = new byte[81920];
        for (int count; (count = from.Read(buffer)) > 0;)
        {
            to.Write(buffer, 0, count);
            if (to.Length > LongestList) throw new InvalidDataException("The list is longer than it claims.");
        }
    }

    private static void Collect(JsonElement element, string? typeAbove, List<(string, string, string?)> found)
    {
        if (found.Count >= MostEntries) return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in element.EnumerateArray()) Collect(entry, typeAbove, found);
            return;
        }
        if (element.ValueKind != JsonValueKind.Object) return;
        var type = SnapLogicAssetTypes.Known(SnapLogicJson.Text(element, TypeNames)) ?? typeAbove;
        if (type is not null and not "Project" && SnapLogicJson.Text(element, NameNames) is { } name)
        {
            found.Add((type, name[(name.LastIndexOf('/') + 1)..], SnapLogicJson.Text(element, "snode_id", "id")));
            return;
        }
        foreach (var member in element.EnumerateObject())
        {
            // {"Pipeline": [{"name": …}]} as well as [{"type": "Pipeline", "name": …}].
            Collect(member.Value, SnapLogicAssetTypes.Known(SafeJson.NameOf(member)), found);
        }
    }

    private static MigrationItem Item(string type, string id, string name) => new()
    {
        System = SnapLogicConnection.SystemName,
        Type = type,
        Id = id.Length > 0 ? id : name,
        Name = name,
    };
}
