using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.History;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Commands;

/// <summary>
/// Shows every row this session came to, also those that an error, Ctrl-C or an early end of the pipeline kept from being delivered.
/// </summary>
[Cmdlet(VerbsCommon.Get, "MigrationHistory")]
[OutputType(typeof(MigrationHistoryEntry))]
public sealed class GetMigrationHistory : MigrationCmdlet
{
    /// <summary>Only rows of these statuses.</summary>
    [Parameter]
    [TextToEnum(typeof(MigrationStatus))]
    public MigrationStatus? Status { get; set; }

    /// <summary>Only the newest so many.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Newest { get; set; }

    /// <summary>Only rows that could not be written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter Undelivered { get; set; }

    /// <inheritdoc />
    protected override void End()
    {
        var entries = Session.History.All
            .Where(entry => (Status is null || entry.Status == Status) && !(Undelivered && entry.Delivered));
        foreach (var entry in Newest is { } count ? entries.TakeLast(count) : entries) Emit(entry);
    }
}
