using System.Management.Automation;
using MigrationTools.Common.Pipeline;

namespace MigrationTools.Staged;

/// <summary>A cmdlet of the module as any other that works side by side, but a test says what each of its inputs does, and when.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "StagedWork")]
public sealed class InvokeStagedWorkCommand : ParallelCmdlet
{
    /// <summary>What the input is called.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public string Name { get; set; } = "";

    /// <summary>The planning of an input: its name, what says that it has left the server, and the stop. UnauthorizedAccessException stands for a refused credential.</summary>
    [Parameter(Mandatory = true)]
    public Func<string, Action, CancellationToken, Task> Plan { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Planning warns from its worker, which no cmdlet may.</summary>
    [Parameter]
    public SwitchParameter Slip { get; set; }

    private protected override string SystemName => StagedWork.System;

    /// <inheritdoc />
    protected override void Process() => Start(new StagedWork(this, Name, Plan, Slip));
}
