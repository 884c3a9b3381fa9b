namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>Which key of project/migrate's body says that it shall not be waited for.</summary>
public enum AsyncKey
{
    /// <summary><c>async</c>, else <c>async_mode</c>.</summary>
    Either,

    /// <summary><c>async</c> alone.</summary>
    AsyncOnly,

    /// <summary><c>async_mode</c> alone.</summary>
    AsyncModeOnly,
}

/// <summary>What project/migrate answers to an accepted asynchronous request.</summary>
public enum MigrateReply
{
    /// <summary><c>status_token</c> and <c>status_url</c>.</summary>
    Token,

    /// <summary>A status code and no body.</summary>
    Empty,

    /// <summary>The finished lists, as if nobody had asked for an asynchronous run.</summary>
    Sync,

    /// <summary><c>status_token</c> alone.</summary>
    TokenWithoutUrl,
}

/// <summary>What project/migrate takes when <c>asset_types</c> is left out or empty.</summary>
public enum AssetTypesDefault
{
    /// <summary>All types.</summary>
    All,

    /// <summary>No assets.</summary>
    None,

    /// <summary>400.</summary>
    BadRequest,
}

/// <summary>How an existing destination is told when <c>duplicate_check</c> is true.</summary>
public enum ConflictReply
{
    /// <summary>409 at once.</summary>
    Http409,

    /// <summary>HTTP 200 at once, 409 in the body.</summary>
    Body409,

    /// <summary>A token, whose status is Failed. A synchronous run gets 409.</summary>
    TokenThenFailed,
}

/// <summary>What overwriting does to assets that only the destination has.</summary>
public enum OverwriteEffect
{
    /// <summary>They stay.</summary>
    Merge,

    /// <summary>Those of the migrated types are removed.</summary>
    Replace,
}

/// <summary>Whether a migrated task is enabled.</summary>
public enum TaskState
{
    /// <summary>As the source, if its pipeline came along and its Snaplex is there and in reach; else disabled.</summary>
    ByRule,

    /// <summary>As the source.</summary>
    Keep,

    /// <summary>Never.</summary>
    Disabled,
}

/// <summary>A destination project whose project space does not exist.</summary>
public enum MissingSpace
{
    /// <summary>404.</summary>
    NotFound,

    /// <summary>The space is created as well.</summary>
    Created,
}

/// <summary>The shape of the status document.</summary>
public enum StatusGeneration
{
    /// <summary>In an envelope, with <c>status_token</c>.</summary>
    B,

    /// <summary>Bare, with <c>_id</c>.</summary>
    A,

    /// <summary>In an envelope, with <c>asset_type</c> and <c>asset_paths</c>, without a token.</summary>
    C,
}

/// <summary>Which addresses of the status document answer; the other is 404.</summary>
public enum StatusPath
{
    /// <summary><c>/project/migrate/{token}</c> and <c>/migrate/{token}</c>.</summary>
    Both,

    /// <summary><c>/project/migrate/{token}</c>, which every <c>status_url</c> names.</summary>
    ProjectMigrateOnly,

    /// <summary><c>/migrate/{token}</c>.</summary>
    MigrateOnly,
}

/// <summary>What becomes of a migration.</summary>
public enum RunOutcome
{
    /// <summary>What trust, security levels and rights make of it.</summary>
    Natural,

    /// <summary>Failed, nothing done.</summary>
    Failed,

    /// <summary>Completed, but the last asset fails with 401 and the first has a warning.</summary>
    Partial,

    /// <summary>As natural, with the word <c>Queued</c> in the place of <c>Started</c>.</summary>
    Queued,

    /// <summary>It stays Started, and nothing is done.</summary>
    NeverEnds,
}

/// <summary>The key of a warning's text.</summary>
public enum WarningKey
{
    /// <summary><c>message</c>.</summary>
    Message,

    /// <summary><c>warning</c>.</summary>
    Warning,

    /// <summary><c>reason</c>.</summary>
    Reason,

    /// <summary>The warning is a string and no object.</summary>
    PlainString,
}

/// <summary>Where the status document says why a migration failed as a whole.</summary>
public enum FailedKey
{
    /// <summary><c>error_list</c>, a list of objects with <c>message</c>.</summary>
    ErrorList,

    /// <summary><c>message</c>.</summary>
    Message,

    /// <summary><c>reason</c>.</summary>
    Reason,

    /// <summary><c>error</c>.</summary>
    Error,

    /// <summary>Nowhere.</summary>
    None,
}

/// <summary>How long a status document can be had.</summary>
public enum Retention
{
    /// <summary>For ever.</summary>
    Unlimited,

    /// <summary>For <see cref="SnapLogicSwitches.RetentionTime"/> after the end; then 404.</summary>
    Time,

    /// <summary>For <see cref="SnapLogicSwitches.RetentionReads"/> reads; then 404.</summary>
    Reads,
}

/// <summary>What <c>status_url</c> names.</summary>
public enum StatusUrlHost
{
    /// <summary>This host.</summary>
    Same,

    /// <summary>The alias of this host, which answers as well.</summary>
    Alias,

    /// <summary><see cref="SnapLogicSwitches.ForeignOrigin"/>.</summary>
    Foreign,

    /// <summary>No host: a path.</summary>
    Relative,

    /// <summary>This host with the other scheme: https on loopback.</summary>
    OtherScheme,
}

/// <summary>The body of an error.</summary>
public enum ErrorForm
{
    /// <summary><c>response_map.error_list[0].message</c>.</summary>
    ErrorList,

    /// <summary>A bare <c>message</c>.</summary>
    Message,

    /// <summary>Plain text.</summary>
    PlainText,

    /// <summary>The 502 page of a gateway, whatever happened.</summary>
    Html502,

    /// <summary>Nothing.</summary>
    Empty,
}

/// <summary>Where the code of an error stands.</summary>
public enum StatusPlace
{
    /// <summary>In the HTTP status and in the body.</summary>
    HttpAndBody,

    /// <summary>In the body, under HTTP 200.</summary>
    BodyOnly,

    /// <summary>In the HTTP status.</summary>
    HttpOnly,
}

/// <summary>Something that is off or on.</summary>
public enum Toggle
{
    /// <summary>Off.</summary>
    Off,

    /// <summary>On.</summary>
    On,
}

/// <summary>How empty lists of a result are written.</summary>
public enum EmptyLists
{
    /// <summary><c>[]</c>.</summary>
    Array,

    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary>Not at all.</summary>
    Absent,
}

/// <summary>The lists of the status document while the migration runs.</summary>
public enum StartedLists
{
    /// <summary>Empty.</summary>
    Empty,

    /// <summary>What is done so far.</summary>
    Partial,
}

/// <summary>How many segments a Snaplex path may have.</summary>
public enum PlexDepth
{
    /// <summary>Three or four.</summary>
    Both,

    /// <summary>Three: <c>/org/shared/plex</c>; others are 404.</summary>
    Three,

    /// <summary>Four: <c>/org/shared/shared/plex</c>; others are 404.</summary>
    Four,
}

/// <summary>Whether paths in answers begin with a slash.</summary>
public enum LeadingSlash
{
    /// <summary>All.</summary>
    Yes,

    /// <summary>None.</summary>
    No,

    /// <summary>Accounts and files do, the rest does not.</summary>
    Mixed,
}

/// <summary>Whether an answer is wrapped in <c>response_map</c>.</summary>
public enum Envelope
{
    /// <summary>As the vendor's page shows it: copy_assets bare, import wrapped.</summary>
    Documented,

    /// <summary>The other way.</summary>
    Opposite,
}

/// <summary>The keys in <c>unsuccessful_versions</c>.</summary>
public enum UnsuccessfulKeys
{
    /// <summary><c>path</c> and <c>reason</c>.</summary>
    PathReason,

    /// <summary><c>version_path</c> and <c>message</c>.</summary>
    VersionPathMessage,
}

/// <summary>A JWT whose <c>org</c> is not the one asked for.</summary>
public enum TokenOrg
{
    /// <summary>401.</summary>
    Bound,

    /// <summary>Its user's rights decide.</summary>
    Ignored,
}

/// <summary>The key of the list that copy_assets answers; its end is not known.</summary>
public enum CopyKey
{
    /// <summary><c>copied_assets_new_path</c>.</summary>
    Path,

    /// <summary><c>copied_assets_new_paths</c>.</summary>
    Paths,
}
