using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Packages;

namespace MigrationTools.Arcadia;

/// <summary>One export on its way: one package, or more where the ids are too many for one request.</summary>
internal sealed class ExportArcadiaWork(
    MigrationCmdlet cmdlet, ArcadiaConnection connection, ArcadiaSelection selection, PackageDestination destination, bool holdsForAll)
    : ExportWork(cmdlet, connection, holdsForAll)
{
    private readonly MigrationCmdlet _cmdlet = cmdlet;
    private ArcadiaExportOutcome _outcome = new([], []);

    protected override IReadOnlyList<(string Type, string Id)> Asked => selection.Items;

    protected override string InWords => selection.ToString();

    protected override IReadOnlyList<MigrationPackage> Packages => _outcome.Packages;

    protected override IReadOnlyList<MissingItem> Missing => _outcome.Missing;

    public override async Task PlanAsync(CancellationToken cancellationToken) =>
        _outcome = await new ArcadiaMigrator(connection, _cmdlet.Observer) { Received = LeaveServer }.ExportAsync(selection, destination, cancellationToken).ConfigureAwait(false);
}
