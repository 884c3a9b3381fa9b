using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>What can be said about an import before anything is sent.</summary>
internal static class ArcGisImportChecks
{
    /// <summary>A portal ignores what it does not know: what it would ignore is refused here.</summary>
    /// <exception cref="MigrationException">OptionNotSupported, ConflictNotSupported, InvalidValue.</exception>
    public static void Options(ArcGisConnection target, ArcGisImportOptions options)
    {
        if (options.OnConflict == ConflictPolicy.Duplicate) throw ArcGisImportOptions.NoDuplicates;
        if (options.FolderId is not null && options.FolderName is not null)
        {
            throw new MigrationException(ErrorKinds.InvalidValue, "A folder is given both by its id and by its name.", "Give -FolderId or -FolderName.");
        }
        if (options.FolderOwner is not null && options.FolderId is null)
        {
            throw new MigrationException(ErrorKinds.InvalidValue, "The owner of a folder is given, and no folder.", "Give -FolderId as well.");
        }
        if (options.FolderId is { } folder && folder != "/" && !ArcGisId.IsId(folder))
        {
            throw new MigrationException(ErrorKinds.InvalidId, $"'{folder}' is no id of a folder.", "Give 32 hexadecimal digits, or / for the root.") { TargetObject = folder };
        }
        if (options.FolderId == "/") Require("11.4", "-FolderId /", "Leave it out, or give the id of a folder.");
        if (options.FolderId is not null) Require("10.9", "-FolderId", "Leave it out: the items go into a folder that the portal chooses.");
        if (options.FolderName is not null) Require("11.4", "-FolderName", "Give the folder's id with -FolderId (from 10.9 on), or leave it out.");
        if (options.KeepPackage) Require("11.3", "-KeepPackage", "Leave it out, and keep the file.");

        void Require(string release, string option, string remedy)
        {
            if (target.Release.Has(release)) return;
            throw new MigrationException(ErrorKinds.OptionNotSupported, $"{option} needs release {release} of the portal, and {target.Name} has {target.Release.Text}.", remedy) { TargetObject = target.Name };
        }
    }

    /// <summary>A portal takes packages of its own release and of earlier ones.</summary>
    /// <exception cref="MigrationException">SourceNewer.</exception>
    public static void Version(ArcGisConnection target, ArcGisImportOptions options, string? sourceVersion, IMigrationObserver observer)
    {
        if (ArcGisRelease.Parse(sourceVersion) is not { } source || !target.Release.IsBefore(source)) return;
        var what = $"The package comes from release {source.Text}, and {target.Name} has {target.Release.Text}.";
        // Of a portal whose release is not certain, only the least that it has is known.
        if (options.AllowNewerSource || !target.Release.IsCertain)
        {
            observer.Warning($"{what} A portal takes packages of its own release and of earlier ones; it may refuse this one.");
            return;
        }
        throw new MigrationException(ErrorKinds.SourceNewer, what) { TargetObject = target.Name };
    }

    /// <summary>Rights that are certainly missing are told before a long upload; of all others the portal itself decides.</summary>
    /// <exception cref="MigrationException">Forbidden.</exception>
    public static void Rights(ArcGisConnection target, ArcGisGroup group)
    {
        if (target.Role is not ("org_user" or "org_publisher" or "org_viewer") || group.Membership is null or "owner" or "admin") return;
        throw new MigrationException(ErrorKinds.Forbidden, $"{target.Me} is no administrator of {target.Name}, and not the owner of group '{group.Name}' ({group.Owner} is).",
            "Import as the group's owner or as an administrator.") { TargetObject = group.Id };
    }
}
