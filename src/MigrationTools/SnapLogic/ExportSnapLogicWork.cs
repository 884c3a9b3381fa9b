using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>One project's export on its way.</summary>
internal sealed class ExportSnapLogicWork(
    MigrationCmdlet cmdlet, SnapLogicConnection connection, SnapLogicPath project, IReadOnlyList<string> types, bool ignoresSizeLimit, PackageDestination destination, bool holdsForAll)
    : ExportWork(cmdlet, connection, holdsForAll)
{
    private readonly MigrationCmdlet _cmdlet = cmdlet;
    private MigrationPackage? _package;

    protected override IReadOnlyList<(string Type, string Id)> Asked => [("Project", project.ToString())];

    protected override string InWords => project.ToString();

    protected override IReadOnlyList<MigrationPackage> Packages => _package is null ? [] : [_package];

    public override async Task PlanAsync(CancellationToken cancellationToken) => _package = await new SnapLogicMigrator(connection, _cmdlet.Observer)
        .ExportAsync(project, types, ignoresSizeLimit, destination, cancellationToken).ConfigureAwait(false);

    protected override IEnumerable<MigrationResult> RowsOf(MigrationPackage package) => [Row("Project", null)];

    /// <summary>A project has no id; its path says where it is.</summary>
    protected override MigrationResult Row(string type, string? id) =>
        base.Row(type, null) with { Name = project.Name, Source = project.ToString(), InputKey = project.ToString() };
}
