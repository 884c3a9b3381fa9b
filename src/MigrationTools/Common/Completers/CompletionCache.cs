using System.Collections.Concurrent;

namespace MigrationTools.Common.Completers;

/// <summary>Remembers answers, and failures as empty ones, for some seconds: a key pressed twice asks the server once.</summary>
internal static class CompletionCache
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<string, (long At, IReadOnlyList<(string Name, string Tooltip)> Names)> Answers = new(StringComparer.Ordinal);

    public static IReadOnlyList<(string Name, string Tooltip)> Get(string key, Func<IReadOnlyList<(string, string)>> ask)
    {
        if (Answers.TryGetValue(key, out var known) && TimeProvider.System.GetElapsedTime(known.At) < Fresh) return known.Names;
        var names = ask();
        Answers[key] = (TimeProvider.System.GetTimestamp(), names);
        return names;
    }
}
