using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Common.Session;

namespace MigrationTools.Common.Completers;

/// <summary>Offers the names of the open connections.</summary>
public sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var session = SessionOfRunspace.Find();
        if (session is null) return [];
        return session.Connections.All
            .Where(connection => Completion.Matches(connection.Name, wordToComplete))
            .Select(connection => Completion.Of(connection.Name, $"{connection.System} {connection.Uri}"));
    }
}
