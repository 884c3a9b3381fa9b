using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>What happens when the network takes an answer away: nothing is sent twice, and what is not known is said to be.</summary>
public sealed class SnapLogicLostAnswerTests : IClassFixture<Plane>
{
    private const string Orders = "/acme/Sales/Order Sync";
    private const string Target = "/acme-prod/Sales/Order Sync";
    private readonly Plane _plane;

    public SnapLogicLostAnswerTests(Plane plane)
    {
        _plane = plane;
        plane.Reset();
    }

    public static TheoryData<FaultKind, int?> Losses => new()
    {
        { FaultKind.ResetAfterActing, null }, { FaultKind.ResetBeforeActing, null }, { FaultKind.TruncatedBody, null }, { FaultKind.TruncatedJson, null },
        { FaultKind.MalformedBody, null }, { FaultKind.Html200, null }, { FaultKind.Status, 500 }, { FaultKind.Status, 502 }, { FaultKind.Status, 503 }, { FaultKind.Status, 504 },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_migration_whose_answer_is_lost_is_sent_once_and_is_unknown(FaultKind kind, int? status)
    {
        _plane.Server.Faults.Add(new Fault { Route = "migrate", Kind = kind, Status = status });

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        var failure = Assert.IsType<MigrationException>(error);
        Assert.Equal(ErrorKinds.OutcomeUnknown, failure.Kind);
        Assert.True(failure.IsAmbiguous);
        Assert.Contains("-OnConflict Fail is safe", failure.Message, StringComparison.Ordinal);
        var row = Assert.Single(rows);
        Assert.Equal((MigrationStatus.Unknown, ResultReason.AnswerLost, "OutcomeUnknown"), (row.Status, row.Reason, row.ErrorId));
        Assert.Single(_plane.Sent("migrate"));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Where_both_ends_were_looked_at_the_destination_tells_what_came_of_it(FaultKind kind, int? status)
    {
        _plane.Server.Faults.Add(new Fault { Route = "migrate", Kind = kind, Status = status });

        var (rows, error) = await _plane.MigrateAsync(Orders, Target, new() { Look = true });

        Assert.Single(_plane.Sent("migrate"));
        if (_plane.Sent("migrate")[0].Acted)
        {
            Assert.Null(error);
            Assert.Equal(_plane.Held(Target), Plane.Named(rows));
            Assert.All(rows, row => Assert.Equal((MigrationStatus.Done, ResultReason.AnswerLost), (row.Status, row.Reason)));
        }
        else
        {
            Assert.Equal(ErrorKinds.OutcomeUnknown, Assert.IsType<MigrationException>(error).Kind);
            Assert.Empty(_plane.Held(Target));
            Assert.All(rows, row => Assert.Equal(MigrationStatus.Unknown, row.Status));
        }
    }

    [Theory]
    [InlineData(FaultKind.ResetAfterActing, null, null)]
    [InlineData(FaultKind.TruncatedBody, null, null)]
    [InlineData(FaultKind.Status, 503, "1")]
    [InlineData(FaultKind.Status, 429, "2")]
    [InlineData(FaultKind.Status, 502, null)]
    public async Task A_status_that_fails_for_a_moment_is_asked_for_again(FaultKind kind, int? status, string? retryAfter)
    {
        _plane.Server.Faults.Add(new Fault { Route = "status", Kind = kind, Status = status, RetryAfter = retryAfter, Count = 2 });

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Single(_plane.Sent("migrate"));
    }

    [Fact]
    public async Task A_status_that_stays_away_leaves_the_job_to_be_taken_up()
    {
        _plane.Server.Faults.Add(new Fault { Route = "status", Kind = FaultKind.Status, Status = 503, Count = null });

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        var failure = Assert.IsType<MigrationException>(error);
        Assert.Equal(ErrorKinds.ServerError, failure.Kind);
        Assert.Contains("Wait-SnapLogicMigration", failure.Message, StringComparison.Ordinal);
        Assert.Equal((MigrationStatus.Unknown, ResultReason.StillRunning), (Assert.Single(rows).Status, rows[0].Reason));
        Assert.Single(_plane.Sent("migrate"));
    }

    [Fact]
    public async Task An_explicit_429_is_no_loss()
    {
        _plane.Server.Faults.Add(new Fault { Route = "migrate", Kind = FaultKind.Status, Status = 429, RetryAfter = "1" });
        var (rows, error) = await _plane.MigrateAsync(Orders, Target);
        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Equal(2, _plane.Sent("migrate").Count);
    }

    [Fact]
    public async Task An_import_whose_answer_is_lost_is_found_out()
    {
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, new PackageDestination(), default);
        _plane.Server.Faults.Add(new Fault { Route = "import", Kind = FaultKind.ResetAfterActing });

        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginImport(package, new() { Destination = SnapLogicPath.Project(Target) }));

        Assert.Null(error);
        Assert.Equal(_plane.Held(Target), Plane.Named(rows));
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Done, ResultReason.AnswerLost), (row.Status, row.Reason)));
        Assert.Single(_plane.Sent("import"));
    }

    [Theory]
    [InlineData("copyAssets")]
    [InlineData("taskDisable")]
    [InlineData("taskPlex")]
    [InlineData("publish")]
    [InlineData("migrateVersion")]
    public async Task Every_other_change_is_sent_once_and_said_to_be_unknown(string route)
    {
        var task = SnapLogicPath.Asset("/acme-prod/Sales/Price List/publish daily");
        SnapLogicChange change = route switch
        {
            "copyAssets" => _plane.Migrator.BeginCopy([new(SnapLogicPath.Asset(Orders + "/mapping.json"))], SnapLogicPath.Project(Target)),
            "taskDisable" => _plane.Migrator.BeginEnable(task, false),
            "taskPlex" => _plane.Migrator.BeginSetSnaplex(task, "my-snaplex", new()),
            "publish" => _plane.Migrator.BeginPublish(SnapLogicPath.Version("/acme/apim/BookStore/1.0"), new()),
            _ => _plane.Migrator.BeginVersionMigration(SnapLogicPath.Version("/acme/apim/BookStore/1.0"), SnapLogicPath.Version("/acme-prod/apim/BookStore/1.0"), SnapLogicPath.Snaplex("/acme-prod/shared/my-snaplex"), new()),
        };
        _plane.Server.Faults.Add(new Fault { Route = route, Kind = FaultKind.ResetAfterActing });

        var (rows, error) = await _plane.DoAsync(change);

        Assert.True(Assert.IsType<MigrationException>(error).IsAmbiguous);
        Assert.Equal((MigrationStatus.Unknown, ResultReason.AnswerLost), (Assert.Single(rows).Status, rows[0].Reason));
        Assert.Single(_plane.Sent(route));
    }

    [Theory]
    [InlineData(FaultKind.ResetAfterActing, "has 'mapping.json' now, which does not tell whether this call brought it")]
    [InlineData(FaultKind.ResetBeforeActing, "is not there so far")]
    [InlineData(FaultKind.MalformedBody, "is not there so far")]
    public async Task Of_a_copy_whose_answer_is_lost_each_row_says_what_is_at_the_destination(FaultKind kind, string seen)
    {
        _plane.Server.Faults.Add(new Fault { Route = "copyAssets", Kind = kind });

        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginCopy(
            [new(SnapLogicPath.Asset(Orders + "/mapping.json")), new(SnapLogicPath.Asset(Orders + "/nightly"))], SnapLogicPath.Project(Target)));

        Assert.Equal(ErrorKinds.OutcomeUnknown, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Unknown, ResultReason.AnswerLost), (row.Status, row.Reason)));
        Assert.Contains(seen, rows[0].Message, StringComparison.Ordinal);
        Assert.Single(_plane.Sent("copyAssets"));
    }

    [Fact]
    public async Task What_was_not_sent_after_a_lost_answer_is_not_said_to_be_unknown()
    {
        // The first call is refused without a name, so each half is tried apart: the first half's answer is lost.
        _plane.Server.Faults.Add(new Fault { Route = "copyAssets", Kind = FaultKind.Status, Status = 400 });
        _plane.Server.Faults.Add(new Fault { Route = "copyAssets", Kind = FaultKind.ResetAfterActing });

        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginCopy(
            [new(SnapLogicPath.Asset(Orders + "/mapping.json")), new(SnapLogicPath.Asset(Orders + "/nightly"))], SnapLogicPath.Project(Target)));

        Assert.Equal(ErrorKinds.OutcomeUnknown, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal([MigrationStatus.Unknown, MigrationStatus.Canceled], rows.Select(row => row.Status));
        Assert.Equal(["File mapping.json"], _plane.Held(Target));
        Assert.Equal(2, _plane.Sent("copyAssets").Count);
    }

    [Fact]
    public async Task A_look_that_fails_for_a_moment_is_made_again()
    {
        _plane.Server.Faults.Add(new Fault { Route = "migrate", Kind = FaultKind.ResetAfterActing });
        var change = _plane.Begin(Orders, Target, new() { Look = true });
        await change.PlanAsync(default);
        _plane.Server.Faults.Add(new Fault { Route = "export", Kind = FaultKind.Status, Status = 400 });

        await change.ApplyAsync(default);

        Assert.Equal(_plane.Held(Target), Plane.Named(change.Rows));
        Assert.Single(_plane.Sent("migrate"));
    }

    [Fact]
    public async Task A_cut_export_is_tried_again_and_never_half_a_package()
    {
        _plane.Server.Faults.Add(new Fault { Route = "export", Kind = FaultKind.TruncatedBody, Count = 2 });
        var path = Path.Combine(_plane.Folder, "cut.zip");
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, new PackageDestination(path), default);
        Assert.Equal(_plane.Held(Orders).Count, package.Items.Count);

        _plane.Server.Faults.Add(new Fault { Route = "export", Kind = FaultKind.Html200 });
        var error = await Assert.ThrowsAsync<MigrationException>(() => _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, new PackageDestination(Path.Combine(_plane.Folder, "page.zip")), default));
        Assert.Equal("UnexpectedAnswer", error.ErrorId);
        Assert.False(File.Exists(Path.Combine(_plane.Folder, "page.zip")));
    }
}
