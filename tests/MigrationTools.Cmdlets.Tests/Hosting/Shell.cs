using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>A runspace of its own with the module as users import it. Whatever a test does there, no other sees it.</summary>
internal sealed class Shell : IDisposable
{
    public Shell(PSHost? host = null)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.Commands.Add(new SessionStateCmdletEntry("Stop-Upstream", typeof(StopUpstreamCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Suspend-Pipeline", typeof(SuspendPipelineCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Wait-Stop", typeof(WaitStopCommand), null));
        state.ImportPSModule([Repository.Manifest]);
        Runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        Runspace.Open();
    }

    public Runspace Runspace { get; }

    public object? this[string variable]
    {
        get => Runspace.SessionStateProxy.GetVariable(variable) is PSObject wrapped ? wrapped.BaseObject : Runspace.SessionStateProxy.GetVariable(variable);
        set => Runspace.SessionStateProxy.SetVariable(variable, value);
    }

    /// <summary>Runs a script to its end.</summary>
    public Task<ShellRun> RunAsync(string script, params object?[] input) => Start(script, input).Completion;

    /// <summary>Starts a script; it can be stopped while it runs. An error that ends a statement ends the script, and shows as thrown.</summary>
    public ShellJob Start(string script, params object?[] input) => new(Runspace, "trap { break }\n" + script, input);

    /// <summary>Runs a script as a prompt does: after an error that ends a statement comes the next.</summary>
    public Task<ShellRun> RunOnAsync(string script) => new ShellJob(Runspace, script, []).Completion;

    public void Dispose() => Runspace.Dispose();
}

/// <summary>A script under way.</summary>
internal sealed class ShellJob
{
    // Never disposed: a stop may still be on its way back when the pipeline has ended. It goes with its runspace.
    private readonly PowerShell _shell;

    public ShellJob(Runspace runspace, string script, object?[] input)
    {
        _shell = PowerShell.Create(runspace).AddScript(script);
        Completion = RunAsync(input);
    }

    /// <summary>Completes however it ends; a failure is in the result.</summary>
    public Task<ShellRun> Completion { get; }

    /// <summary>Ctrl-C. Completes when the pipeline has ended.</summary>
    public Task StopAsync() => Task.Run(_shell.Stop);

    private async Task<ShellRun> RunAsync(object?[] input)
    {
        using var given = new PSDataCollection<PSObject?>(input.Select(value => value is null ? null : PSObject.AsPSObject(value)));
        using var output = new PSDataCollection<PSObject>();
        Exception? thrown = null;
        try
        {
            await _shell.InvokeAsync(given, output);
        }
        catch (RuntimeException error)
        {
            thrown = error;
        }
        var streams = _shell.Streams;
        var run = new ShellRun(
            [.. output], [.. streams.Error], [.. streams.Warning.Select(line => line.Message)], [.. streams.Verbose.Select(line => line.Message)],
            [.. streams.Debug.Select(line => line.Message)], [.. streams.Information.Select(line => line.ToString())], thrown);
        return run;
    }
}
