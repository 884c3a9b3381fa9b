using System.Management.Automation;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>What the cmdlets share that change a control plane: one input fails alone, and its row comes before its error.</summary>
public abstract class SnapLogicCmdlet : ParallelCmdlet
{
    private protected sealed override string SystemName => SnapLogicConnection.SystemName;

    /// <summary>True where a plan is shown to somebody: then both ends are looked at beforehand.</summary>
    private protected bool Looks { get; private set; }

    /// <summary>What this call has looked at for the plans that it shows; null where none is shown.</summary>
    private protected SnapLogicLooks? Looked { get; private set; }

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        Looks = this.IsRehearsal() || this.IsAsking();
        Looked = Looks ? new SnapLogicLooks() : null;
    }

    /// <summary>Begins what one input asks for; where the input itself is wrong, that is its row and its error.</summary>
    /// <param name="input">What the input is called.</param>
    /// <param name="begin">Makes the change; nothing is sent.</param>
    private protected void Begin(string? input, Func<SnapLogicMigrator, SnapLogicChange> begin)
    {
        if (ResolveForInput<SnapLogicConnection>(changes: true, out var failure) is not { } connection)
        {
            FailInput(failure!, input ?? Connection!.Name);
            return;
        }
        SnapLogicChange change;
        try
        {
            change = begin(new SnapLogicMigrator(connection, Observer));
        }
        catch (MigrationException error)
        {
            FailInput(error, input);
            return;
        }
        Start(new SnapLogicChangeWork(this, change, ConnectionIsShared));
    }

    private protected void LeaveOut(MigrationResult row, string why, string? remedy = null) =>
        LeaveOut(row, new MigrationException(ErrorKinds.RowNotActionable, $"{row.Type} '{row.Name}' was left out: {why}", remedy));

    private protected void FailInput(MigrationException error, string? input) => FailInput(SystemName, "Input", Connection?.Name, error, input);
}
