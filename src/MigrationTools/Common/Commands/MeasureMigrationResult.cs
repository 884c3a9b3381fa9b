using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Commands;

/// <summary>
/// Sums rows up, with an exit code for a scheduler: 0 all well, 2 partly, 3 failed, 4 nothing to say.
/// Takes rows of this session, of a job, of a file, and entries of the history.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "MigrationResult")]
[OutputType(typeof(ResultSummary))]
public sealed class MeasureMigrationResult : MigrationCmdlet
{
    private readonly List<MigrationStatus> _statuses = [];

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
            if (Status(row) is { } status) _statuses.Add(status);
        }
    }

    /// <inheritdoc />
    protected override void End() => Emit(ResultSummary.Of(_statuses));

    private MigrationStatus? Status(PSObject? row)
    {
        if (row is null) return null;
        if (ResultRow.Status(row) is { } status) return status;
        WriteWarning($"An object without a migration's Status was left out: {row.BaseObject.GetType().Name}.");
        return null;
    }
}
