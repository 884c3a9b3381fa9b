using System.Management.Automation;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>Ends the pipeline as Select-Object -First does, which lies in a module that the bare engine lacks.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Upstream")]
public sealed class StopUpstreamCommand : PSCmdlet
{
    private int _seen;

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>How many objects are let through.</summary>
    [Parameter]
    public int First { get; set; } = 1;

    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        if (++_seen < First) return;
        // The engine's own signal is internal; this is the very object that Select-Object throws.
        var type = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
        throw (Exception)Activator.CreateInstance(type, this)!;
    }
}

/// <summary>Passes on what comes, and waits for a task before it takes the next: a slow neighbour in the pipe, without a sleep.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "Pipeline")]
public sealed class SuspendPipelineCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true)]
    public Task Until { get; set; } = Task.CompletedTask;

    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        Until.Wait(Lab.Patience);
    }
}

/// <summary>Takes one object and holds the pipeline until somebody stops it: only then is a stop known to have come first.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Stop")]
public sealed class WaitStopCommand : PSCmdlet
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Set when the pipeline stands here.</summary>
    [Parameter(Mandatory = true)]
    public TaskCompletionSource Seen { get; set; } = new();

    protected override void ProcessRecord()
    {
        Seen.TrySetResult();
        _stopped.Task.Wait(Lab.Patience);
    }

    protected override void StopProcessing() => _stopped.TrySetResult();
}
