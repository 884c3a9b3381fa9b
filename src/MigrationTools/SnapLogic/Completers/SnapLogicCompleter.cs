using System.Collections;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Core.Observers;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic.Completers;

/// <summary>Offers the Snaplexes of the environment that the destination, task or project on the line names: their paths.</summary>
public class SnaplexCompleter() : ServerCompleter<SnapLogicConnection>(SnapLogicConnection.SystemName)
{
    private static readonly string[] PathNames = ["Org", "DestinationVersion", "TaskPath", "ProjectPath"];

    private protected sealed override string? ScopeOf(string parameter, IDictionary bound) =>
        PathNames.Select(name => Binding.Text(bound[name])).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))?.Trim('/').Split('/')[0] is { Length: > 0 } org ? org : null;

    private protected sealed override async Task ListAsync(SnapLogicConnection connection, string scope, List<Suggestion> found, CancellationToken cancellationToken)
    {
        var list = await new SnapLogicMigrator(connection, SilentObserver.Instance).SnaplexesAsync(scope, null, cancellationToken).ConfigureAwait(false);
        found.AddRange(list.Select(Suggest));
    }

    private protected virtual Suggestion Suggest(SnapLogicSnaplex plex) => new(plex.Id, plex.Id, $"{plex.Name} {plex.RuntimePathId}");
}

/// <summary>Names of Snaplexes, for a parameter that takes wildcards.</summary>
public sealed class SnaplexNameCompleter : SnaplexCompleter
{
    private protected override Suggestion Suggest(SnapLogicSnaplex plex) => new(Completion.Literal(plex.Name), plex.Name, $"{plex.Id} {plex.RuntimePathId}");
}
