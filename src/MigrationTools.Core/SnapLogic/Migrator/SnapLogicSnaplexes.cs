using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.SnapLogic;

/// <summary>The Snaplexes that one call needs to know; each environment is asked once. Thread-safe.</summary>
public sealed partial class SnapLogicSnaplexes
{
    private readonly ConcurrentDictionary<(SnapLogicConnection, string), Lazy<Task<IReadOnlyList<SnapLogicSnaplex>>>> _known = new();

    /// <summary>What a task is to be bound to.</summary>
    /// <param name="connection">The control plane.</param>
    /// <param name="org">The environment of the task.</param>
    /// <param name="snaplex">A path, a label, or org/rt/location/environment itself.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">SnaplexNotFound.</exception>
    internal async Task<string> RuntimePathAsync(SnapLogicConnection connection, string org, string snaplex, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var text = snaplex.Trim();
        if (RuntimePath().IsMatch(text)) return text.TrimStart('/');
        var all = await ListAsync(connection, org, observer, cancellationToken).ConfigureAwait(false);
        var found = text.Contains('/', StringComparison.Ordinal)
            ? all.Where(plex => plex.Id.Trim('/') == text.Trim('/')).ToList()
            : all.Where(plex => plex.Name == text || plex.Id.EndsWith("/" + text, StringComparison.Ordinal)).ToList();
        var there = all.Count == 0 ? "It has none that this user may see." : $"It has {string.Join(", ", all.Take(10).Select(plex => plex.Id))}.";
        return found switch
        {
            [] => throw new MigrationException(ErrorKinds.SnaplexNotFound, $"The environment {org} has no Snaplex '{snaplex}'. {there}") { TargetObject = snaplex },
            [{ RuntimePathId: { } id }] => id,
            [_] => throw new MigrationException(ErrorKinds.SnaplexNotFound, $"The control plane does not tell where tasks of the Snaplex '{snaplex}' run.", "Give org/rt/location/environment instead.") { TargetObject = snaplex },
            _ => throw new MigrationException(ErrorKinds.NameAmbiguous, $"The environment {org} has {found.Count} Snaplexes '{snaplex}': {string.Join(", ", found.Select(plex => plex.Id))}.", "Give the path of the one that is meant.") { TargetObject = snaplex },
        };
    }

    private async Task<IReadOnlyList<SnapLogicSnaplex>> ListAsync(SnapLogicConnection connection, string org, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var list = _known.GetOrAdd((connection, org), _ => new(() => connection.Client.SnaplexesAsync(org, null, observer, cancellationToken)));
        try
        {
            return await list.Value.ConfigureAwait(false);
        }
        catch
        {
            // A failure is not remembered: the next may fare better.
            _known.TryRemove(new KeyValuePair<(SnapLogicConnection, string), Lazy<Task<IReadOnlyList<SnapLogicSnaplex>>>>((connection, org), list));
            throw;
        }
    }

    [GeneratedRegex("^/?[^/]+/rt/[^/]+/[^/]+$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RuntimePath();
}
