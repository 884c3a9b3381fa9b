using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>A package's file on its way to a portal, and what its item is called there.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">What it is, in lower-case hex.</param>
/// <param name="Changed">When it was changed last, as of when it was read: one that was changed since is not committed.</param>
/// <param name="RunTag">A tag of this upload alone: by it the item is found where an answer was lost.</param>
internal sealed record ArcGisUploadFile(string Path, long Length, string Sha256, DateTime Changed, string RunTag)
{
    /// <summary>The name that the portal is told, plain ASCII with the ending that it expects.</summary>
    public string FileName { get; } = NameOf(Path);

    /// <summary>What each of its parts is; null where it goes in one, or was not read for it.</summary>
    public ArcGisPartSeals? Parts { get; init; }

    /// <summary>All of it as a file of a form, of which the end is not sent if it is not what was read.</summary>
    public FilePart Part => new("file", Path, FileName, "application/octet-stream") { Sha256 = Sha256 };

    /// <summary>What every portal asks for at least.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields =>
    [
        new("title", System.IO.Path.GetFileNameWithoutExtension(FileName)), new("type", ArcGisPackage.ItemType), new("typeKeywords", "Export Package,epk"), new("tags", $"epk,{RunTag}"),
    ];

    /// <summary>A file that was just read, with a tag of its own.</summary>
    public static ArcGisUploadFile Of(string path, long length, string sha256, DateTime changed) => new(path, length, sha256, changed, $"migrationtools-{Guid.NewGuid():N}");

    /// <exception cref="MigrationException">PackageChanged: it is not the file any more that was read.</exception>
    public void RequireUnchanged()
    {
        var now = new FileInfo(Path);
        if (now.Exists && now.Length == Length && now.LastWriteTimeUtc == Changed) return;
        throw new MigrationException(ErrorKinds.PackageChanged, $"The file '{Path}' was changed after it was read.") { TargetObject = Path };
    }

    private static string NameOf(string path)
    {
        var name = AsciiText.Quotable(PlainName.From(System.IO.Path.GetFileName(path), "package"));
        return name.EndsWith(ArcGisPackage.Extension, StringComparison.OrdinalIgnoreCase) ? name : name + ArcGisPackage.Extension;
    }
}

/// <summary>What an import asks for beside the package and the group.</summary>
/// <param name="ItemIds">The items; none for all.</param>
/// <param name="Overwrite">Whether what is there is overwritten.</param>
/// <param name="FolderId">The folder.</param>
/// <param name="FolderOwner">Whose folder.</param>
/// <param name="FolderName">The folder by name.</param>
/// <param name="Keep">Whether the package stays; null on portals that do not know the question.</param>
internal sealed record ArcGisImportFields(IReadOnlyList<string> ItemIds, bool Overwrite, string? FolderId, string? FolderOwner, string? FolderName, bool? Keep);
