using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Commands;

/// <summary>
/// Sums rows up, with an exit code for a scheduler: 0 all well, 2 partly, 3 failed, 4 nothing to say. Exports are no part of it
/// where something was meant for a target.
/// Takes rows of this session, of a job, of a file, and entries of the history.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "MigrationResult")]
[OutputType(typeof(ResultSummary))]
public sealed class MeasureMigrationResult : MigrationCmdlet
{
    private readonly List<MigrationResult> _rows = [];

    /// <summary>The rows.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    /// <inheritdoc />
    protected override void Process()
    {
        foreach (var row in InputObject ?? [])
        {
            if (row is null) continue;
            if (ResultRow.Of(row) is { } report) _rows.Add(report.Result);
            else WriteWarning($"An object without a migration's Status was left out: {row.BaseObject.GetType().Name}.");
        }
    }

    /// <inheritdoc />
    protected override void End() => Emit(ResultSummary.Of(_rows));
}
