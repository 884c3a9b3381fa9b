namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What is not known about the real service, or differs from site to site. The first value of each is the default.</summary>
public sealed class ArcGisSwitches
{
    /// <summary>The release: versions, parameters, token life.</summary>
    public PortalVersion Version { get; set; }

    /// <summary>What the POST with previewOnly=true answers.</summary>
    public PreviewReply PreviewReply { get; set; }

    /// <summary>How many calls of importPreview for a package answer 400, because it is still being read.</summary>
    public int PreviewLag { get; set; }

    /// <summary>The page of importPreview when <c>num</c> is not sent, and of <see cref="PreviewReply.JsonFirstPage"/>.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>The nextStart of the last page.</summary>
    public EndMark EndMark { get; set; }

    /// <summary>What an import or export with async=true answers.</summary>
    public JobStart JobStart { get; set; }

    /// <summary>How long an import or export takes.</summary>
    public TimeSpan JobDuration { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a committed upload, or an item added with async=true, is being processed.</summary>
    public TimeSpan CommitDuration { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many answers about an ended job lack its result.</summary>
    public int ResultLag { get; set; }

    /// <summary>The words for a job's states.</summary>
    public JobStatusWords JobStatusWords { get; set; }

    /// <summary>Whether and how jobs fail as a whole.</summary>
    public JobFailure JobFailure { get; set; }

    /// <summary>How many items are imported before a job fails.</summary>
    public int JobFailureAfter { get; set; }

    /// <summary>Ids of items whose import fails.</summary>
    public IReadOnlyList<string> FailItems { get; set; } = [];

    /// <summary>Ids of items whose import, or export, is skipped.</summary>
    public IReadOnlyList<string> SkipItems { get; set; } = [];

    /// <summary>Ids of items with canImport=false; an import skips them.</summary>
    public IReadOnlyList<string> CannotImport { get; set; } = [];

    /// <summary>An element of itemsSkipped and itemsFailedImport.</summary>
    public OutcomeElement OutcomeElement { get; set; }

    /// <summary>An id in an import's itemIdList that the package does not hold.</summary>
    public UnknownItemId UnknownItemId { get; set; }

    /// <summary>A job asked for without its key, by one who is no administrator.</summary>
    public KeyMissing KeyMissing { get; set; }

    /// <summary>The package after an import of which some items failed.</summary>
    public PackageAfter PackageAfterPartial { get; set; }

    /// <summary>The package after a failed import.</summary>
    public PackageAfter PackageAfterFailure { get; set; }

    /// <summary>The folder of imported items when none is named.</summary>
    public ImportFolder ImportFolder { get; set; }

    /// <summary>overwriteExistingItems when it is not sent.</summary>
    public bool OverwriteDefault { get; set; }

    /// <summary>Whose an item is after it was overwritten.</summary>
    public OverwrittenOwner OverwrittenOwner { get; set; }

    /// <summary>A package of a newer release.</summary>
    public VersionRule VersionRule { get; set; }

    /// <summary>The folder <c>/</c> below 11.4.</summary>
    public RootFolderBelow114 RootFolderBelow114 { get; set; }

    /// <summary>An export of which nothing is left.</summary>
    public ExportEmpty ExportEmpty { get; set; }

    /// <summary>What an export's result says about items that were left out.</summary>
    public ExportSkipped ExportSkipped { get; set; }

    /// <summary>What an export's package consists of.</summary>
    public PackageFormat PackageFormat { get; set; }

    /// <summary>The refusal to delete a protected item.</summary>
    public DeleteReply DeleteReply { get; set; }

    /// <summary>A wrong password.</summary>
    public LoginFailure LoginFailure { get; set; }

    /// <summary>The Range header of a download.</summary>
    public RangeRequests Range { get; set; }

    /// <summary>itemIdToCreate of addItem.</summary>
    public ItemIdToCreate ItemIdToCreate { get; set; }

    /// <summary>The item of an upload that was canceled.</summary>
    public AfterCancel AfterCancel { get; set; }

    /// <summary>The statusMessage of a failed upload.</summary>
    public StatusMessage StatusMessage { get; set; }

    /// <summary>The status of a failed upload.</summary>
    public FailedUploadWord FailedUploadWord { get; set; }

    /// <summary>The status of HTTP under an error's body.</summary>
    public ErrorStatus ErrorStatus { get; set; }

    /// <summary>Whether a web tier in front lets the headers with the token pass.</summary>
    public TokenHeader TokenHeader { get; set; }

    /// <summary>What the administrator set as the longest life of a token, in minutes; -1 for the release's own.</summary>
    public int MaxTokenMinutes { get; set; } = -1;

    /// <summary>How far the index of searches lags behind.</summary>
    public TimeSpan SearchLag { get; set; }

    /// <summary>413 for a body over <see cref="BodyLimitBytes"/>.</summary>
    public BodyLimit BodyLimit { get; set; }

    /// <summary>The size for <see cref="BodyLimit"/>.</summary>
    public long BodyLimitBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>After how long a proxy in front answers 504; the work goes on behind it. Null for never.</summary>
    public TimeSpan? GatewayTimeout { get; set; }

    /// <summary>All values back to their defaults.</summary>
    public void Reset()
    {
        var defaults = new ArcGisSwitches();
        foreach (var property in typeof(ArcGisSwitches).GetProperties()) property.SetValue(this, property.GetValue(defaults));
    }
}
