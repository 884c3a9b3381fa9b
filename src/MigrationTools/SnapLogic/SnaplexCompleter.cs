using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>
/// Offers the Snaplexes of the environment that the destination, task or project on the line names; gives up after two
/// seconds, and remembers answers and failures for some.
/// </summary>
public sealed class SnaplexCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] PathNames = ["DestinationVersion", "TaskPath", "ProjectPath"];

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var path = PathNames.Select(name => Binding.Text(fakeBoundParameters[name])).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        if (path?.Trim('/').Split('/')[0] is not { Length: > 0 } org || Connection(commandName, commandAst, fakeBoundParameters) is not { } connection) return [];
        return CompletionCache.Get(connection, $"snaplex {org}", () => Names(connection, org))
            .Where(entry => Completion.Matches(entry.Name, wordToComplete)).Select(entry => Completion.Of(entry.Name, entry.Tooltip));
    }

    private static List<(string Name, string Tooltip)> Names(SnapLogicConnection connection, string org)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var list = Task.Run(() => new SnapLogicMigrator(connection, SilentObserver.Instance).SnaplexesAsync(org, null, patience.Token)).GetAwaiter().GetResult();
            return [.. list.Select(plex => (plex.Id, $"{plex.Name} {plex.RuntimePathId}")).OrderBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>If -Connection may be there and cannot be seen, nothing is offered rather than the default's answers.</summary>
    private static SnapLogicConnection? Connection(string command, CommandAst ast, IDictionary bound)
    {
        if (SessionOfRunspace.Find() is not { } session) return null;
        try
        {
            if (bound.Contains("Connection"))
            {
                return Binding.Unwrap(bound["Connection"]) switch
                {
                    SnapLogicConnection live => live,
                    string name => session.Connections.Find(name) as SnapLogicConnection,
                    _ => null,
                };
            }
            var hidden = ast.CommandElements.Any(element =>
                element is CommandParameterAst parameter && "Connection".StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase)
                || element is VariableExpressionAst { Splatted: true }) || SessionOfRunspace.PresetsConnection(command);
            return hidden ? null : session.Connections.Default(SnapLogicConnection.SystemName, changes: true) as SnapLogicConnection;
        }
        catch (MigrationException)
        {
            return null;
        }
    }
}
