using System.Text.Json;

namespace MigrationTools.Core.ArcGis;

/// <summary>Who the portal is, and whom it takes the token for.</summary>
internal sealed record ArcGisSelf(string? Name, string? OrganizationId, bool? IsPortal, string? CurrentVersion, string? EnterpriseVersion, string? User, string? Role);

/// <summary>A folder of a user.</summary>
internal sealed record ArcGisFolder(string Id, string Title);

/// <summary>How an upload stands.</summary>
internal enum ArcGisUploadState
{
    /// <summary>A word that is not known, which counts as still at work.</summary>
    Unknown,

    /// <summary>Parts are taken; not committed.</summary>
    Partial,

    /// <summary>Committed, and being put together.</summary>
    Processing,

    /// <summary>An item like any other.</summary>
    Completed,

    /// <summary>Refused.</summary>
    Failed,
}

/// <summary>How an upload stands, and what the portal says about it.</summary>
internal sealed record ArcGisUploadStatus(ArcGisUploadState State, string? Words);

/// <summary>What an import or export answered: a job, or the result in its place.</summary>
/// <param name="JobId">The job's id; null where there is none.</param>
/// <param name="Key">The job's key, which group owners need to ask for it. A secret.</param>
/// <param name="Body">The whole answer.</param>
internal sealed record ArcGisStart(string? JobId, string? Key, JsonElement Body)
{
    /// <summary>Says nothing of the key.</summary>
    public override string ToString() => JobId ?? "(no job)";
}

/// <summary>A job, as the portal shows it.</summary>
internal sealed record ArcGisJobAnswer(
    string Status, IReadOnlyList<string> Messages, string? Words, JsonElement? Result, string? Type, string? GroupId, string? GroupTitle, DateTimeOffset? Created, DateTimeOffset? Modified, string Raw);

/// <summary>One page, or all, of what a package holds.</summary>
internal sealed record ArcGisPreviewPage(ArcGisPackageSummary? Summary, IReadOnlyList<ArcGisItem> Items, int Dropped, long Start, long NextStart, long Total, long Length);

/// <summary>Where a package comes from, as the portal reads it out of it.</summary>
internal sealed record ArcGisPackageSummary(string? FileName, string? SourceUrl, string? SourceVersion, DateTimeOffset? Created);
