using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Optimize;

namespace MigrationTools.Optimize;

/// <summary>One dashboard or report on its way out of a server. The question tells what goes with it.</summary>
internal sealed class RemoveOptimizeWork(MigrationCmdlet cmdlet, OptimizeRemoval removal, string lane, string consequence, bool holdsForAll)
    : ChangeWork(cmdlet, removal, lane, holdsForAll)
{
    protected override string Question => removal.Summary;

    protected override string LongQuestion => $"{removal.Summary}?\n{consequence}";
}
