namespace MigrationTools.Sandbox.Optimize;

/// <summary>The family of releases that the server is. Rows left at <c>ByGeneration</c> follow it.</summary>
public enum Generation
{
    /// <summary>8.8 and 8.9: most failures of an import are a 500.</summary>
    V88,

    /// <summary>3.x and 8.0 to 8.7: each failure has a status and a code of its own.</summary>
    V87,

    /// <summary>8.10: statuses are put right, tokens are always JWTs.</summary>
    V810,
}

/// <summary>The index numbers that the server writes and takes, by release.</summary>
public enum Indices
{
    /// <summary>3.11 and 8.3 to 8.10: dashboard 8, process report 11, decision report 10, combined report 5; <c>tiles</c>.</summary>
    V311,

    /// <summary>3.10 and 8.2: 7, 10, 9, 4; <c>tiles</c>, no descriptions.</summary>
    V310,

    /// <summary>3.9 and 8.1: 6, 9, 9, 4; <c>reports</c>.</summary>
    V39,

    /// <summary>3.8 and 8.0: 5, 9, 9, 4; <c>reports</c>.</summary>
    V38,

    /// <summary>3.7: 5, 8, 8, 4; <c>reports</c>, aggregations as words, and an import that answers with ids alone.</summary>
    V37,

    /// <summary>A release to come: 9, 12, 11, 6, the format as in 3.11.</summary>
    Next,
}

/// <summary>What a failed validation is: a bad file, a bad entity.</summary>
public enum ValidationFailures
{
    /// <summary>500 in 8.8 and 8.9, else 400.</summary>
    ByGeneration,

    /// <summary>400 with a code that says what it is.</summary>
    BadRequest,

    /// <summary>500 <c>serverError</c>, the reason in the details.</summary>
    ServerError,
}

/// <summary>The code over a list of mismatching indices.</summary>
public enum IndexMismatchCode
{
    /// <summary>Rich up to 8.7, plain later.</summary>
    ByGeneration,

    /// <summary><c>importIndexVersionMismatch</c>.</summary>
    Rich,

    /// <summary><c>badRequestError</c>.</summary>
    Plain,
}

/// <summary>An import into a collection that does not exist.</summary>
public enum UnknownCollection
{
    /// <summary>404 up to 8.7, 500 in 8.8 and 8.9, an early 404 in 8.10.</summary>
    ByGeneration,

    /// <summary>404, looked up after management reports are refused.</summary>
    NotFound,

    /// <summary>500, looked up as late.</summary>
    ServerError,

    /// <summary>404, looked up before management reports are refused.</summary>
    NotFoundEarly,
}

/// <summary>The <c>detailedMessage</c> of 400 and 404.</summary>
public enum DetailForm
{
    /// <summary>The text.</summary>
    Plain,

    /// <summary>The framework's status before the text in quotes, as in <c>404 NOT_FOUND "…"</c>; never up to 8.7.</summary>
    Framework,
}

/// <summary>The success of a call that gives nothing.</summary>
public enum VoidStatus
{
    /// <summary>204 up to 8.7, 200 later.</summary>
    ByGeneration,

    /// <summary>204.</summary>
    NoContent,

    /// <summary>200 with an empty body.</summary>
    EmptyOk,
}

/// <summary>A result that cannot be exported: unknown or combined report, expired scroll.</summary>
public enum ResultFailures
{
    /// <summary>404 and 400 up to 8.7, 500 later.</summary>
    ByGeneration,

    /// <summary>404 and 400.</summary>
    Own,

    /// <summary>500, whatever the reason.</summary>
    ServerError,
}

/// <summary>The variable labels, and with them the limits of a result page: one defect struck both.</summary>
public enum Labels
{
    /// <summary>Broken in 8.8 and 8.9.</summary>
    ByGeneration,

    /// <summary>They work.</summary>
    Work,

    /// <summary>500 for every body: it is never bound; 500 for a limit out of range.</summary>
    AlwaysFail,
}

/// <summary>An export request whose body is no JSON.</summary>
public enum MalformedExport
{
    /// <summary>Text up to 8.7, 500 in 8.8 and 8.9, JSON in 8.10.</summary>
    ByGeneration,

    /// <summary>400 of type text/plain, empty.</summary>
    Text,

    /// <summary>500 <c>serverError</c>.</summary>
    ServerError,

    /// <summary>400 <c>badRequestError</c>.</summary>
    Json,
}

/// <summary>Whether an import checks the variables that a dashboard's filters name.</summary>
public enum VariableFilterCheck
{
    /// <summary>On up to 8.9.</summary>
    ByGeneration,

    /// <summary>Against reports that do not exist yet, so that every variable filter is refused.</summary>
    On,

    /// <summary>Not checked.</summary>
    Off,
}

/// <summary>The limit of a name's length.</summary>
public enum NameLimit
{
    /// <summary>On in 8.10.</summary>
    ByGeneration,

    /// <summary>No limit; a name beyond what the index can hold fails when it is written.</summary>
    Off,

    /// <summary>Checked on import.</summary>
    On,
}

/// <summary>The body of an import.</summary>
public enum ImportBody
{
    /// <summary>Read.</summary>
    Bound,

    /// <summary>Lost on its way, as in some releases around 8.8: every import is "null or empty".</summary>
    Lost,
}

/// <summary>The undocumented endpoints of collections.</summary>
public enum CollectionEndpoints
{
    /// <summary>Off up to 8.7, owner unchecked in 8.8 and 8.9, checked in 8.10.</summary>
    ByGeneration,

    /// <summary>They do not exist.</summary>
    Off,

    /// <summary>Any owner is taken.</summary>
    OwnerUnchecked,

    /// <summary>The owner must exist.</summary>
    OwnerChecked,
}

/// <summary>The bearer tokens that are taken.</summary>
public enum Tokens
{
    /// <summary>Both up to 8.9, JWTs alone in 8.10. A real server never takes both: it is configured for one.</summary>
    ByGeneration,

    /// <summary>The static token alone.</summary>
    Static,

    /// <summary>JWTs alone.</summary>
    Jwt,

    /// <summary>Nothing is configured: every call is a 401.</summary>
    None,
}

/// <summary>A POST that is not declared as JSON.</summary>
public enum WrongContentType
{
    /// <summary>415 up to 8.7, 500 later.</summary>
    ByGeneration,

    /// <summary>415.</summary>
    UnsupportedMediaType,

    /// <summary>500 <c>serverError</c>.</summary>
    ServerError,
}

/// <summary>A path or method that does not exist.</summary>
public enum UnknownPath
{
    /// <summary>404 up to 8.7, 500 later.</summary>
    ByGeneration,

    /// <summary>404 <c>notFoundError</c>.</summary>
    NotFound,

    /// <summary>500 <c>serverError</c>.</summary>
    ServerError,
}

/// <summary>Whether errors of the base kind have a <c>reportDefinition</c>.</summary>
public enum BaseBody
{
    /// <summary>They have it, null.</summary>
    WithNull,

    /// <summary>They do not.</summary>
    WithoutNull,
}

/// <summary>An export that finds nothing.</summary>
public enum EmptyExport
{
    /// <summary>200 with an empty list.</summary>
    List,

    /// <summary>204.</summary>
    NoContent,

    /// <summary>200 with an empty body.</summary>
    EmptyOk,
}

/// <summary>The order of lists, answers and groups of an export.</summary>
public enum ItemOrder
{
    /// <summary>By a hash of id and seed.</summary>
    Shuffled,

    /// <summary>As they came to be.</summary>
    Fixed,
}

/// <summary>Whether replies are compressed where the client takes it.</summary>
public enum Compression
{
    /// <summary>From 23 bytes on.</summary>
    Gzip,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>The release, and what is not known about the real service. The first value of each is the default.</summary>
public sealed class OptimizeSwitches
{
    /// <summary>The family of releases.</summary>
    public Generation Generation { get; set; }

    /// <summary>The index numbers.</summary>
    public Indices Indices { get; set; }

    /// <summary>Failed validations.</summary>
    public ValidationFailures ValidationFailures { get; set; }

    /// <summary>The code of an index mismatch.</summary>
    public IndexMismatchCode IndexMismatchCode { get; set; }

    /// <summary>An import into an unknown collection.</summary>
    public UnknownCollection UnknownCollection { get; set; }

    /// <summary>The form of details.</summary>
    public DetailForm DetailForm { get; set; }

    /// <summary>The success of a call that gives nothing.</summary>
    public VoidStatus VoidStatus { get; set; }

    /// <summary>Failures of a result export.</summary>
    public ResultFailures ResultFailures { get; set; }

    /// <summary>The variable labels.</summary>
    public Labels Labels { get; set; }

    /// <summary>A malformed export request.</summary>
    public MalformedExport MalformedExport { get; set; }

    /// <summary>Variable filters on import.</summary>
    public VariableFilterCheck VariableFilterCheck { get; set; }

    /// <summary>The limit of names.</summary>
    public NameLimit NameLimit { get; set; }

    /// <summary>The body of an import.</summary>
    public ImportBody ImportBody { get; set; }

    /// <summary>The endpoints of collections.</summary>
    public CollectionEndpoints CollectionEndpoints { get; set; }

    /// <summary>The tokens that are taken.</summary>
    public Tokens Tokens { get; set; }

    /// <summary>A wrong content type.</summary>
    public WrongContentType WrongContentType { get; set; }

    /// <summary>An unknown path.</summary>
    public UnknownPath UnknownPath { get; set; }

    /// <summary>The base error body.</summary>
    public BaseBody BaseBody { get; set; }

    /// <summary>An export that finds nothing.</summary>
    public EmptyExport EmptyExport { get; set; }

    /// <summary>The order of what has none.</summary>
    public ItemOrder ItemOrder { get; set; }

    /// <summary>Compressed replies.</summary>
    public Compression Compression { get; set; }

    /// <summary>The prefix of every path, for example <c>/optimize</c>; empty for none.</summary>
    public string ContextPath { get; set; } = "";

    /// <summary>The SaaS cluster that the server is: its id is a prefix too, and its tokens must carry it. Null for self-managed.</summary>
    public string? ClusterId { get; set; }

    /// <summary>The audience that a JWT must have; null for the usual one: <c>optimize-api</c>, and <c>optimize.camunda.io</c> in SaaS.</summary>
    public string? Audience { get; set; }

    /// <summary>The most ids that a list gives, and that an export of dashboards reads.</summary>
    public int ListCap { get; set; } = 1000;

    /// <summary>The longest name for <see cref="NameLimit.On"/>, in characters.</summary>
    public int NameMaxLength { get; set; } = 32768;

    /// <summary>413 from a proxy for a body over this many bytes; null for no limit.</summary>
    public long? BodyLimitBytes { get; set; }

    /// <summary>504 from a proxy after this long, while the work goes on behind it; null for no limit.</summary>
    public TimeSpan? GatewayTimeoutAfter { get; set; }

    /// <summary>The seed for <see cref="ItemOrder.Shuffled"/>.</summary>
    public int Seed { get; set; } = 20;

    /// <summary>All values back to their defaults.</summary>
    public void Reset()
    {
        var defaults = new OptimizeSwitches();
        foreach (var property in typeof(OptimizeSwitches).GetProperties()) property.SetValue(this, property.GetValue(defaults));
    }
}
