using static MigrationTools.Core.Errors.ErrorClass;

namespace MigrationTools.Core.Errors;

public static partial class ErrorKinds
{
    // SnapLogic: what was named
    public static readonly ErrorKind ProjectPathInvalid = new("ProjectPathInvalid", InvalidArgument,
        "The value is no path of a project; a project space alone is none.",
        "Give /org/project_space/project, spelled as in Manager: upper and lower case count.");
    public static readonly ErrorKind AssetPathInvalid = new("AssetPathInvalid", InvalidArgument,
        "The value is no path of an asset in a project.",
        "Give /org/project_space/project/asset, spelled as in Manager: upper and lower case count.");
    public static readonly ErrorKind VersionPathInvalid = new("VersionPathInvalid", InvalidArgument,
        "The value is no path of an API version.",
        "Give /org/apim/api/version, spelled as in API Manager: upper and lower case count.");
    public static readonly ErrorKind SnaplexPathInvalid = new("SnaplexPathInvalid", InvalidArgument,
        "The value is no path of a Snaplex.",
        "Give /org/shared/snaplex or /org/project_space/project/snaplex; Get-SnapLogicSnaplex lists them.");
    public static readonly ErrorKind SnaplexNotFound = new("SnaplexNotFound", ObjectNotFound,
        "The environment has no such Snaplex, or does not tell where its tasks run.",
        "Get-SnapLogicSnaplex lists those of an environment.");
    public static readonly ErrorKind SnaplexUnfit = new("SnaplexUnfit", InvalidOperation,
        "An API version cannot run on the Snaplex.",
        "Choose a Groundplex, or a Snaplex with a load balancer: Get-SnapLogicSnaplex shows which have one.");
    public static readonly ErrorKind SameProject = new("SameProject", InvalidArgument,
        "Source and destination are the same.",
        "Name another project as the destination.");
    public static readonly ErrorKind PathNotFound = new("PathNotFound", ObjectNotFound,
        "The control plane has nothing at the path, or does not show it to this user.",
        "Check every part of it: environment (org), project space, project and Snaplex are compared in upper and lower case.");
    public static readonly ErrorKind NotAnApiVersion = new("NotAnApiVersion", InvalidArgument,
        "The destination path leads to something that is no API version.",
        "Give -DestinationVersion as /org/apim/api/version.");

    public static readonly ErrorKind DestinationNotKnown = new("DestinationNotKnown", InvalidOperation,
        "Whether the destination is there could not be looked at, so it is not known what would be touched.",
        "Have the rights of an environment (org) administrator, or use -OnConflict Skip, which leaves what is there.");

    // SnapLogic: rights
    public static readonly ErrorKind BasicAuthenticationDisabled = new("BasicAuthenticationDisabled", PermissionDenied,
        "The environment takes no user name and password: its settings have basic authentication disabled.",
        "Connect with -AccessToken (a JWT), or have basic authentication allowed in the environment's settings.");
    public static readonly ErrorKind AssetNotAllowed = new("AssetNotAllowed", PermissionDenied,
        "The server migrated the others and refused this asset.",
        "Have the source environment trust the destination (for accounts and policies), see that the destination's account encryption is as strong as the source's, and check the rights on the asset; then pipe the failed rows to Copy-SnapLogicAsset.");
    public static readonly ErrorKind AssetFailed = new("AssetFailed", InvalidOperation,
        "The server could not bring an asset over.",
        "The server's own words are in this message; mend what they name, then pipe the failed rows to Copy-SnapLogicAsset.");

    // SnapLogic: what became of it
    public static readonly ErrorKind MigrationFailed = new("MigrationFailed", InvalidOperation,
        "The server's migration failed as a whole.",
        "The server's own words are in this message; mend what they name and run it again.");
    public static readonly ErrorKind MigrationUnknown = new("MigrationUnknown", ObjectNotFound,
        "The server does not know the migration's token, or no longer.",
        "What came of it is not known: look at the destination. A token is good on its own control plane alone.");
    public static readonly ErrorKind AssetNotCopied = new("AssetNotCopied", InvalidOperation,
        "The server reported success, and an asset is not among what it copied.",
        "Look at the destination; check that the asset is there at the source, and the rights on it.");
    public static readonly ErrorKind TaskFailed = new("TaskFailed", InvalidOperation,
        "The server did not change a task.",
        "Check that the task exists and that this user may write it.");
    public static readonly ErrorKind NotPublished = new("NotPublished", InvalidOperation,
        "The server did not publish an API version.",
        "The server's own words are in this message.");
}
