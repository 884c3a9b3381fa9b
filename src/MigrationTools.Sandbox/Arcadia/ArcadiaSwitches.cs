namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The release that the server is.</summary>
public enum Release
{
    /// <summary>8.1.4: 14 keys.</summary>
    V81,

    /// <summary>6.4: 13 keys.</summary>
    V64,

    /// <summary>6.2: 13 keys, fewer fields.</summary>
    V62,

    /// <summary>4.3: 12 keys.</summary>
    V43,

    /// <summary>4.1: 12 keys, dashboards without sheets, no workspaces.</summary>
    V41,
}

/// <summary>How a request without a valid key is answered.</summary>
public enum AuthenticationFailure
{
    /// <summary>401 with a JSON error.</summary>
    Json401,

    /// <summary>401 with an HTML page.</summary>
    Html401,

    /// <summary>302 to the login page.</summary>
    LoginRedirect,

    /// <summary>200 with the login page.</summary>
    LoginPage200,
}

/// <summary>What an export does about ids it does not have or the user may not see.</summary>
public enum UnknownId
{
    /// <summary>Leaves them out.</summary>
    LeftOut,

    /// <summary>404, a JSON error that names them.</summary>
    NotFoundJson,

    /// <summary>400, a JSON error that does not name them.</summary>
    BadRequest,

    /// <summary>500, an HTML page that names the first.</summary>
    ServerErrorHtml,
}

/// <summary>What an export without any type parameter gives.</summary>
public enum ExportWithoutParameters
{
    /// <summary>Everything that the user can see.</summary>
    Everything,

    /// <summary>A bundle without records.</summary>
    EmptyBundle,

    /// <summary>400.</summary>
    BadRequest,
}

/// <summary>What an export with dry_run=True gives.</summary>
public enum ExportDryRun
{
    /// <summary>The same bundle.</summary>
    SameBundle,

    /// <summary>Counts, no records and no version.</summary>
    Summary,
}

/// <summary>The shape of an import's answer.</summary>
public enum ImportBody
{
    /// <summary>Per type a list of {id, name, action, uuid}.</summary>
    Lists,

    /// <summary>Per type an object keyed by the pk in the file.</summary>
    DictsByPk,

    /// <summary>Per type an object keyed by name.</summary>
    DictsByName,

    /// <summary>Per type a list of ids.</summary>
    IdLists,

    /// <summary>One list of {type, name, action, id}.</summary>
    FlatRows,

    /// <summary>An empty object.</summary>
    EmptyObject,

    /// <summary>Text that is no JSON.</summary>
    PlainText,
}

/// <summary>The words for planned actions.</summary>
public enum ActionWords
{
    /// <summary>new, update, unchanged.</summary>
    Lower,

    /// <summary>NEW, UPDATE, NONE.</summary>
    Upper,

    /// <summary>created, updated, skipped.</summary>
    Past,
}

/// <summary>The ids in the rows of a dry run.</summary>
public enum DryRunIds
{
    /// <summary>All null.</summary>
    Null,

    /// <summary>The target's id for what was matched, null for what is new.</summary>
    Matched,
}

/// <summary>The uuid in a row of an import's answer.</summary>
public enum RowUuid
{
    /// <summary>The uuid in the file.</summary>
    OfFile,

    /// <summary>The uuid on the target; null for what is new in a dry run.</summary>
    OfTarget,
}

/// <summary>By what an import finds an existing object.</summary>
public enum Matching
{
    /// <summary>The target's imported_uuid equals the file's uuid.</summary>
    ImportedUuid,

    /// <summary>The same, or the target's own uuid does.</summary>
    ImportedOrOwnUuid,
}

/// <summary>Whether a matched object that would not change is recognised.</summary>
public enum UnchangedDetection
{
    /// <summary>It is reported as unchanged.</summary>
    On,

    /// <summary>Every matched object is an update.</summary>
    AlwaysUpdate,
}

/// <summary>An import without dry_run.</summary>
public enum DryRunOmitted
{
    /// <summary>Executes.</summary>
    Executes,

    /// <summary>Only previews.</summary>
    Previews,
}

/// <summary>The workspace field of an import.</summary>
public enum WorkspaceField
{
    /// <summary>Honoured: the name of a workspace.</summary>
    ByName,

    /// <summary>Ignored, as older releases would: all goes to the user's Private.</summary>
    Ignored,
}

/// <summary>What an import answers when a table is not on the connection.</summary>
public enum MissingTable
{
    /// <summary>400 in plain text.</summary>
    Text400,

    /// <summary>500 with an HTML page.</summary>
    Html500,

    /// <summary>200 with a list named errors.</summary>
    Errors200,
}

/// <summary>What an import answers to an unknown connection or workspace.</summary>
public enum UnknownTarget
{
    /// <summary>400 with a JSON error.</summary>
    BadRequest,

    /// <summary>404 with a JSON error.</summary>
    NotFound,

    /// <summary>500 with an HTML page.</summary>
    ServerError,
}

/// <summary>What stays when an import fails on its way.</summary>
public enum FailureMidway
{
    /// <summary>Nothing.</summary>
    RolledBack,

    /// <summary>What was written before.</summary>
    Partial,
}

/// <summary>Pks in the free text of styles and HTML.</summary>
public enum FreeTextPks
{
    /// <summary>Rewritten to the new pks.</summary>
    Rewritten,

    /// <summary>Left as the file has them.</summary>
    LeftStale,
}

/// <summary>A bundle of a newer release.</summary>
public enum NewerBundle
{
    /// <summary>Accepted.</summary>
    Accepted,

    /// <summary>400.</summary>
    BadRequest,
}

/// <summary>A POST without the trailing slash.</summary>
public enum SlashlessPost
{
    /// <summary>Works like the one with it.</summary>
    Works,

    /// <summary>301 to the path with it; the body is lost when followed.</summary>
    MovedPermanently,

    /// <summary>500 with an HTML page.</summary>
    ServerError,
}

/// <summary>What of the admin API is on.</summary>
public enum AdminApiTypes
{
    /// <summary>All types.</summary>
    All,

    /// <summary>The types of <see cref="ArcadiaSwitches.AdminTypes"/>; others are 404.</summary>
    Listed,

    /// <summary>403 for everything.</summary>
    Forbidden,
}

/// <summary>The order of keys and fields in an export.</summary>
public enum KeyOrder
{
    /// <summary>Shuffled with a seed: the same request has the same order.</summary>
    Shuffled,

    /// <summary>As documented and stored.</summary>
    Fixed,
}

/// <summary>A login with a password.</summary>
public enum PasswordLogin
{
    /// <summary>Works.</summary>
    Works,

    /// <summary>401, as on a SAML instance.</summary>
    Refused401,
}

/// <summary>A limit that is off or on; its size is a number of its own.</summary>
public enum Limit
{
    /// <summary>No limit.</summary>
    Off,

    /// <summary>The limit holds.</summary>
    On,
}

/// <summary>What is not known about the real service. The first value of each is the default.</summary>
public sealed class ArcadiaSwitches
{
    /// <summary>The release: keys, fields and version of the bundles.</summary>
    public Release Release { get; set; }

    /// <summary>How a request without a valid key is answered.</summary>
    public AuthenticationFailure AuthenticationFailure { get; set; }

    /// <summary>Unknown or forbidden ids on export.</summary>
    public UnknownId UnknownId { get; set; }

    /// <summary>Export without parameters.</summary>
    public ExportWithoutParameters ExportWithoutParameters { get; set; }

    /// <summary>Export with dry_run=True.</summary>
    public ExportDryRun ExportDryRun { get; set; }

    /// <summary>The shape of an import's answer.</summary>
    public ImportBody ImportBody { get; set; }

    /// <summary>The words for planned actions.</summary>
    public ActionWords ActionWords { get; set; }

    /// <summary>The ids in a dry run.</summary>
    public DryRunIds DryRunIds { get; set; }

    /// <summary>The uuid in a row.</summary>
    public RowUuid RowUuid { get; set; }

    /// <summary>How existing objects are found.</summary>
    public Matching Matching { get; set; }

    /// <summary>Whether unchanged objects are recognised.</summary>
    public UnchangedDetection UnchangedDetection { get; set; }

    /// <summary>An import without dry_run.</summary>
    public DryRunOmitted DryRunOmitted { get; set; }

    /// <summary>The workspace field.</summary>
    public WorkspaceField WorkspaceField { get; set; }

    /// <summary>A table that is not on the connection.</summary>
    public MissingTable MissingTable { get; set; }

    /// <summary>An unknown connection or workspace.</summary>
    public UnknownTarget UnknownTarget { get; set; }

    /// <summary>A failure on the way.</summary>
    public FailureMidway FailureMidway { get; set; }

    /// <summary>Pks in free text.</summary>
    public FreeTextPks FreeTextPks { get; set; }

    /// <summary>A bundle of a newer release.</summary>
    public NewerBundle NewerBundle { get; set; }

    /// <summary>A POST without the trailing slash.</summary>
    public SlashlessPost SlashlessPost { get; set; }

    /// <summary>What of the admin API is on.</summary>
    public AdminApiTypes AdminApi { get; set; }

    /// <summary>The order of keys and fields.</summary>
    public KeyOrder KeyOrder { get; set; }

    /// <summary>A login with a password.</summary>
    public PasswordLogin PasswordLogin { get; set; }

    /// <summary>413 for a body over <see cref="BodyLimitBytes"/>.</summary>
    public Limit BodyLimit { get; set; }

    /// <summary>414 for a request line over 4,094 bytes.</summary>
    public Limit RequestLineLimit { get; set; }

    /// <summary>400 for form fields (not files) over 2.5 MB.</summary>
    public Limit FormFieldLimit { get; set; }

    /// <summary>504 after <see cref="GatewayTimeoutAfter"/>; the work goes on behind it.</summary>
    public Limit GatewayTimeout { get; set; }

    /// <summary>The size for <see cref="BodyLimit"/>.</summary>
    public long BodyLimitBytes { get; set; } = 1024 * 1024;

    /// <summary>The patience for <see cref="GatewayTimeout"/>.</summary>
    public TimeSpan GatewayTimeoutAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The types for <see cref="AdminApiTypes.Listed"/>.</summary>
    public IReadOnlyList<string> AdminTypes { get; set; } = ["visuals", "datasets"];

    /// <summary>The seed for <see cref="KeyOrder.Shuffled"/>.</summary>
    public int Seed { get; set; } = 20;

    /// <summary>All values back to their defaults.</summary>
    public void Reset()
    {
        var defaults = new ArcadiaSwitches();
        foreach (var property in typeof(ArcadiaSwitches).GetProperties()) property.SetValue(this, property.GetValue(defaults));
    }
}
