using System.Globalization;
using System.Text.Json;
using MigrationTools.Core.Jobs;

namespace MigrationTools.Core.SnapLogic;

/// <summary>One asset, as a reply to a migration, an import or a status names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, where the reply tells it.</param>
/// <param name="Id">Its snode id: at the destination of what was migrated, at the source of what was not.</param>
/// <param name="Reason">Why it failed, or what is said of it.</param>
/// <param name="Code">The HTTP status that the server met with for it.</param>
internal sealed record SnapLogicAssetReport(string? Name, string? Type, string? Id, string? Reason, int? Code);

/// <summary>
/// The reply to a migration, and its status document: three generations, with or without the envelope, whole or in part.
/// What it does not say is empty here, and what is unknown in it does no harm.
/// </summary>
internal sealed record SnapLogicStatus
{
    /// <summary>The most entries that are read of one list; no project holds as many assets.</summary>
    internal const int MostEntries = 200_000;

    private const int MostTypes = 100;

    // The keys are documented as what they hold, and their names are not.
    private static readonly string[] WarningNames = ["message", "warning", "reason"];

    public string? Token { get; init; }

    public string? StatusUrl { get; init; }

    public string? Word { get; init; }

    public string? User { get; init; }

    public string? Source { get; init; }

    public string? Destination { get; init; }

    public DateTimeOffset? Created { get; init; }

    public IReadOnlyList<string> AssetTypes { get; init; } = [];

    public IReadOnlyList<SnapLogicAssetReport> Successful { get; init; } = [];

    public IReadOnlyList<SnapLogicAssetReport> Failed { get; init; } = [];

    public IReadOnlyList<SnapLogicAssetReport> Warnings { get; init; } = [];

    /// <summary>How many entries of its lists were not read, because they are too many.</summary>
    public int Unread { get; init; }

    /// <summary>The server's words where the whole failed.</summary>
    public string? Words { get; init; }

    /// <summary>True where the reply tells of a job: it goes on, whatever was asked.</summary>
    public bool IsJob => Token is not null || StatusUrl is not null;

    /// <summary>True where the reply tells what came of the assets.</summary>
    public bool HasOutcome { get; init; }

    /// <summary>How it stands; a word that is not known is none that says it has ended.</summary>
    public JobState State => Word?.Trim().ToUpperInvariant() switch
    {
        "COMPLETED" => JobState.Completed,
        "FAILED" => JobState.Failed,
        _ => JobState.Running,
    };

    /// <summary>True where the word is none of those that are documented.</summary>
    public bool IsUnknownWord => Word?.Trim().ToUpperInvariant() is not (null or "STARTED" or "COMPLETED" or "FAILED");

    public static SnapLogicStatus Read(JsonElement root)
    {
        var map = SnapLogicJson.Map(root);
        return new SnapLogicStatus
        {
            Token = SnapLogicJson.Text(map, "status_token", "_id"),
            StatusUrl = SnapLogicJson.Text(map, "status_url"),
            Word = SnapLogicJson.Text(map, "status"),
            User = SnapLogicJson.Text(map, "user_id"),
            Source = SnapLogicJson.Text(map, "src_path"),
            Destination = SnapLogicJson.Text(map, "dest_path"),
            Created = Time(SnapLogicJson.Text(map, "create_time")),
            AssetTypes = SnapLogicJson.Texts(map, "asset_types", MostTypes),
            Successful = Assets(map, "successful"),
            Failed = Assets(map, "failed"),
            Warnings = Assets(map, "warnings"),
            Unread = new[] { "successful", "failed", "warnings" }.Sum(list => Math.Max(0, SnapLogicJson.List(map, list).Count() - MostEntries)),
            Words = SnapLogicJson.Words(root),
            HasOutcome = Has(map, "successful") || Has(map, "failed"),
        };
    }

    private static List<SnapLogicAssetReport> Assets(JsonElement map, string list) => [.. SnapLogicJson.List(map, list).Take(MostEntries)
        .Where(entry => entry.ValueKind is JsonValueKind.Object or JsonValueKind.String)
        .Select(entry => entry.ValueKind == JsonValueKind.Object
            ? new SnapLogicAssetReport(
                SnapLogicJson.Text(entry, "name", "asset_name"),
                SnapLogicAssetTypes.Known(SnapLogicJson.Text(entry, "asset_type", "type")) ?? SnapLogicJson.Text(entry, "asset_type"),
                SnapLogicJson.Text(entry, "snode_id", "node_id"),
                SnapLogicJson.Text(entry, WarningNames),
                entry.TryGetProperty("status_code", out var code) && code.TryGetNumber(out var number) ? number : null)
            : Bare(list, SnapLogicJson.Plain(entry)))];

    /// <summary>A plain string is a warning's words, and elsewhere an asset's name.</summary>
    private static SnapLogicAssetReport Bare(string list, string? text) =>
        list == "warnings" ? new(null, null, null, text, null) : new(text, null, null, null, null);

    private static bool Has(JsonElement map, string name) =>
        map.ValueKind == JsonValueKind.Object && map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
