using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Tests.Http;

namespace MigrationTools.Core.Tests.Jobs;

/// <summary>How often a job is asked for, and for how long; on a clock that stands until it is advanced.</summary>
public sealed class JobWaiterTests
{
    private readonly TestClock _clock = new();
    private readonly RecordingObserver _told = new();

    private MigrationJob Job(DateTimeOffset? submitted = null) => new() { System = "SnapLogic", Kind = "project/migrate", Id = "42", State = JobState.Submitted, Submitted = submitted ?? _clock.GetUtcNow() };

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(1, 0.2)]
    [InlineData(10, 0.8)]
    [InlineData(60, 4.8)]
    [InlineData(375, 30)]
    [InlineData(100_000, 30)]
    [InlineData(-5, 0.2)]
    public void The_pause_is_a_twelfth_of_the_age_within_bounds(double age, double pause) => Assert.Equal(pause, JobWaiter.Interval(TimeSpan.FromSeconds(age)).TotalSeconds, 3);

    [Fact]
    public void A_job_of_a_minute_is_told_within_a_tenth_of_its_age_with_few_looks()
    {
        var (age, looks) = (TimeSpan.Zero, 0);
        while (age < TimeSpan.FromSeconds(60))
        {
            age += JobWaiter.Interval(age);
            looks++;
        }
        Assert.True(age <= TimeSpan.FromSeconds(66), age.ToString());
        Assert.True(looks < 60, $"{looks}");
    }

    [Fact]
    public async Task It_looks_at_once_and_then_after_each_pause_and_tells_every_state()
    {
        var states = new Queue<JobState>([JobState.Submitted, JobState.Running, JobState.Completed]);
        var waiting = new JobWaiter(_clock, _told).WaitAsync(Job(), (job, _) => Task.FromResult(job with { State = states.Dequeue(), Messages = [.. job.Messages, $"line {states.Count}"] }), TimeSpan.Zero, default);
        await _clock.PassAsync(0.2);
        await _clock.PassAsync(0.2);

        Assert.Equal(JobState.Completed, (await waiting).State);
        Assert.Equal([JobState.Submitted, JobState.Running, JobState.Completed], _told.Jobs.Select(job => job.State));
        Assert.Equal(["project/migrate 42: line 2", "project/migrate 42: line 1", "project/migrate 42: line 0"], _told.VerboseLines);
        Assert.True(_told.Updates.Last().Completed);
    }

    [Fact]
    public async Task A_limit_is_kept_to_the_second_and_names_the_job()
    {
        var waiting = new JobWaiter(_clock, _told).WaitAsync(Job(_clock.GetUtcNow() - TimeSpan.FromHours(1)), (job, _) => Task.FromResult(job with { State = JobState.Running }), TimeSpan.FromSeconds(40), default);
        await _clock.PassAsync(30);
        await _clock.PassAsync(10);

        var error = await Assert.ThrowsAsync<MigrationException>(() => waiting);
        Assert.Equal(ErrorKinds.JobTimeout, error.Kind);
        Assert.Equal("42", Assert.IsType<MigrationJob>(error.TargetObject).Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(9000)]
    public async Task A_job_of_unknown_age_or_of_a_clock_ahead_is_young(int? ahead)
    {
        var job = Job() with { Submitted = ahead is { } seconds ? _clock.GetUtcNow().AddSeconds(seconds) : null };
        var looks = 0;
        var waiting = new JobWaiter(_clock, _told).WaitAsync(job, (seen, _) => Task.FromResult(seen with { State = ++looks < 2 ? JobState.Running : JobState.Completed }), TimeSpan.FromHours(1), default);
        await _clock.PassAsync(0.2);
        Assert.Equal(JobState.Completed, (await waiting).State);
    }

    [Theory]
    [InlineData(JobState.Failed)]
    [InlineData(JobState.Canceled)]
    [InlineData(JobState.Unknown)]
    public async Task Every_end_ends_the_wait(JobState state) =>
        Assert.Equal(state, (await new JobWaiter(_clock, _told).WaitAsync(Job(), (job, _) => Task.FromResult(job with { State = state }), TimeSpan.Zero, default)).State);

    [Fact]
    public async Task A_stop_ends_the_wait_at_once()
    {
        using var stop = new CancellationTokenSource();
        var waiting = new JobWaiter(_clock, _told).WaitAsync(Job(), (job, _) => Task.FromResult(job with { State = JobState.Running }), TimeSpan.Zero, stop.Token);
        await _clock.SetAsync(TimeSpan.FromSeconds(0.2));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void A_list_keeps_the_newest_state_of_each_job_in_order()
    {
        var list = new JobList();
        Assert.True(list.Put(Job(_clock.GetUtcNow().AddSeconds(1))));
        Assert.True(list.Put(Job() with { Id = "1", Key = "secret" }));
        Assert.False(list.Put(Job(_clock.GetUtcNow().AddSeconds(1)) with { State = JobState.Completed }));
        Assert.Equal(["1 Submitted", "42 Completed"], list.All.Select(job => $"{job.Id} {job.State}"));
        Assert.DoesNotContain("secret", string.Join(' ', list.All), StringComparison.Ordinal);
    }
}
