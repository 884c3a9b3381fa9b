using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Pipeline;

/// <summary>A cmdlet that works on a server.</summary>
public abstract class ConnectedCmdlet : MigrationCmdlet
{
    /// <summary>The connection to work on, or its name; the session's default where it is not given.</summary>
    // By name from rows that a user wrote; none of the module's own objects has a property of this name.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Connection]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public ConnectionArgument? Connection { get; set => field = value == ConnectionArgument.NotGiven ? null : value; }

    /// <summary>The system whose connections are meant.</summary>
    private protected abstract string SystemName { get; }

    /// <summary>True if -Connection was given with the call and so holds for all its inputs, not for one row of the pipe.</summary>
    private protected bool ConnectionHoldsForAll { get; private set; }

    /// <inheritdoc />
    protected override void Begin()
    {
        // Before the first input, only what stands on the command line is bound.
        ConnectionHoldsForAll = !ExpectingInput() || MyInvocation.BoundParameters.ContainsKey(nameof(Connection));
    }

    /// <summary>True if the current input did not choose its connection itself, so that a refused credential ends the call.</summary>
    private protected bool ConnectionIsShared => ConnectionHoldsForAll || Connection is null;

    private protected override MigrationResult? RowOfCall(MigrationException error) => MyInvocation.MyCommand is CmdletInfo { Verb: VerbsCommon.Get }
        ? null
        : Failed(error, SystemName, "Input", CommandName) with { Target = Connection?.Name };

    /// <summary>The live connection of the current input.</summary>
    /// <param name="changes">True if the server will be changed: then an ambiguous default is refused.</param>
    private protected TConnection Resolve<TConnection>(bool changes) where TConnection : MigrationConnection
    {
        var found = Connection switch
        {
            null => Session.Connections.Default(SystemName, changes),
            { Connection: { } live } => live,
            { Name: var name } => Session.Connections.Find(name),
        };
        return found as TConnection ?? throw new MigrationException(ErrorKinds.WrongConnection,
            $"The connection '{found.Name}' leads to {SystemNames.Shown(found.System)}, and {CommandName} works on {SystemNames.Shown(SystemName)}.") { TargetObject = found.Name };
    }

    /// <summary>
    /// As <see cref="Resolve"/>; but where the connection was named by this input of the pipe, its failure is the input's
    /// alone, and given back.
    /// </summary>
    private protected TConnection? ResolveForInput<TConnection>(bool changes, out MigrationException? failure) where TConnection : MigrationConnection
    {
        failure = null;
        try
        {
            return Resolve<TConnection>(changes);
        }
        catch (MigrationException error) when (!ConnectionIsShared)
        {
            failure = error;
            return null;
        }
    }

    /// <summary>
    /// True if a row tells of the server that would be changed. A row out of a file may tell of none: then only a connection
    /// that the user named says which is meant. Where it is not, the row is left out, and an error says why.
    /// </summary>
    private protected bool IsAbout(MigrationResult row, MigrationConnection target)
    {
        if (string.IsNullOrEmpty(row.Target))
        {
            if (Connection is not null) return true;
            LeaveOut(row, new MigrationException(ErrorKinds.RowNotActionable, $"{row.Type} '{row.Name}' was left as it is: its row has no Target, so it does not say which server it is about.",
                "Name the server with -Connection."), isError: true);
            return false;
        }
        if (row.Target.Equals(target.Name, StringComparison.OrdinalIgnoreCase)) return true;
        LeaveOut(row, new MigrationException(ErrorKinds.WrongConnection, $"{row.Type} '{row.Name}' was imported into {row.Target}, and {target.Name} is another connection.",
            $"Name the server with -Connection {row.Target}."));
        return false;
    }

    private bool ExpectingInput() => MyInvocation.ExpectingInput;
}
