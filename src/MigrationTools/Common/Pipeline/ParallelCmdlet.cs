using System.Management.Automation;

namespace MigrationTools.Common.Pipeline;

/// <summary>A cmdlet that works on several inputs side by side.</summary>
public abstract class ParallelCmdlet : ConnectedCmdlet
{
    private WorkLoop? _loop;

    /// <summary>How many reads, exports and waits run at the same time. Changes go one at a time for each target, whatever it is.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        _loop = new WorkLoop(this, ThrottleLimit, StopToken);
    }

    /// <inheritdoc />
    protected override void End() => _loop!.DrainToEnd();

    internal void Start(WorkItem item) => _loop!.Add(item);

    /// <summary>All that one input names: each has its row, wherever the call ends.</summary>
    internal void Start(IEnumerable<WorkItem> items) => _loop!.Add([.. items]);

    private protected override void Abandon() => _loop?.Abandon();
}
