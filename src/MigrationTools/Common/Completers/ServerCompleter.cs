using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Core.Connections;

namespace MigrationTools.Common.Completers;

/// <summary>
/// Offers what the connection's server lists, found by the beginning of the value or of the name; gives up after two
/// seconds with what came till then, and remembers answers and failures for some.
/// </summary>
/// <param name="system">The system whose servers are asked.</param>
public abstract class ServerCompleter<TConnection>(string system) : IArgumentCompleter where TConnection : MigrationConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (ScopeOf(parameterName, fakeBoundParameters) is not { } scope
            || CompletedConnection.Find<TConnection>(system, commandName, commandAst, fakeBoundParameters, Changes(commandName)) is not { } connection) return [];
        return Completion.Among(CompletionCache.Get(connection, $"{GetType().Name} {scope}", () => Ask(connection, scope)), wordToComplete);
    }

    /// <summary>What narrows the list, such as a group that stands on the line already; null where something is missing without which nothing can be listed.</summary>
    private protected virtual string? ScopeOf(string parameter, IDictionary bound) => string.Empty;

    /// <summary>Whether the command changes a server: then it takes no default connection where there are several.</summary>
    private protected virtual bool Changes(string command) => !Begins(command, "Get-") && !Begins(command, "Wait-") && !Begins(command, "Export-");

    /// <summary>Collects what the server lists.</summary>
    private protected abstract Task ListAsync(TConnection connection, string scope, List<Suggestion> found, CancellationToken cancellationToken);

    private protected static bool Begins(string command, string verb) => command.StartsWith(verb, StringComparison.OrdinalIgnoreCase);

    private List<Suggestion> Ask(TConnection connection, string scope)
    {
        var found = new List<Suggestion>();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            Task.Run(() => ListAsync(connection, scope, found, patience.Token)).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // A key was pressed: there is nobody to tell. What came till then is offered.
        }
        return [.. found.OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
