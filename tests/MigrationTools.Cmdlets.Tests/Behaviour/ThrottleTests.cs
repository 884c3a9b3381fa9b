using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>
/// As many as -ThrottleLimit says ask the server, as many again stand ready, and what has come is written while others ask.
/// However all ends, each input that was taken has one row.
/// </summary>
public sealed class ThrottleTests
{
    [Fact]
    public async Task As_many_as_the_throttle_ask_and_as_many_again_stand_ready()
    {
        using var staged = await StagedShell.StartAsync();
        var names = Names(9);

        var job = staged.Start(names, throttle: 2);
        // Two ask, two stand ready, and the fifth waits for room: upstream is not asked for a sixth.
        await Lab.UntilAsync(() => staged.Asking == 2 && staged.Given.Count == 5);
        await Lab.NeverAsync(() => staged.Begun.Count > 2 || staged.Given.Count > 5);
        // Who stands ready begins in the place of one that is done.
        staged[staged.Begun.First()].Release();
        await Lab.UntilAsync(() => staged.Begun.Count == 3 && staged.Given.Count == 6);
        staged.ReleaseAll(names);
        var run = (await Lab.Within(job.Completion)).Fine();

        Assert.Equal(2, staged.MostAsking);
        Assert.Equal(names, run.Values("Kind").Order());
        Assert.Equal(names.Select(name => $"{name} Done None"), await staged.HistoryAsync());
    }

    /// <summary>Under -Debug a question that nobody can answer is passed over; a slip of ours is not.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("-Debug 5>$null")]
    public async Task A_warning_from_a_worker_is_an_error(string debug)
    {
        using var staged = await StagedShell.StartAsync();
        staged["a"].Release();
        var run = await Lab.Within(staged.Start(["a"], throttle: 2, $"-Slip {debug}").Completion);
        Assert.Contains("Only the pipeline thread", Assert.Single(run.Errors).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(["a Failed Rejected"], await staged.HistoryAsync());
    }

    [Fact]
    public async Task Who_has_left_the_server_makes_room_although_it_still_writes()
    {
        using var staged = await StagedShell.StartAsync();
        var names = Names(3);

        var job = staged.Start(names, throttle: 2);
        await Lab.UntilAsync(() => staged.Asking == 2);
        var first = staged.Begun.First();
        staged[first].Answer();
        await Lab.UntilAsync(() => staged.Begun.Count == 3);

        Assert.Equal((2, 1), (staged.Asking, staged.Writing));
        Assert.False(staged[first].Done.Task.IsCompleted);
        staged.ReleaseAll(names);
        Assert.Equal(3, (await Lab.Within(job.Completion)).Fine().Output.Count);
        Assert.Equal(2, staged.MostAsking);
    }

    [Fact]
    public async Task One_at_a_time_nothing_begins_before_the_one_before_is_done_and_order_is_kept()
    {
        using var staged = await StagedShell.StartAsync();
        var names = Names(4);

        var job = staged.Start(names, throttle: 1);
        for (var i = 1; i <= names.Count; i++)
        {
            await Lab.UntilAsync(() => staged.Begun.Count == i);
            staged[names[i - 1]].Answer();
            await Lab.UntilAsync(() => staged.Writing == 1);
            if (i == 1) await Lab.NeverAsync(() => staged.Begun.Count > 1 || staged.Given.Count > 2);
            Assert.Equal(names.Take(i), staged.Begun);
            staged[names[i - 1]].Release();
        }
        var run = (await Lab.Within(job.Completion)).Fine();

        Assert.Equal(names, run.Values("Kind"));
        Assert.Equal(1, staged.MostAsking);
    }

    [Fact]
    public async Task However_often_it_is_said_one_place_is_given_back()
    {
        using var staged = await StagedShell.StartAsync();
        staged["twice"].Leaves = 2;
        staged["never"].Leaves = 0;
        (staged["failed"].Leaves, staged["failed"].Fails) = (0, true);
        (staged["failed late"].Leaves, staged["failed late"].Fails) = (1, true);
        (staged["failed after twice"].Leaves, staged["failed after twice"].Fails) = (2, true);
        string[] odd = ["twice", "never", "failed", "failed late", "failed after twice"];
        var names = Names(4);

        var job = staged.Start([.. odd, .. names], throttle: 2);
        staged.ReleaseAll(odd);
        // Every place is there again, and none more.
        await Lab.UntilAsync(() => staged.Asking == 2 && names.Count(staged.Begun.Contains) == 2 && staged.Given.Count == 9);
        await Lab.NeverAsync(() => staged.Asking > 2);
        staged.ReleaseAll(names);
        var run = await Lab.Within(job.Completion);

        Assert.Equal(2, staged.MostAsking);
        Assert.Equal([.. names, "never", "twice"], run.Values("Kind").Order(StringComparer.Ordinal));
        Assert.Equal(3, run.Errors.Count);
    }

    [Fact]
    public async Task Four_times_the_throttle_are_begun_at_most_and_it_goes_on_when_one_ends()
    {
        using var staged = await StagedShell.StartAsync();
        var names = Names(11);
        foreach (var name in names) staged[name].Answer();

        var job = staged.Start(names, throttle: 2);
        await Lab.UntilAsync(() => staged.Writing == 8 && staged.Given.Count == 9);
        await Lab.NeverAsync(() => staged.Begun.Count > 8 || staged.Given.Count > 9);
        staged[staged.Begun.First()].Release();
        await Lab.UntilAsync(() => staged.Begun.Count == 9 && staged.Given.Count == 10);
        await Lab.NeverAsync(() => staged.Begun.Count > 9);
        staged.ReleaseAll(names);

        Assert.Equal(11, (await Lab.Within(job.Completion)).Fine().Output.Count);
    }

    [Fact]
    public async Task A_credential_that_is_refused_ends_all_and_who_stands_ready_does_not_ask()
    {
        using var staged = await StagedShell.StartAsync();
        var names = Names(6);

        var job = staged.Start(names, throttle: 2);
        await Lab.UntilAsync(() => staged.Asking == 2 && staged.Given.Count == 5);
        var asking = staged.Begun.ToList();
        (staged[asking[0]].Failure, staged[asking[0]].Fails, staged[asking[0]].Leaves) = (new UnauthorizedAccessException("It is refused."), true, 0);
        staged[asking[0]].Answer();
        var run = await Lab.Within(job.Completion);

        Assert.Equal("NotAuthenticated", run.Error.Id());
        Assert.NotNull(run.Thrown);
        Assert.Equal(asking, staged.Begun);
        // The one that asked beside it, those that stood ready, and whoever waited for room.
        Assert.Equal(
            staged.Given.Select(name => name == asking[0] ? $"{name} Failed Rejected" : $"{name} Canceled EarlierFailure"),
            await staged.HistoryAsync());
    }

    [Fact]
    public async Task Ctrl_C_leaves_one_row_for_each_whether_it_asks_stands_ready_or_writes()
    {
        using var staged = await StagedShell.StartAsync();
        var names = Names(9);

        var job = staged.Start(names, throttle: 2);
        await Lab.UntilAsync(() => staged.Asking == 2);
        var writing = staged.Begun.ToList();
        staged[writing[0]].WritesOn = true;
        writing.ForEach(name => staged[name].Answer());
        await Lab.UntilAsync(() => staged is { Writing: 2, Asking: 2, Given.Count: 7 });
        var begun = staged.Begun.Order().ToList();
        var stopping = job.StopAsync();
        await Lab.UntilAsync(() => staged is { Writing: 1, Asking: 0 });
        // What cannot be broken off is waited for.
        await Lab.NeverAsync(() => stopping.IsCompleted);
        staged[writing[0]].Release();
        await Lab.Within(stopping);
        var run = await Lab.Within(job.Completion);

        Assert.True(run.WasStopped);
        Assert.Equal(begun, staged.Begun.Order());
        Assert.Equal(names.Take(7).Select(name => name == writing[0] ? $"{name} Done None" : $"{name} Canceled Stopped"), await staged.HistoryAsync());
    }

    [Theory]
    [InlineData("", "| Stop-Upstream", false)]
    [InlineData("-ErrorAction Stop", "", true)]
    public async Task An_end_from_within_leaves_one_row_for_each(string options, string downstream, bool fails)
    {
        using var staged = await StagedShell.StartAsync();
        var names = Names(9);

        var job = staged.Start(names, throttle: 2, options, downstream);
        await Lab.UntilAsync(() => staged.Asking == 2);
        var (writes, ends) = (staged.Begun.First(), staged.Begun.Last());
        staged[writes].Answer();
        staged[ends].Fails = fails;
        // One writes, two ask, two stand ready, one waits for room.
        await Lab.UntilAsync(() => staged is { Writing: 1, Asking: 2, Given.Count: 6 });
        // It makes room for one that stood ready, and may have ended all before another is taken.
        staged[ends].Release();
        var run = await Lab.Within(job.Completion);

        Assert.Equal(fails, run.Thrown is not null);
        Assert.Equal(fails ? [] : [ends], run.Values("Kind"));
        var taken = staged.Given.ToList();
        Assert.InRange(taken.Count, 6, 7);
        Assert.Equal(taken.Select(name => name == ends ? $"{name} {(fails ? "Failed Rejected" : "Done None")}" : $"{name} Canceled Stopped"), await staged.HistoryAsync());
    }

    private static List<string> Names(int count) => [.. Enumerable.Range('a', count).Select(letter => $"{(char)letter}")];
}
