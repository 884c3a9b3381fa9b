using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>An import whose answer is lost is found out by listing, and never sent twice.</summary>
public class OptimizeLostAnswerTests
{
    [Theory]
    [InlineData(FaultKind.ResetAfterActing, null)]
    [InlineData(FaultKind.TruncatedBody, null)]
    [InlineData(FaultKind.Status, 502)]
    [InlineData(FaultKind.Status, 503)]
    [InlineData(FaultKind.Status, 504)]
    public async Task It_took_effect_and_listing_shows_it(FaultKind fault, int? status)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = fault, Status = status, Body = FaultBody.Html, Acts = true });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Done, ResultReason.AnswerLost), (row.Status, row.Reason)));
        Assert.Equal(rows.Select(row => row.DestinationId).Order(), journey.Landed.Select(entity => entity.Id).Order());
        Assert.Single(journey.ImportsSent);
        Assert.Contains(journey.Told.Warnings, warning => warning.Contains("lost", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FaultKind.ResetBeforeActing, null)]
    [InlineData(FaultKind.Status, 503)]
    [InlineData(FaultKind.Status, 504)]
    [InlineData(FaultKind.Status, 408)]
    public async Task It_cannot_be_seen_and_so_is_unknown(FaultKind fault, int? status)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = fault, Status = status, Body = FaultBody.Html });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("OutcomeUnknown", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Unknown, ResultReason.AnswerLost), (row.Status, row.Reason)));
        Assert.Single(journey.ImportsSent);
        Assert.Empty(journey.Landed);
    }

    [Fact]
    public async Task What_a_stranger_brought_meanwhile_is_not_taken_for_ones_own()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        using var gate = journey.ProdServer.Faults.Hold("import", GateMoment.AfterActing);
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.ResetAfterActing });

        var importing = journey.ImportAsync(package);
        await gate.Arrived;
        journey.ProdServer.State.Load(OptimizeFixtures.Read("returns"), journey.Returns);
        gate.Release();
        var (rows, error) = await importing;

        Assert.Equal("OutcomeUnknown", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Unknown, null), (row.Status, row.DestinationId)));
        Assert.Equal(10, journey.Landed.Count);
        Assert.Single(journey.ImportsSent);
    }

    [Fact]
    public async Task At_the_cap_a_lost_answer_stays_unknown()
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Prod.Switches.ListCap = 1000);
        for (var i = 0; i < 1000; i++)
        {
            journey.ProdServer.State.Load($$"""[{"id":"7d1f5a10-2c4e-4b8a-9e02-{{i:000000000000}}","exportEntityType":"dashboard","name":"Filler {{i}}","sourceIndexVersion":8,"tiles":[],"availableFilters":[]}]""", journey.Returns);
        }
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.ResetAfterActing });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("OutcomeUnknown", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Unknown, row.Status));
        Assert.Single(journey.ImportsSent);
        Assert.Contains(journey.Told.Warnings, warning => warning.Contains("1000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_failure_in_the_middle_is_told_entity_by_entity(int after)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.FailMidway, AfterRecords = after });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("ServerError", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Equal(after, rows.Count(row => row.Status == MigrationStatus.Done));
        Assert.Equal(5 - after, rows.Count(row => row.Status == MigrationStatus.Failed));
        Assert.Equal(journey.Landed.Select(entity => entity.Id).Order(), rows.Select(row => row.DestinationId).OfType<string>().Order());
        Assert.Single(journey.ImportsSent);
    }

    [Fact]
    public async Task Nothing_old_is_deleted_unless_all_that_is_new_is_there()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        var (first, _) = await journey.ImportAsync(package);
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.FailMidway, AfterRecords = 3 });

        var (_, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite));

        Assert.Contains("Nothing old was deleted", Assert.IsType<MigrationException>(error).Message, StringComparison.Ordinal);
        Assert.All(first, row => Assert.NotNull(journey.ProdServer.State.Find(row.DestinationId!)));
        Assert.DoesNotContain(journey.Changes, request => request.Route != "import");
    }

    [Fact]
    public async Task An_overwrite_whose_answer_is_lost_goes_on_once_the_new_is_seen()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        await journey.ImportAsync(package);
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.ResetAfterActing });

        var (rows, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite));

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal((MigrationAction.Replace, MigrationStatus.Done), (row.Action, row.Status)));
        Assert.Equal(5, journey.Landed.Count);
        Assert.Equal(2, journey.ImportsSent.Count);
    }

    [Theory]
    [InlineData(FaultKind.ResetAfterActing, MigrationStatus.Done)]
    [InlineData(FaultKind.ResetBeforeActing, MigrationStatus.Unknown)]
    public async Task A_deletion_whose_answer_is_lost_is_found_out_by_looking(FaultKind fault, MigrationStatus expected)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "deleteReport", Kind = fault });
        var removal = journey.Dev.BeginRemoval("Report", OptimizeJourney.Stuck);
        await removal.PlanAsync(default);

        var error = await Record.ExceptionAsync(() => removal.ApplyAsync(default));

        Assert.Equal(expected == MigrationStatus.Done, error is null);
        Assert.Equal((expected, "Stuck parcels by step"), (removal.Row.Status, removal.Row.Name));
        Assert.Single(journey.DevServer.Log.Of("deleteReport"));
        Assert.Equal(expected == MigrationStatus.Done, journey.DevServer.State.Find(OptimizeJourney.Stuck) is null);
    }

    [Fact]
    public async Task A_throttled_import_is_sent_again_because_nothing_was_done()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.Status, Status = 429, RetryAfter = "1" });

        var (_, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.Equal(5, journey.Landed.Count);
    }

    [Fact]
    public async Task A_gateway_that_gives_up_leaves_the_looking_to_tell()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Switches.GatewayTimeoutAfter = TimeSpan.FromSeconds(14);
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(14.9) });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Single(journey.ImportsSent);
    }

    [Fact]
    public async Task An_answer_that_names_what_was_there_before_makes_nothing_of_it_new_and_deletes_nothing()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        Assert.Null((await journey.ImportAsync(package)).Error);
        var there = journey.Landed.Select(entity => entity.Id).ToList();
        var answer = string.Join(',', there.Select(id => $"{{\"id\":\"{id}\"}}"));
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.MalformedBody, Text = $"[{answer}]" });

        var (rows, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite));

        Assert.NotNull(error);
        Assert.DoesNotContain(rows, row => row.Status == MigrationStatus.Done);
        Assert.Equal(there, journey.Landed.Select(entity => entity.Id));
        Assert.DoesNotContain(journey.Changes, request => request.Route.StartsWith("delete", StringComparison.Ordinal));
    }
}
