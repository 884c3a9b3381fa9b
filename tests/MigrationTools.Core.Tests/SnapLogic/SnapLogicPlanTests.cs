using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>What a rehearsal shows: what is missing fails in it as it would in earnest, and what cannot be looked at is called an estimate.</summary>
public sealed class SnapLogicPlanTests : IClassFixture<Plane>
{
    private const string Orders = "/acme/Sales/Order Sync";
    private const string Prices = "/acme-prod/Sales/Price List";
    private readonly Plane _plane;

    public SnapLogicPlanTests(Plane plane)
    {
        _plane = plane;
        plane.Reset();
    }

    private async Task<(IReadOnlyList<MigrationResult> Rows, MigrationException? Error)> PlanAsync(SnapLogicChange change)
    {
        var before = _plane.Server.State.Describe(withoutNoise: true).ToJsonString();
        MigrationException? error = null;
        try
        {
            await change.PlanAsync(default);
            if (change.HasWork) change.LeaveOut(rehearsed: true);
        }
        catch (MigrationException failure)
        {
            error = failure;
        }
        Assert.Equal(before, _plane.Server.State.Describe(withoutNoise: true).ToJsonString());
        return (change.Rows, error);
    }

    private async Task<SnapLogicMigrator> DeveloperAsync() => new(await _plane.ConnectAsync("developer@example.com", "developer"), _plane.Told);

    private SnapLogicCopy Copy(string destination, params SnapLogicCopyItem[] items) => _plane.Migrator.BeginCopy(items, SnapLogicPath.Project(destination), new SnapLogicLooks());

    private static SnapLogicCopyItem Item(string name, string? type = null, string project = Orders) => new(SnapLogicPath.Asset($"{project}/{name}"), type);

    [Theory]
    [InlineData("/acme-prod/Nowhere/Order Sync", "/acme-prod/Nowhere")]
    [InlineData("/acme-prod/sales/Order Sync", "/acme-prod/sales")]
    [InlineData("/acme-nowhere/Sales/Order Sync", "/acme-nowhere")]
    public async Task A_destination_that_cannot_be_made_fails_in_the_plan_as_in_earnest(string destination, string missing)
    {
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, new PackageDestination(), default);
        var to = SnapLogicPath.Project(destination);
        foreach (var change in new SnapLogicChange[]
        {
            _plane.Begin(Orders, destination, new() { Look = true }),
            _plane.Migrator.BeginImport(package, new() { Destination = to, Look = true }),
            _plane.Migrator.BeginImport(package, new() { Destination = to, Look = true, OnConflict = ConflictPolicy.Overwrite }),
            Copy(destination, Item("nightly")),
        })
        {
            var (rows, error) = await PlanAsync(change);
            Assert.Equal(ErrorKinds.PathNotFound, error!.Kind);
            Assert.Contains($"{missing}", error.Message, StringComparison.Ordinal);
            Assert.All(rows, row => Assert.Equal((MigrationStatus.Failed, ResultReason.CheckFailed, "PathNotFound"), (row.Status, row.Reason, row.ErrorId)));
        }
        Assert.Equal(ErrorKinds.PathNotFound, Assert.IsType<MigrationException>((await _plane.MigrateAsync(Orders, destination)).Error).Kind);
    }

    [Theory]
    [InlineData("acl", 403)]
    [InlineData("acl", 404)]
    public async Task A_project_space_that_cannot_be_seen_leaves_an_estimate(string route, int status)
    {
        _plane.Server.Faults.Add(new() { Route = route, Count = null, Kind = FaultKind.Status, Status = status, Body = FaultBody.Html });
        var (rows, error) = await PlanAsync(_plane.Begin(Orders, "/acme-prod/Sales/New", new() { Look = true }));
        Assert.Null(error);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Planned, ResultReason.Estimated), (row.Status, row.Reason)));
        Assert.All(rows, row => Assert.Contains("Whether the project space /acme-prod/Sales is there could not be", row.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_destination_whose_project_space_is_there_is_no_estimate()
    {
        var (rows, error) = await PlanAsync(_plane.Begin(Orders, "/acme-prod/Sales/New", new() { Look = true }));
        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal((ResultReason.WhatIf, MigrationAction.Create), (row.Reason, row.Action)));
    }

    [Fact]
    public async Task A_copy_is_looked_at_asset_by_asset()
    {
        var change = Copy(Prices, Item("nightly"), Item("Publish prices", "Pipeline", "/acme/Sales/Price List"), Item("nihgtly", "Job"), Item("perhaps a policy"), Item("x", "Pipeline", "/acme/Sales/Nothing"));
        var (rows, error) = await PlanAsync(change);
        Assert.Null(error);
        var byName = rows.ToDictionary(row => row.Name!);
        Assert.Equal((MigrationStatus.Planned, ResultReason.WhatIf, MigrationAction.Create), (byName["nightly"].Status, byName["nightly"].Reason, byName["nightly"].Action));
        Assert.Equal((MigrationStatus.Planned, MigrationAction.Replace), (byName["Publish prices"].Status, byName["Publish prices"].Action));
        Assert.Equal((MigrationStatus.Planned, ResultReason.Estimated), (byName["perhaps a policy"].Status, byName["perhaps a policy"].Reason));
        Assert.All([byName["nihgtly"], byName["x"]], row => Assert.Equal((MigrationStatus.Failed, "PathNotFound"), (row.Status, row.ErrorId)));
        Assert.Equal(["nihgtly", "x"], change.Complaints.Select(complaint => complaint.Row.Name));
        // Each project once, however many assets are taken from it.
        Assert.Equal(4, _plane.Sent("export").Count);
        Assert.Empty(_plane.Sent("copyAssets"));
    }

    [Fact]
    public async Task What_may_not_be_looked_at_is_an_estimate()
    {
        var developer = await DeveloperAsync();
        foreach (var change in new SnapLogicChange[]
        {
            developer.BeginCopy([Item("nightly")], SnapLogicPath.Project(Prices), new SnapLogicLooks()),
            developer.BeginEnable(SnapLogicPath.Asset(Prices + "/publish daily"), true, new SnapLogicLooks()),
            developer.BeginEnable(SnapLogicPath.Project(Prices), false, new SnapLogicLooks()),
            developer.BeginPublish(SnapLogicPath.Version("/acme/apim/BookStore/1.0"), new(), isShown: true),
        })
        {
            var (rows, error) = await PlanAsync(change);
            Assert.Null(error);
            var row = Assert.Single(rows);
            Assert.Equal((MigrationStatus.Planned, ResultReason.Estimated), (row.Status, row.Reason));
            Assert.NotNull(row.Message);
        }
    }

    [Theory]
    [InlineData(Prices + "/Publish Daily")]
    [InlineData("/acme-prod/Sales/Nothing/publish daily")]
    [InlineData("/acme-prod/Sales/Nothing")]
    public async Task A_task_that_is_not_there_fails_in_the_plan_as_in_earnest(string text)
    {
        var path = text.Count(sign => sign == '/') == 4 ? SnapLogicPath.Asset(text) : SnapLogicPath.Project(text);
        var looks = new SnapLogicLooks();
        foreach (var change in new[]
        {
            _plane.Migrator.BeginEnable(path, true, looks),
            _plane.Migrator.BeginEnable(path, false, looks),
            _plane.Migrator.BeginSetSnaplex(path, "my-snaplex", new SnapLogicSnaplexes(), looks),
        })
        {
            var (rows, error) = await PlanAsync(change);
            Assert.Equal(ErrorKinds.PathNotFound, error!.Kind);
            Assert.Equal((MigrationStatus.Failed, "PathNotFound"), (Assert.Single(rows).Status, rows[0].ErrorId));
        }
        Assert.Single(_plane.Sent("export"));
        Assert.Equal(ErrorKinds.PathNotFound, Assert.IsType<MigrationException>((await _plane.DoAsync(_plane.Migrator.BeginEnable(path, true))).Error).Kind);
    }

    [Fact]
    public async Task A_task_that_is_there_is_planned_and_a_project_without_one_has_none()
    {
        var (rows, error) = await PlanAsync(_plane.Migrator.BeginEnable(SnapLogicPath.Asset(Prices + "/publish daily"), true, new SnapLogicLooks()));
        Assert.Null(error);
        Assert.Equal((MigrationStatus.Planned, ResultReason.WhatIf), (Assert.Single(rows).Status, rows[0].Reason));

        var none = _plane.Migrator.BeginEnable(SnapLogicPath.Project("/acme/Sales/100% done"), true, new SnapLogicLooks());
        (rows, error) = await PlanAsync(none);
        Assert.Null(error);
        Assert.False(none.HasWork);
        Assert.Equal(MigrationStatus.Unchanged, Assert.Single(rows).Status);
        Assert.Equal(rows[0] with { Duration = default }, Assert.Single((await _plane.DoAsync(_plane.Migrator.BeginEnable(SnapLogicPath.Project("/acme/Sales/100% done"), true))).Rows) with { Duration = default });
    }
}
