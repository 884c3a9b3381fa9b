using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>A changing request whose answer is lost is never sent again; what came of it is found out by looking.</summary>
public class ArcadiaLostAnswerTests
{
    [Theory]
    [InlineData(FaultKind.ResetAfterActing)]
    [InlineData(FaultKind.TruncatedBody)]
    public async Task It_took_effect_and_looking_shows_it(FaultKind fault)
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Prod.Switches.DryRunIds = DryRunIds.Matched);
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Skip = 1, Kind = fault });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Equal($"{journey.ProdServer.State.Find("dashboards", "Store sales overview")!.Id}", rows.Single(row => row.Type == "Dashboard").DestinationId);
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
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        var before = journey.ProdState;
        journey.ProdServer.Faults.Add(new() { Route = "import", Skip = 1, Kind = fault, Status = status });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("OutcomeUnknown", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Unknown, ResultReason.AnswerLost), (row.Status, row.Reason)));
        Assert.Single(journey.ImportsSent);
        Assert.Equal(before, journey.ProdState);
    }

    [Fact]
    public async Task An_update_that_reads_as_unchanged_afterwards_was_made()
    {
        await using var journey = await Journey.StartAsync();
        await journey.ImportAsync(await journey.PackageAsync());
        journey.DevServer.State.SetField("dashboards", 2115, "report_description", "newer");
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Skip = 1, Kind = FaultKind.ResetAfterActing });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.Equal((MigrationAction.Update, MigrationStatus.Done), rows.Single(row => row.Type == "Dashboard") is var row ? (row.Action, row.Status) : default);
        Assert.All(rows.Where(other => other.Type != "Dashboard"), other => Assert.Equal(MigrationStatus.Unchanged, other.Status));
        Assert.Equal(2, journey.ImportsSent.Count);
    }

    [Fact]
    public async Task A_server_that_always_says_update_leaves_an_update_unknown()
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Prod.Switches.UnchangedDetection = UnchangedDetection.AlwaysUpdate);
        var package = await journey.PackageAsync();
        await journey.ImportAsync(package);
        journey.ProdServer.Faults.Add(new() { Route = "import", Skip = 1, Kind = FaultKind.ResetAfterActing });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("OutcomeUnknown", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Unknown, row.Status));
        Assert.Equal(2, journey.ImportsSent.Count);
    }

    [Theory]
    [InlineData(FailureMidway.RolledBack)]
    [InlineData(FailureMidway.Partial)]
    public async Task A_failure_in_the_middle_is_told_artifact_by_artifact(FailureMidway midway)
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Prod.Switches.FailureMidway = midway);
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Skip = 1, Kind = FaultKind.FailMidway });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("OutcomeUnknown", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Single(journey.ImportsSent);
        Assert.Equal(midway == FailureMidway.Partial ? 3 : 0, rows.Count(row => row.Status == MigrationStatus.Done));
        Assert.Contains(rows, row => row.Status == MigrationStatus.Unknown);
    }
}
