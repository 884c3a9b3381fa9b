using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>What the cmdlets share that take up a migration again.</summary>
public abstract class SnapLogicJobCmdlet : ParallelCmdlet
{
    private protected sealed override string SystemName => SnapLogicConnection.SystemName;

    /// <summary>The connection that was named, else the one that the job was started on, else the default.</summary>
    private protected SnapLogicMigrator MigratorFor(MigrationJob? job)
    {
        if (Connection is null && job?.ConnectionName is { } name
            && Session.Connections.All.OfType<SnapLogicConnection>().FirstOrDefault(open => string.Equals(open.Name, name, StringComparison.OrdinalIgnoreCase)) is { } own)
        {
            return new SnapLogicMigrator(own, Observer);
        }
        return new SnapLogicMigrator(Resolve<SnapLogicConnection>(changes: false), Observer);
    }

    /// <summary>Begins with one input; where the input itself is wrong, that is its error alone.</summary>
    private protected void Take(string input, Action step)
    {
        try
        {
            step();
        }
        catch (MigrationException error) when (MyInvocation.ExpectingInput && error.Kind != ErrorKinds.NoConnection)
        {
            FailItem(error, SystemName, "Migration", input, Connection?.Name);
        }
    }
}
