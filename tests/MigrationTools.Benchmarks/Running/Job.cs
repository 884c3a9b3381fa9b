using System.Text.Json;
using System.Text.Json.Serialization;

namespace MigrationTools.Benchmarks.Running;

/// <summary>What a child process is to do. Handed over in the environment: no key stands on a command line.</summary>
internal sealed record Job
{
    public const string Variable = "MIGRATIONTOOLS_BENCH";

    [JsonPropertyName("module")]
    public string Module { get; init; } = "";

    [JsonPropertyName("devUri")]
    public string DevUri { get; init; } = "";

    [JsonPropertyName("devKey")]
    public string DevKey { get; init; } = "";

    [JsonPropertyName("prodUri")]
    public string ProdUri { get; init; } = "";

    [JsonPropertyName("prodKey")]
    public string ProdKey { get; init; } = "";

    /// <summary>Who connects, where that takes a name and not a key alone.</summary>
    [JsonPropertyName("user")]
    public string User { get; init; } = "";

    /// <summary>What is migrated, or the file that is uploaded.</summary>
    [JsonPropertyName("source")]
    public string Source { get; init; } = "";

    /// <summary>Where the child may write, or reads from.</summary>
    [JsonPropertyName("folder")]
    public string Folder { get; init; } = "";

    /// <summary>Dashboards to export, or projects to make.</summary>
    [JsonPropertyName("ids")]
    public string[] Ids { get; init; } = [];

    /// <summary>Reports to export, where a system has them beside dashboards.</summary>
    [JsonPropertyName("reports")]
    public string[] Reports { get; init; } = [];

    [JsonPropertyName("throttle")]
    public int Throttle { get; init; } = 8;

    /// <summary>How often the work is done in one process.</summary>
    [JsonPropertyName("passes")]
    public int Passes { get; init; } = 1;

    /// <summary>True where paths are handed over one by one, and not as a pattern.</summary>
    [JsonPropertyName("piped")]
    public bool IsPiped { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static Job FromEnvironment() =>
        JsonSerializer.Deserialize<Job>(Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} is not set."))!;
}
