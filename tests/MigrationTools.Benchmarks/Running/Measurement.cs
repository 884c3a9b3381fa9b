using System.Text.Json;
using System.Text.Json.Serialization;

namespace MigrationTools.Benchmarks.Running;

/// <summary>What a child process tells of its work, in one line of JSON.</summary>
internal sealed record Measurement
{
    /// <summary>How long each pass took; the first one pays for what a process does once.</summary>
    [JsonPropertyName("seconds")]
    public required double[] Seconds { get; init; }

    /// <summary>The memory before the first pass, connected and with everything loaded, in bytes.</summary>
    [JsonPropertyName("idle")]
    public long Idle { get; init; }

    /// <summary>The most memory since then, in bytes.</summary>
    [JsonPropertyName("peak")]
    public long Peak { get; init; }

    /// <summary>How many things a pass came to: to be sure that both did the same.</summary>
    [JsonPropertyName("items")]
    public long Items { get; init; }

    /// <summary>From the start of the process to its end, less the passes.</summary>
    [JsonIgnore]
    public double Startup { get; init; }

    [JsonIgnore]
    public long AboveIdle => Peak - Idle;

    public static Measurement Parse(string line, double wall)
    {
        var told = JsonSerializer.Deserialize<Measurement>(line)!;
        return told with { Startup = wall - told.Seconds.Sum() };
    }
}
