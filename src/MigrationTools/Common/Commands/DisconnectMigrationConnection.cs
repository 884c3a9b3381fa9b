using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Commands;

/// <summary>Closes connections and forgets their credentials. The servers are not told: there is nothing to end there.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "MigrationConnection")]
[OutputType(typeof(void))]
public sealed class DisconnectMigrationConnection : MigrationCmdlet
{
    /// <summary>The connection, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public ConnectionArgument Connection { get; set; } = null!;

    /// <inheritdoc />
    protected override void Process()
    {
        try
        {
            Session.Connections.Remove(Connection.Connection ?? Session.Connections.Find(Connection.Name));
        }
        catch (MigrationException error)
        {
            // Never more than an error that -ErrorAction can silence: it stands in the finally block of many a script.
            Fail(error, Connection.Name);
        }
    }
}
