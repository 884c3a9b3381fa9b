using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Common.Completers;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Arcadia.Completers;

/// <summary>Offers names that the connection's server lists; gives up after two seconds, and remembers answers and failures for some.</summary>
public abstract class ArcadiaCompleter(string type) : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (CompletedConnection.Find<ArcadiaConnection>(ArcadiaConnection.SystemName, commandName, commandAst, fakeBoundParameters) is not { } connection) return [];
        var names = CompletionCache.Get(connection, type, () => Names(connection));
        return names.Where(entry => Completion.Matches(entry.Name, wordToComplete)).Select(entry => Completion.Of(entry.Name, entry.Tooltip));
    }

    private List<(string Name, string Tooltip)> Names(ArcadiaConnection connection)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var list = Task.Run(() => new ArcadiaMigrator(connection, SilentObserver.Instance).ListAsync(type, patience.Token)).GetAwaiter().GetResult();
            return [.. list.Select(artifact => (artifact.Name, $"{type} {artifact.Id} {artifact.Kind}".TrimEnd())).OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            return [];
        }
    }
}

/// <summary>The target's data connections.</summary>
public sealed class DataConnectionCompleter() : ArcadiaCompleter("Connection");

/// <summary>The target's workspaces.</summary>
public sealed class WorkspaceCompleter() : ArcadiaCompleter("Workspace");
