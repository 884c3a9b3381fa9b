using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;

namespace MigrationTools.Optimize;

/// <summary>One export on its way, of dashboards or of reports, into one package.</summary>
internal sealed class ExportOptimizeWork(
    MigrationCmdlet cmdlet, OptimizeConnection connection, OptimizeSelection selection, PackageDestination destination, bool holdsForAll)
    : ExportWork(cmdlet, connection, holdsForAll)
{
    private readonly MigrationCmdlet _cmdlet = cmdlet;
    private OptimizeExportOutcome _outcome = new(null, []);

    protected override IReadOnlyList<(string Type, string Id)> Asked => [.. selection.Ids.Select(id => (selection.Type, id))];

    protected override string InWords => selection.ToString();

    protected override IReadOnlyList<MigrationPackage> Packages => _outcome.Package is { } package ? [package] : [];

    protected override IReadOnlyList<MissingItem> Missing => _outcome.Missing;

    public override async Task PlanAsync(CancellationToken cancellationToken) =>
        _outcome = await new OptimizeMigrator(connection, _cmdlet.Observer) { Received = LeaveServer }.ExportAsync(selection, destination, cancellationToken).ConfigureAwait(false);
}
