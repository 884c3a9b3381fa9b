using static MigrationTools.Core.Errors.ErrorClass;

namespace MigrationTools.Core.Errors;

// ArcGIS Enterprise
public static partial class ErrorKinds
{
    public static readonly ErrorKind NotEnterprisePortal = new("NotEnterprisePortal", InvalidOperation,
        "The address leads to ArcGIS Online, which has no export packages for groups.",
        "Connect to a portal of ArcGIS Enterprise.");
    public static readonly ErrorKind OptionNotSupported = new("OptionNotSupported", InvalidArgument,
        "The portal's release does not have the option, and would ignore it.",
        "Leave the option out, or use a newer portal.");
    public static readonly ErrorKind SourceNewer = new("SourceNewer", InvalidOperation,
        "The package comes from a newer release than the portal's.",
        "Import it into a portal of the same or a later release, or say -AllowNewerSource to let the portal decide.");
    public static readonly ErrorKind NotInPackage = new("NotInPackage", ObjectNotFound,
        "Something that was asked for is not in the package.",
        "Get-ArcGisPackage and Get-MigrationPackage show what it holds.");
    public static readonly ErrorKind CannotImport = new("CannotImport", InvalidOperation,
        "The portal says of an item that was asked for that it cannot be imported.",
        "Leave it out; what its type needs may be missing on the portal.");
    public static readonly ErrorKind NothingExported = new("NothingExported", InvalidOperation,
        "The portal made no package: the group has nothing that can be exported, or all of it failed or was skipped.",
        "Look at the group's items: hosted feature layers, maps and apps can be exported, services of other servers cannot.");
    public static readonly ErrorKind ExportFailed = new("ExportFailed", InvalidOperation,
        "The portal's export job failed.",
        "The portal's own words are in this message; its log may tell more.");
    public static readonly ErrorKind LeftOut = new("LeftOut", InvalidOperation,
        "The portal left an item out of the package that was asked for.",
        "Check on the source that its type can be exported and that it is hosted by the portal.");
    public static readonly ErrorKind ImportFailed = new("ImportFailed", InvalidOperation,
        "The portal's import job failed.",
        "The portal's own words are in this message; mend the cause and import again.");
    public static readonly ErrorKind ItemsFailed = new("ItemsFailed", InvalidOperation,
        "The portal's job ended, and some of the items failed.",
        "The rows tell which; mend the cause and import those again with -ItemId.");
    public static readonly ErrorKind JobLost = new("JobLost", ObjectNotFound,
        "The portal no longer knows the job, or does not show it to this user.",
        "Check the id and the key, that the connection leads to the portal it was started on, and what the group holds now.");
    public static readonly ErrorKind UploadFailed = new("UploadFailed", InvalidOperation,
        "The portal did not take the package that was uploaded.",
        "The portal's own words are in this message; upload it again.");
    public static readonly ErrorKind UploadInterrupted = new("UploadInterrupted", ConnectionError,
        "An upload in parts was broken off; the parts that arrived are kept on the portal.",
        "Run the same line again: only what is missing is sent.");
    public static readonly ErrorKind DeleteProtected = new("DeleteProtected", InvalidOperation,
        "The item is protected against deletion.",
        "Switch the protection off on the portal, or delete it there.");
}
