using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MigrationTools.Core.Connections;

namespace MigrationTools.Common.Completers;

/// <summary>Remembers answers, and failures as empty ones, for some seconds: a key pressed twice asks the server once.</summary>
internal static class CompletionCache
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    // By connection, and not by address: what one user may see is not offered to another, and what is closed is forgotten.
    private static readonly ConditionalWeakTable<MigrationConnection, ConcurrentDictionary<string, (long At, IReadOnlyList<Suggestion> Found)>> Answers = [];

    public static IReadOnlyList<Suggestion> Get(MigrationConnection connection, string key, Func<IReadOnlyList<Suggestion>> ask)
    {
        var answers = Answers.GetOrCreateValue(connection);
        if (answers.TryGetValue(key, out var known) && TimeProvider.System.GetElapsedTime(known.At) < Fresh) return known.Found;
        var found = ask();
        answers[key] = (TimeProvider.System.GetTimestamp(), found);
        return found;
    }
}
