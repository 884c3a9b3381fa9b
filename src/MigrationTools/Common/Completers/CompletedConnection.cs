using System.Collections;
using System.Management.Automation.Language;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Completers;

/// <summary>The connection that a command line under completion will work on.</summary>
internal static class CompletedConnection
{
    /// <summary>If -Connection may be there and cannot be seen, nothing is offered rather than the default's answers.</summary>
    /// <param name="system">The system that the command is about.</param>
    /// <param name="command">Its name.</param>
    /// <param name="ast">What stands on the line.</param>
    /// <param name="bound">What of it is understood.</param>
    /// <param name="changes">False for commands that only read: without -Connection they work on the default, however many are open.</param>
    public static TConnection? Find<TConnection>(string system, string command, CommandAst ast, IDictionary bound, bool changes = true) where TConnection : MigrationConnection
    {
        if (SessionOfRunspace.Find() is not { } session) return null;
        try
        {
            if (bound.Contains("Connection"))
            {
                return Binding.Unwrap(bound["Connection"]) switch
                {
                    TConnection live => live,
                    string name => session.Connections.Find(name) as TConnection,
                    _ => null,
                };
            }
            var hidden = ast.CommandElements.Any(element =>
                element is CommandParameterAst parameter && "Connection".StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase)
                || element is VariableExpressionAst { Splatted: true }) || SessionOfRunspace.PresetsConnection(command);
            return hidden ? null : session.Connections.Default(system, changes) as TConnection;
        }
        catch (MigrationException)
        {
            return null;
        }
    }
}
