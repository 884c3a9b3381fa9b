using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Staged;

/// <summary>One export that asks no server: what it comes to is reported, remembered and complained of as that of any other.</summary>
internal sealed class StagedWork(MigrationCmdlet cmdlet, string name, Func<string, Action, CancellationToken, Task> plan, bool slips) : ExportWork(cmdlet, null!, holdsForAll: true)
{
    public const string System = "Staged";

    private readonly MigrationCmdlet _cmdlet = cmdlet;
    private MigrationPackage? _package;

    protected override IReadOnlyList<(string Type, string Id)> Asked => [("Thing", name)];

    protected override string InWords => name;

    protected override IReadOnlyList<MigrationPackage> Packages => _package is null ? [] : [_package];

    public override async Task PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            await plan(name, LeaveServer, cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new MigrationException(ErrorKinds.NotAuthenticated, refused.Message);
        }
        if (slips) _cmdlet.WriteWarning("From a worker.");
        _package = new MigrationPackage { System = System, Kind = name, Requested = [$"Thing {name}"] };
    }

    protected override IEnumerable<MigrationResult> RowsOf(MigrationPackage package) => [Row("Thing", name)];

    protected override MigrationResult Row(string type, string? id) => new() { System = System, Type = type, SourceId = id, Action = MigrationAction.None };
}
