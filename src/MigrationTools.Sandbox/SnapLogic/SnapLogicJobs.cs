namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The migrations. There is no thread behind them: they proceed to where the clock says they are whenever somebody looks.</summary>
internal sealed class SnapLogicJobs(TimeProvider time)
{
    private readonly List<SnapLogicRun> _runs = [];
    private readonly List<SnapLogicRun> _unfinished = [];
    private bool _settling;

    public IReadOnlyList<SnapLogicRun> All => _runs;

    public SnapLogicRun? Find(string token) => _runs.Find(run => run.Token == token);

    public void Add(SnapLogicRun run)
    {
        _runs.Add(run);
        _unfinished.Add(run);
        Settle();
    }

    public void Forget(SnapLogicRun run) => _runs.Remove(run);

    public void Settle()
    {
        // Copying reads the state, and reading settles.
        if (_settling) return;
        _settling = true;
        try
        {
            _unfinished.ForEach(Proceed);
            _unfinished.RemoveAll(run => run.Ended is not null);
        }
        finally
        {
            _settling = false;
        }
    }

    private void Proceed(SnapLogicRun run)
    {
        if (run.Outcome == RunOutcome.NeverEnds || run.Ended is not null) return;
        var age = time.GetUtcNow() - run.Created;
        var done = age >= run.Duration;
        if (run.Work is { } work)
        {
            work.Advance(done ? work.Total : (int)(work.Total * age.Ticks / run.Duration.Ticks));
            run.Result = work.Outcome;
            if (work.Broken)
            {
                run.Failure = "Internal error while copying assets";
                done = true;
            }
        }

        if (done) run.Ended = run.Created + (age < run.Duration ? age : run.Duration);
    }
}
