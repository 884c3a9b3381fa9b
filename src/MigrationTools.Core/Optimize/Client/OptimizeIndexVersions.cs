using System.Text.Json;

namespace MigrationTools.Core.Optimize;

/// <summary>The index versions that a server was seen to speak, by type: out of its exports and its refusals, never assumed. Thread-safe.</summary>
internal sealed class OptimizeIndexVersions
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>The version of a type; null where nothing of the type was seen.</summary>
    public int? Of(string type)
    {
        lock (_seen) return _seen.TryGetValue(type, out var version) ? version : null;
    }

    /// <summary>The releases that speak all versions seen; null where none is known.</summary>
    public string? Releases
    {
        get { lock (_seen) return OptimizeReleases.Of(_seen); }
    }

    /// <returns>True if something new was seen.</returns>
    public bool Learn(IEnumerable<OptimizeEntity> entities)
    {
        var news = false;
        lock (_seen)
        {
            foreach (var entity in entities.Where(entity => entity.IndexVersion is not null && OptimizeWords.IsKnown(entity.Type)))
            {
                news |= !_seen.TryGetValue(entity.Type, out var known) || known != entity.IndexVersion;
                _seen[entity.Type] = entity.IndexVersion!.Value;
            }
        }
        return news;
    }

    /// <summary>Learns from a refusal.</summary>
    public void Learn(IEnumerable<OptimizeMismatch> mismatches)
    {
        lock (_seen)
        {
            foreach (var mismatch in mismatches) _seen[mismatch.Type] = mismatch.Target;
        }
    }
}

/// <summary>One entry of the server's mismatchingIndices.</summary>
/// <param name="Type">The type it is about.</param>
/// <param name="Source">What the package has.</param>
/// <param name="Target">What the server speaks.</param>
internal sealed record OptimizeMismatch(string Type, int Source, int Target)
{
    /// <summary>In words: "process report 9 (releases 3.8, 8.0 …), and the target speaks 11 (…)".</summary>
    public override string ToString() =>
        $"{OptimizeWords.InWords(Type)} is of version {Source}{Releases(Type, Source)} and {Target} is due{Releases(Type, Target)}";

    /// <summary>All entries out of an error's JSON.</summary>
    public static IReadOnlyList<OptimizeMismatch> Read(JsonElement error) =>
        [.. error.ListOf("mismatchingIndices").Select(One).OfType<OptimizeMismatch>().Distinct()];

    /// <summary>All entries out of an error's text; none where it is no JSON, or was cut.</summary>
    public static IReadOnlyList<OptimizeMismatch> Read(string? text)
    {
        try
        {
            using var error = JsonDocument.Parse(text ?? string.Empty);
            return Read(error.RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static OptimizeMismatch? One(JsonElement entry) =>
        entry.TextOf("indexName") is { } index && OptimizeWords.TypeOfIndex(index) is { } type
        && entry.NumberOf("sourceIndexVersion") is { } source && entry.NumberOf("targetIndexVersion") is { } target
            ? new OptimizeMismatch(type, source, target)
            : null;

    private static string Releases(string type, int version) => OptimizeReleases.Of(type, version) is { } releases ? $" (releases {releases})" : string.Empty;
}
