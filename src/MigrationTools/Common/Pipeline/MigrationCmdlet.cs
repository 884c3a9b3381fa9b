using System.Management.Automation;
using MigrationTools.Common.Session;
using MigrationTools.Common.Views;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Pipeline;

/// <summary>
/// What every cmdlet of the module shares: it can be stopped, it writes from the pipeline thread only, its failures are
/// documented ones, and what it came to is in the session's history even where nobody is left to receive it.
/// </summary>
public abstract class MigrationCmdlet : PSCmdlet, IDisposable
{
    private static long _progressSources = long.MaxValue / 2;

    private readonly CancellationTokenSource _stop = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly PipelineObserver _observer;

    // Of its own, so that bars can be taken away past the engine as well. The engine counts its commands up from one.
    private readonly long _progressSource = Interlocked.Increment(ref _progressSources);
    private MigrationSession? _session;
    private IReadOnlyList<string> _given = [];
    private int _pipelineThread;
    private bool _disposed;

    /// <summary>Made by the engine, one for each command of a pipeline.</summary>
    protected MigrationCmdlet()
    {
        // Taken once: the source's getter throws after Dispose.
        StopToken = _stop.Token;
        _observer = new PipelineObserver(Wake, () => _session?.Jobs, TimeProvider.System);
    }

    /// <summary>Ends at Ctrl-C, when the pipeline ends early, and on the first error of -ErrorAction Stop.</summary>
    protected CancellationToken StopToken { get; }

    internal IMigrationObserver Observer => _observer;

    internal MigrationSession Session => _session ?? throw new InvalidOperationException("The session is known from BeginProcessing on.");

    /// <summary>The cmdlet's name as users type it.</summary>
    internal string CommandName => MyInvocation.MyCommand?.Name ?? GetType().Name;

    /// <summary>Checks that need no input.</summary>
    protected virtual void Begin() { }

    /// <summary>One input of the pipe.</summary>
    protected virtual void Process() { }

    /// <summary>After the last input.</summary>
    protected virtual void End() { }

    /// <summary>
    /// The row of a call that ends with an error, for the history: nothing else there would tell a script's exit code. Null
    /// for what only looks.
    /// </summary>
    private protected virtual MigrationResult? RowOfCall(MigrationException error) => null;

    /// <summary>Called once, whatever the ending, when nothing can be written any more.</summary>
    private protected virtual void Abandon() { }

    /// <inheritdoc />
    protected sealed override void BeginProcessing()
    {
        _pipelineThread = Environment.CurrentManagedThreadId;
        _session = MigrationSession.Of(SessionState);
        // The pipe binds its parameters later.
        _given = [.. MyInvocation.BoundParameters.Keys];
        _observer.WantsDebug = this.IsDebugging();
        Guard(Begin);
    }

    /// <inheritdoc />
    protected sealed override void ProcessRecord()
    {
        Session.Row = null;
        // A script may turn it on between two inputs. The engine asks at the first line alone, so none comes before it is wanted.
        _observer.WantsDebug = this.IsDebugging();
        if (_observer.WantsDebug && MyInvocation.ExpectingInput) WriteDebug($"{CommandName} takes what is piped in its set {ParameterSetName}, as {string.Join(", ", MyInvocation.BoundParameters.Keys.Except(_given).Select(name => $"-{name}"))}.");
        Guard(Process);
    }

    /// <inheritdoc />
    protected sealed override void EndProcessing() => Guard(() =>
    {
        End();
        _observer.Flush(this);
        _observer.Complete(WriteProgress);
    });

    /// <summary>On another thread: it cancels and writes nothing.</summary>
    protected sealed override void StopProcessing()
    {
        RequestStop();
        Wake();
    }

    /// <summary>
    /// Runs in all four endings (three of which call no EndProcessing, and two of them no StopProcessing either):
    /// what is under way is told to end, a changing request that was sent is awaited, and the rest goes into the history.
    /// </summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        RequestStop();
        TakeProgressAway();
        Abandon();
        if (_session is not null) _session.Row = null;
        _stop.Dispose();
        _wake.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Nothing new starts from here on; safe requests are aborted.</summary>
    internal void RequestStop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The engine may call StopProcessing while Dispose runs.
        }
    }

    internal void Wake()
    {
        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // A worker that ends after the pipeline has nobody to wake.
        }
    }

    /// <summary>Sleeps until a worker has something, or it is time to refresh the progress.</summary>
    internal void WaitForWork() => _wake.WaitOne(200);

    /// <summary>Writes log lines and progress that have come in.</summary>
    internal void FlushObserver() => _observer.Flush(this);

    /// <summary>One asynchronous call from the pipeline thread, with log lines and progress shown meanwhile.</summary>
    internal T Await<T>(Func<CancellationToken, Task<T>> call)
    {
        RequirePipelineThread();
        _observer.Progress(new ProgressUpdate(ProgressBars.Call, CommandName, "under way"));
        var work = Task.Run(() => call(StopToken));
        work.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!work.IsCompleted)
        {
            WaitForWork();
            if (!Stopping) _observer.Flush(this);
        }
        _observer.Progress(new ProgressUpdate(ProgressBars.Call, CommandName, string.Empty, Completed: true));
        if (!Stopping) _observer.Flush(this);
        return work.GetAwaiter().GetResult();
    }

    internal void Await(Func<CancellationToken, Task> call) => Await(async stop =>
    {
        await call(stop).ConfigureAwait(false);
        return true;
    });

    /// <summary>Shows a progress bar.</summary>
    internal new void WriteProgress(ProgressRecord record) => CommandRuntime.WriteProgress(_progressSource, record);

    /// <summary>A warning. What a server or a package put into it cannot drive the terminal.</summary>
    internal new void WriteWarning(string text)
    {
        RequirePipelineThread();
        try
        {
            base.WriteWarning(PlainText.Lines(text));
        }
        catch (PSInvalidOperationException unasked) when (MyInvocation.BoundParameters.ContainsKey("Debug") || this.IsAskingAtWarnings())
        {
            // It is shown by now. Under -Debug the engine then asks whether to go on, which nobody wanted to be asked.
            if (this.IsAskingAtWarnings()) throw new MigrationException(ErrorKinds.NobodyToAsk, "Nobody can be asked whether to go on after a warning: PowerShell runs with -NonInteractive, or its host cannot ask.", inner: unasked);
        }
    }

    /// <summary>A verbose message, in one line.</summary>
    internal new void WriteVerbose(string text) => base.WriteVerbose(PlainText.Line(text));

    /// <summary>Details, such as bodies.</summary>
    internal new void WriteDebug(string text) => base.WriteDebug(PlainText.Lines(text));

    /// <summary>Asks, or says what would be done. The names in it cannot drive the terminal.</summary>
    internal new bool ShouldProcess(string description, string question, string caption, out ShouldProcessReason reason)
    {
        try
        {
            return base.ShouldProcess(PlainText.Lines(description), PlainText.Lines(question), caption, out reason);
        }
        catch (PSInvalidOperationException unasked)
        {
            throw new MigrationException(ErrorKinds.NobodyToAsk, "Nobody can be asked whether to do it: PowerShell runs with -NonInteractive, or its host cannot ask.", inner: unasked);
        }
    }

    /// <summary>Writes an object that is no row.</summary>
    internal void Emit(object value)
    {
        RequirePipelineThread();
        WriteObject(value);
    }

    /// <summary>Writes a row, and into the history whether or not somebody takes it.</summary>
    internal void EmitRow(MigrationResult row)
    {
        RequirePipelineThread();
        var delivered = false;
        try
        {
            WriteObject(row);
            delivered = true;
        }
        finally
        {
            Session.History.Add(CommandName, row, delivered);
        }
    }

    /// <summary>Writes the rows of one input; where the pipeline is ended in their midst, the others still go into the history.</summary>
    internal void EmitRows(IReadOnlyList<MigrationResult> rows)
    {
        var begun = 0;
        try
        {
            foreach (var row in rows)
            {
                begun++;
                EmitRow(row);
            }
        }
        finally
        {
            foreach (var row in rows.Skip(begun)) Remember(row);
        }
    }

    /// <summary>Remembers a row that could not be written.</summary>
    internal void Remember(MigrationResult row) => _session?.History.Add(CommandName, row, delivered: false);

    /// <summary>An error of one item; the next goes on. A row, where there is one, was written before.</summary>
    internal void Fail(MigrationException error, object? target = null)
    {
        RequirePipelineThread();
        WriteError(ErrorRecords.From(error, target));
    }

    /// <summary>An error of one item that no row is written for: it stands in the history all the same, where a script counts.</summary>
    internal void FailItem(MigrationException error, string system, string type, string? name, string? source, string? target = null)
    {
        Remember(Failed(error, system, type, name) with { Source = source, Target = target });
        Fail(error, name);
    }

    /// <summary>A row and then its error, for an input that cannot be used.</summary>
    /// <param name="system">The system.</param>
    /// <param name="type">What the input is taken for.</param>
    /// <param name="target">The target's name, where it is known.</param>
    /// <param name="error">Why it cannot be used.</param>
    /// <param name="input">What it is called.</param>
    internal void FailInput(string system, string type, string? target, MigrationException error, string? input)
    {
        var row = Failed(error, system, type, input) with { Target = target, InputKey = input };
        EmitRow(row);
        Fail(error, row);
    }

    /// <summary>
    /// A row that tells of nothing that can be acted upon is no cause to do something: it becomes a row of its own. Where it
    /// failed, or is about something else than the connection leads to, an error follows.
    /// </summary>
    /// <param name="row">The row of an earlier cmdlet.</param>
    /// <param name="error">Why it is left out.</param>
    /// <param name="isError">True if an error follows, whatever the row tells.</param>
    internal void LeaveOut(MigrationResult row, MigrationException error, bool isError = false)
    {
        var fails = isError || error.Kind != ErrorKinds.RowNotActionable || row.Status is MigrationStatus.Failed or MigrationStatus.Unknown;
        var left = row with
        {
            Action = MigrationAction.None,
            Status = fails ? MigrationStatus.Failed : MigrationStatus.Skipped,
            Reason = ResultReason.NotActionable,
            ErrorId = fails ? error.ErrorId : null,
            Message = error.Message,
            Duration = default,
        };
        EmitRow(left);
        if (fails) Fail(error, left);
    }

    /// <summary>An error that holds for the whole call.</summary>
    internal void Refuse(MigrationException error, object? target = null) => ThrowTerminatingError(ErrorRecords.From(error, target));

    private protected static MigrationResult Failed(MigrationException error, string system, string type, string? name) => new()
    {
        System = system,
        Type = type,
        Name = name,
        Action = MigrationAction.None,
        Status = MigrationStatus.Failed,
        Reason = ResultReason.CheckFailed,
        ErrorId = error.ErrorId,
        Message = error.Message,
    };

    /// <summary>
    /// Only the pipeline thread may write or ask: on a worker, ShouldProcess passes in silence and Write throws.
    /// A slip here must be seen in the first test, not in production.
    /// </summary>
    internal void RequirePipelineThread()
    {
        if (Environment.CurrentManagedThreadId != _pipelineThread)
        {
            throw new InvalidOperationException("Only the pipeline thread may write to the pipeline or ask.");
        }
    }

    // An error, Ctrl-C, or a pipeline that ended early: the cmdlet's streams may be closed, and a bar that stays says that work goes on.
    private void TakeProgressAway()
    {
        try
        {
            _observer.Complete(record => Host?.UI?.WriteProgress(_progressSource, record));
        }
        catch (Exception error) when (error is RuntimeException or NotImplementedException or InvalidOperationException)
        {
            // A host without a console shows none.
        }
    }

    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (MigrationException error)
        {
            EndWith(error);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (RuntimeException)
        {
            // -ErrorAction Stop, a pipeline that ends early, ThrowTerminatingError: the engine's own, to be passed on.
            RequestStop();
            throw;
        }
        catch (Exception unforeseen) when (unforeseen is not PipelineStoppedException)
        {
            EndWith(ErrorRecords.Understand(unforeseen));
        }
    }

    private void EndWith(MigrationException error)
    {
        RequestStop();
        if (RowOfCall(error) is { } row) Remember(row);
        Refuse(error);
    }
}
