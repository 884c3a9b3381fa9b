using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MigrationTools.Core.Connections;

namespace MigrationTools.Common.Completers;

/// <summary>
/// Remembers answers, and failures as empty ones, for some seconds: a key pressed twice asks the server once. What one
/// connection is shown is not offered to another one: it may be another user's, or another server's that came to the address.
/// </summary>
internal static class CompletionCache
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly ConditionalWeakTable<MigrationConnection, ConcurrentDictionary<string, (long At, IReadOnlyList<(string Name, string Tooltip)> Names)>> Answers = [];

    public static IReadOnlyList<(string Name, string Tooltip)> Get(MigrationConnection connection, string what, Func<IReadOnlyList<(string, string)>> ask)
    {
        var own = Answers.GetValue(connection, _ => new(StringComparer.Ordinal));
        if (own.TryGetValue(what, out var known) && TimeProvider.System.GetElapsedTime(known.At) < Fresh) return known.Names;
        var names = ask();
        own[what] = (TimeProvider.System.GetTimestamp(), names);
        return names;
    }
}
