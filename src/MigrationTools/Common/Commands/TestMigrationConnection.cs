using System.Diagnostics;
using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Commands;

/// <summary>Asks a server whether it still takes the connection's credential. Says no by its answer, not by an error.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MigrationConnection")]
[OutputType(typeof(ConnectionTest))]
public sealed class TestMigrationConnection : MigrationCmdlet
{
    /// <summary>The connections, or their names; all open ones where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public ConnectionArgument? Connection { get; set => field = value == ConnectionArgument.NotGiven ? null : value; }

    /// <inheritdoc />
    protected override void Process()
    {
        IReadOnlyList<MigrationConnection> chosen;
        try
        {
            chosen = Connection switch
            {
                null => Session.Connections.All,
                { Connection: { } live } => [live],
                { Name: var name } => [Session.Connections.Find(name)],
            };
        }
        catch (MigrationException error) when (MyInvocation.ExpectingInput)
        {
            // What came through the pipe fails alone.
            Fail(error, Connection!.Name);
            return;
        }
        if (chosen.Count == 0) throw new MigrationException(ErrorKinds.NoConnection, "No connection is open.");
        foreach (var connection in chosen) Emit(Test(connection));
    }

    private ConnectionTest Test(MigrationConnection connection)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            Await(stop => connection.TestAsync(Observer, stop));
            return new ConnectionTest(connection.Name, connection.System, connection.Uri, true, connection.Version, watch.Elapsed, null, null);
        }
        catch (MigrationException error)
        {
            return new ConnectionTest(connection.Name, connection.System, connection.Uri, false, connection.Version, watch.Elapsed, error.ErrorId, error.Message);
        }
    }
}
