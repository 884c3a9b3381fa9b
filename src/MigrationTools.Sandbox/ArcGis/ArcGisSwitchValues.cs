namespace MigrationTools.Sandbox.ArcGis;

/// <summary>The release that a portal is.</summary>
public enum PortalVersion
{
    /// <summary>11.4: folders by name, and <c>/</c>.</summary>
    V114,

    /// <summary>11.3: the package can be kept.</summary>
    V113,

    /// <summary>10.9: folders by id; no enterpriseVersion.</summary>
    V109,

    /// <summary>10.8.1: the first with packages; tokens of 120 minutes.</summary>
    V1081,
}

/// <summary>What the POST with previewOnly=true answers.</summary>
public enum PreviewReply
{
    /// <summary>The whole preview, as documented.</summary>
    Json,

    /// <summary>An HTML page; the preview is at importPreview.</summary>
    Html,

    /// <summary>An empty body; the preview is at importPreview.</summary>
    Empty,

    /// <summary>A redirect to importPreview.</summary>
    Redirect,

    /// <summary>The first page; the others are at importPreview.</summary>
    JsonFirstPage,

    /// <summary>The whole preview; importPreview does not exist.</summary>
    NoImportPreview,
}

/// <summary>The nextStart of the last page.</summary>
public enum EndMark
{
    /// <summary>-1.</summary>
    MinusOne,

    /// <summary>0.</summary>
    Zero,
}

/// <summary>What an import or export with async=true answers.</summary>
public enum JobStart
{
    /// <summary>A job that is being processed.</summary>
    Processing,

    /// <summary>A job that has ended already.</summary>
    CompletedAtOnce,

    /// <summary>The result in place of a job.</summary>
    SyncResultInsteadOfJob,
}

/// <summary>The words for a job's states.</summary>
public enum JobStatusWords
{
    /// <summary>processing, completed, failed.</summary>
    Completed,

    /// <summary>processing, complete, failed.</summary>
    Complete,

    /// <summary>processing, succeeded, failed.</summary>
    Succeeded,

    /// <summary>PROCESSING, COMPLETED, FAILED.</summary>
    Upper,

    /// <summary>A running job has a state of an unknown name.</summary>
    UnknownWord,
}

/// <summary>Whether and how jobs fail as a whole.</summary>
public enum JobFailure
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>The reason is the last of the messages.</summary>
    MessagesOnly,

    /// <summary>The reason stands in <c>error</c>.</summary>
    ErrorObject,

    /// <summary>The reason stands in <c>statusMessage</c>, as JSON in text.</summary>
    StatusMessage,
}

/// <summary>An element of itemsSkipped and itemsFailedImport.</summary>
public enum OutcomeElement
{
    /// <summary>itemId alone.</summary>
    ItemIdOnly,

    /// <summary>itemId, title and reason.</summary>
    WithExtraFields,

    /// <summary>title and reason, no itemId.</summary>
    WithoutItemId,
}

/// <summary>An id in an import's itemIdList that the package does not hold.</summary>
public enum UnknownItemId
{
    /// <summary>Ignored.</summary>
    Ignored,

    /// <summary>400, and nothing is imported.</summary>
    BadRequest,
}

/// <summary>A job asked for without its key, by one who is no administrator.</summary>
public enum KeyMissing
{
    /// <summary>403 GWM_0003.</summary>
    Forbidden,

    /// <summary>498.</summary>
    InvalidToken,

    /// <summary>400, as if there were no such job.</summary>
    BadRequest,
}

/// <summary>What becomes of a package.</summary>
public enum PackageAfter
{
    /// <summary>Kept.</summary>
    Kept,

    /// <summary>Deleted.</summary>
    Deleted,
}

/// <summary>The folder of imported items when none is named.</summary>
public enum ImportFolder
{
    /// <summary>Exports.</summary>
    Exports,

    /// <summary>Named after the group.</summary>
    GroupTitle,

    /// <summary>imports_ and a number, a new one each time.</summary>
    ImportsNumber,
}

/// <summary>Whose an item is after it was overwritten.</summary>
public enum OverwrittenOwner
{
    /// <summary>The importer's.</summary>
    Importer,

    /// <summary>Whose it was.</summary>
    Kept,
}

/// <summary>A package of a newer release.</summary>
public enum VersionRule
{
    /// <summary>The import is refused.</summary>
    ImportError,

    /// <summary>The preview says canImport=false, and all is skipped.</summary>
    CanImportFalse,

    /// <summary>The job fails.</summary>
    JobFailed,
}

/// <summary>The folder <c>/</c> below 11.4.</summary>
public enum RootFolderBelow114
{
    /// <summary>400.</summary>
    BadRequest,

    /// <summary>Ignored.</summary>
    Ignored,
}

/// <summary>An export of which nothing is left.</summary>
public enum ExportEmpty
{
    /// <summary>An empty object.</summary>
    NoJobIdEmpty,

    /// <summary>itemsSkipped, no job.</summary>
    NoJobIdSkipped,

    /// <summary>A job that fails.</summary>
    JobFailed,
}

/// <summary>What an export's result says about items that were left out.</summary>
public enum ExportSkipped
{
    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>itemsSkipped stands beside itemId.</summary>
    Reported,
}

/// <summary>What an export's package consists of.</summary>
public enum PackageFormat
{
    /// <summary>A zip with a manifest of the emulator's own.</summary>
    Zip,

    /// <summary>Random bytes; what they mean is known to both portals of the sandbox.</summary>
    Opaque,
}

/// <summary>The refusal to delete a protected item.</summary>
public enum DeleteReply
{
    /// <summary>success=false, with the item's id and an error, as canDelete has it.</summary>
    CanDeleteShape,

    /// <summary>The error alone.</summary>
    Envelope,
}

/// <summary>A wrong password.</summary>
public enum LoginFailure
{
    /// <summary>Error 400 on HTTP 200.</summary>
    Plain,

    /// <summary>The same with messageCode GWM_0003.</summary>
    WithGwm0003,

    /// <summary>Error 400 on HTTP 400.</summary>
    Http400,
}

/// <summary>The Range header of a download.</summary>
public enum RangeRequests
{
    /// <summary>Ignored: 200 and the whole file.</summary>
    Ignored,

    /// <summary>206, with ETag and Content-Range.</summary>
    Partial206,
}

/// <summary>itemIdToCreate of addItem.</summary>
public enum ItemIdToCreate
{
    /// <summary>The new item has that id.</summary>
    Honoured,

    /// <summary>The new item has an id of the portal's choice.</summary>
    Ignored,
}

/// <summary>The item of an upload that was canceled.</summary>
public enum AfterCancel
{
    /// <summary>Gone with the upload.</summary>
    ItemGone,

    /// <summary>Stays without a file.</summary>
    ItemStays,
}

/// <summary>The statusMessage of a failed upload.</summary>
public enum StatusMessage
{
    /// <summary>JSON in text.</summary>
    Json,

    /// <summary>A sentence.</summary>
    Text,
}

/// <summary>The status of a failed upload.</summary>
public enum FailedUploadWord
{
    /// <summary>failed.</summary>
    Failed,

    /// <summary>error.</summary>
    Error,
}

/// <summary>The status of HTTP under an error's body.</summary>
public enum ErrorStatus
{
    /// <summary>200.</summary>
    Ok,

    /// <summary>The error's code where HTTP has it: 400, 403, 500; 401 for 498 and 499.</summary>
    Matching,
}

/// <summary>Whether a web tier in front lets the headers with the token pass.</summary>
public enum TokenHeader
{
    /// <summary>It does.</summary>
    Accepted,

    /// <summary>It strips them: only the parameter arrives.</summary>
    Stripped,
}

/// <summary>A limit of the body that is off or on.</summary>
public enum BodyLimit
{
    /// <summary>No limit.</summary>
    Off,

    /// <summary>413 with an HTML page.</summary>
    On,
}
