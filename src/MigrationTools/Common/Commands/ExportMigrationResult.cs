using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.Results.Reports;

namespace MigrationTools.Common.Commands;

/// <summary>
/// Writes rows to a file: a page for people (.html), a JSON object a line (.jsonl), or values between commas (.csv).
/// Whatever ends the pipeline, what had come until then is written.
/// </summary>
[Cmdlet(VerbsData.Export, "MigrationResult")]
[OutputType(typeof(MigrationResult))]
public sealed class ExportMigrationResult : MigrationCmdlet
{
    private readonly List<ReportRow> _rows = [];
    private ReportFile? _file;

    /// <summary>The file. Its ending says the format.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [NotBlank(nameof(Path))]
    public string Path { get; set; } = string.Empty;

    /// <summary>The rows.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>The heading of the page; without it, one is made from the rows.</summary>
    [Parameter]
    [Text]
    public string? Title { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Hands every row on, at once and as it came.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc />
    protected override void Begin() => _file = new ReportFile(FilePaths.Output(this, Path), Force);

    /// <inheritdoc />
    protected override void Process()
    {
        foreach (var value in InputObject ?? [])
        {
            if (value is null) continue;
            if (ResultRow.Of(value) is { } row) _rows.Add(row);
            else WriteWarning($"An object without a migration's Status was left out of the report: {value.BaseObject.GetType().Name}.");
            if (PassThru) Emit(value);
        }
    }

    /// <inheritdoc />
    protected override void End() => Write(isComplete: true);

    /// <summary>An error further up, Ctrl-C, or a pipeline that ended early: nobody can be told any more, and yet the rows are known.</summary>
    private protected override void Abandon()
    {
        try
        {
            Write(isComplete: false);
        }
        catch (MigrationException)
        {
            // The rows also stand in the session's history.
        }
    }

    // Once: a file that could not be written is not tried again on the way out.
    private void Write(bool isComplete)
    {
        if (_file is not { } file) return;
        _file = null;
        file.Write(new MigrationReport
        {
            Title = string.IsNullOrEmpty(Title) ? null : Title,
            Written = TimeProvider.System.GetUtcNow(),
            IsComplete = isComplete,
            Rows = _rows,
        });
    }
}
