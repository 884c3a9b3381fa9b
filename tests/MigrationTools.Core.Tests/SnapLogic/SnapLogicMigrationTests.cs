using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>A project on its way into another environment: what is sent, what the target then holds, what the rows say.</summary>
public sealed class SnapLogicMigrationTests : IClassFixture<Plane>
{
    private const string Orders = "/acme/Sales/Order Sync";
    private const string Prices = "/acme/Sales/Price List";
    private const string Target = "/acme-prod/Sales/Order Sync";
    private const string PricesTarget = "/acme-prod/Sales/Price List";
    private readonly Plane _plane;

    public SnapLogicMigrationTests(Plane plane)
    {
        _plane = plane;
        plane.Reset();
    }

    private static readonly SnapLogicMigrationOptions Overwrite = new() { OnConflict = ConflictPolicy.Overwrite };

    [Fact]
    public async Task A_new_project_comes_over_whole_and_every_asset_has_a_row()
    {
        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        Assert.Null(error);
        Assert.Equal(_plane.Held(Orders), _plane.Held(Target));
        Assert.Equal(_plane.Held(Target).Count, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal((MigrationStatus.Done, MigrationAction.Create), (row.Status, row.Action));
            Assert.Equal((Orders, Target, $"{Orders} -> {Target}"), (row.Source, row.Target, row.InputKey));
            Assert.Contains(_plane.Server.State.Assets(Target), asset => asset.SnodeId == row.DestinationId && asset.Name == row.Name);
            Assert.Null(row.ErrorId);
        });
    }

    [Fact]
    public async Task The_documented_keys_are_sent_once_and_all_types_are_named()
    {
        await _plane.MigrateAsync(Orders, Target);

        var sent = Assert.Single(_plane.Sent("migrate"));
        Assert.EndsWith("/api/1/rest/public/project/migrate/acme/Sales/Order%20Sync", sent.Target, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(sent.Body!);
        Assert.Equal(["dest_path", "asset_types", "duplicate_check", "async"], body.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Target, body.RootElement.GetProperty("dest_path").GetString());
        Assert.Equal(["Account", "File", "Job", "Pipeline", "Policy"], body.RootElement.GetProperty("asset_types").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal(JsonValueKind.True, body.RootElement.GetProperty("duplicate_check").ValueKind);
        Assert.Equal(JsonValueKind.True, body.RootElement.GetProperty("async").ValueKind);
        Assert.Empty(_plane.Sent("export"));
    }

    [Fact]
    public async Task A_completed_migration_with_a_failed_asset_is_no_success()
    {
        var migration = _plane.Begin("/acme/Finance/Invoices", "/acme-prod/Finance/Invoices");
        var (rows, error) = await _plane.DoAsync(migration);

        Assert.Null(error);
        var failed = Assert.Single(rows, row => row.Status == MigrationStatus.Failed);
        Assert.Equal(("secure_pipeline", "AssetNotAllowed", ResultReason.Rejected), (failed.Name, failed.ErrorId, failed.Reason));
        Assert.Contains("UNAUTHORIZED", failed.Message, StringComparison.Ordinal);
        Assert.Contains("trust", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Copy-SnapLogicAsset", failed.Message, StringComparison.Ordinal);
        Assert.Null(failed.DestinationId);
        Assert.Equal(_plane.Server.State.Find("/acme/Finance/Invoices/secure_pipeline")!.SnodeId, failed.SourceId);
        var complaint = Assert.Single(migration.Complaints);
        Assert.Same(failed, complaint.Row);
        Assert.DoesNotContain("Pipeline secure_pipeline", _plane.Held("/acme-prod/Finance/Invoices"));
        Assert.Equal(rows.Count - 1, _plane.Held("/acme-prod/Finance/Invoices").Count);
    }

    [Fact]
    public async Task Accounts_and_policies_that_may_not_cross_are_told_one_by_one()
    {
        var (rows, error) = await _plane.MigrateAsync(Orders, "/acme-lab/Sales/Order Sync");

        Assert.Null(error);
        Assert.Equal(["orders_db", "rest_account"], rows.Where(row => row.Status == MigrationStatus.Failed).Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_plane.Held("/acme-lab/Sales/Order Sync"), held => held.StartsWith("Account", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ConflictReply.Http409)]
    [InlineData(ConflictReply.Body409)]
    [InlineData(ConflictReply.TokenThenFailed)]
    public async Task A_project_that_is_there_is_left_as_it_is_with_Fail(ConflictReply conflict)
    {
        _plane.Server.Switches.Conflict = conflict;
        var before = _plane.Server.State.Describe(withoutNoise: true).ToJsonString();

        var (rows, error) = await _plane.MigrateAsync(Prices, PricesTarget);

        var failure = Assert.IsType<MigrationException>(error);
        Assert.Equal(ErrorKinds.ConflictFound, failure.Kind);
        Assert.Contains("-OnConflict Overwrite", failure.Message, StringComparison.Ordinal);
        var row = Assert.Single(rows);
        Assert.Equal((MigrationStatus.Failed, ResultReason.Conflict, "ConflictFound"), (row.Status, row.Reason, row.ErrorId));
        Assert.Single(_plane.Sent("migrate"));
        Assert.Equal(before, _plane.Server.State.Describe(withoutNoise: true).ToJsonString());
    }

    [Theory]
    [InlineData(ConflictReply.Http409)]
    [InlineData(ConflictReply.Body409)]
    [InlineData(ConflictReply.TokenThenFailed)]
    public async Task Overwrite_leaves_accounts_and_tasks_of_a_project_that_is_there_unless_they_are_named(ConflictReply conflict)
    {
        _plane.Server.Switches.Conflict = conflict;
        var account = _plane.Server.State.Find(PricesTarget + "/prices_db")!.Content.Sha256;

        var (rows, error) = await _plane.MigrateAsync(Prices, PricesTarget, Overwrite);

        Assert.Null(error);
        Assert.Equal(2, _plane.Sent("migrate").Count);
        using var second = JsonDocument.Parse(_plane.Sent("migrate")[1].Body!);
        Assert.Equal(["File", "Pipeline", "Policy"], second.RootElement.GetProperty("asset_types").EnumerateArray().Select(type => type.GetString()));
        Assert.False(second.RootElement.GetProperty("duplicate_check").GetBoolean());
        Assert.Equal(account, _plane.Server.State.Find(PricesTarget + "/prices_db")!.Content.Sha256);
        Assert.Contains("Pipeline Draft prices", _plane.Held(PricesTarget));
        Assert.Contains("Pipeline Prod only", _plane.Held(PricesTarget));
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Done, MigrationAction.Replace), (row.Status, row.Action)));
        Assert.Contains(_plane.Told.Warnings, line => line.Contains("accounts and tasks are left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Overwrite_sends_what_is_named_at_once()
    {
        var (rows, error) = await _plane.MigrateAsync(Prices, PricesTarget, Overwrite with { AssetTypes = ["Account"] });

        Assert.Null(error);
        var row = Assert.Single(rows);
        // The usual document tells no types; of one type that was asked for, it is known.
        Assert.Equal(("Account", "prices_db", MigrationStatus.Done), (row.Type, row.Name, row.Status));
        Assert.Single(_plane.Sent("migrate"));
        Assert.Equal(_plane.Server.State.Find(Prices + "/prices_db")!.Content.Sha256, _plane.Server.State.Find(PricesTarget + "/prices_db")!.Content.Sha256);
    }

    [Fact]
    public async Task Overwrite_of_what_is_not_there_brings_all_types_in_one_request()
    {
        var (rows, error) = await _plane.MigrateAsync(Orders, Target, Overwrite);

        Assert.Null(error);
        Assert.Single(_plane.Sent("migrate"));
        Assert.Equal(_plane.Held(Orders), _plane.Held(Target));
        Assert.All(rows, row => Assert.Equal(MigrationAction.Create, row.Action));
    }

    [Theory]
    [InlineData("svc-deploy@example.com", 0)]
    [InlineData("developer@example.com", 1)]
    public async Task Skip_leaves_out_what_is_there_with_and_without_the_right_to_look(string user, int requests)
    {
        var connection = await _plane.ConnectAsync(user, "other");

        var (rows, error) = await _plane.MigrateAsync(Prices, PricesTarget, new() { OnConflict = ConflictPolicy.Skip }, connection);

        Assert.Null(error);
        var row = Assert.Single(rows);
        Assert.Equal((MigrationStatus.Skipped, ResultReason.ExistsOnTarget, MigrationAction.None), (row.Status, row.Reason, row.Action));
        Assert.Equal(requests, _plane.Sent("migrate").Count);
        Assert.DoesNotContain("Pipeline Draft prices", _plane.Held(PricesTarget));
    }

    [Fact]
    public async Task Duplicate_is_refused_before_anything_is_sent()
    {
        var (_, error) = await _plane.MigrateAsync(Orders, Target, new() { OnConflict = ConflictPolicy.Duplicate });

        Assert.Equal(ErrorKinds.ConflictNotSupported, Assert.IsType<MigrationException>(error).Kind);
        Assert.Empty(_plane.Sent("migrate"));
    }

    [Fact]
    public async Task A_backup_is_written_before_the_overwriting_and_can_be_imported_again()
    {
        var before = _plane.Held(PricesTarget);
        var folder = Path.Combine(_plane.Folder, "saved");

        var (_, error) = await _plane.MigrateAsync(Prices, PricesTarget, Overwrite with { Backup = folder });

        Assert.Null(error);
        var file = Assert.Single(Directory.GetFiles(folder, "*.zip"));
        var package = await KnownFormats.Reader.ReadAsync(file);
        Assert.Equal(before, package.Items.Select(item => $"{item.Type} {item.Name}").Order(StringComparer.Ordinal));
        var order = _plane.Server.Log.Requests.Select(request => request.Route).Where(route => route is "migrate" or "export").ToList();
        Assert.Equal(["migrate", "export", "migrate"], order);
    }

    [Fact]
    public async Task A_backup_that_fails_lets_nothing_be_overwritten()
    {
        var developer = await _plane.ConnectAsync("developer@example.com", "developer");
        var before = _plane.Held(PricesTarget);

        var (rows, error) = await _plane.MigrateAsync(Prices, PricesTarget, Overwrite with { Backup = Path.Combine(_plane.Folder, "none"), AssetTypes = ["Pipeline"] }, developer);

        Assert.Equal(ErrorKinds.BackupFailed, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal("BackupFailed", Assert.Single(rows).ErrorId);
        Assert.Empty(_plane.Sent("migrate"));
        Assert.Equal(before, _plane.Held(PricesTarget));
    }

    [Fact]
    public async Task A_look_plans_what_is_new_what_is_overwritten_and_what_is_only_there()
    {
        var migration = _plane.Begin(Prices, PricesTarget, Overwrite with { Look = true });
        await migration.PlanAsync(default);
        migration.LeaveOut(rehearsed: true);

        var plan = migration.Rows.ToDictionary(row => $"{row.Type} {row.Name}", row => row.Action);
        Assert.Equal(MigrationAction.Create, plan["Pipeline Draft prices"]);
        Assert.Equal(MigrationAction.Replace, plan["Pipeline Publish prices"]);
        Assert.Equal(MigrationAction.None, plan["Pipeline Prod only"]);
        Assert.Equal(MigrationAction.None, plan["Account prices_db"]);
        Assert.Equal(MigrationAction.None, plan["Job publish daily"]);
        Assert.All(migration.Rows, row => Assert.Equal(
            row.Action == MigrationAction.None ? (MigrationStatus.Skipped, ResultReason.None) : (MigrationStatus.Planned, ResultReason.WhatIf), (row.Status, row.Reason)));
        Assert.Contains("2 new", migration.Summary, StringComparison.Ordinal);
        Assert.Empty(_plane.Sent("migrate"));
    }

    [Fact]
    public async Task Types_that_a_look_has_told_stand_in_the_rows_of_the_run()
    {
        // The answer tells none, and a pipeline and a task share a name: of the types that were asked for only one fits.
        var (rows, error) = await _plane.DoAsync(_plane.Begin(Orders, Target, new() { Look = true, AssetTypes = ["File", "Pipeline"] }));

        Assert.Null(error);
        Assert.Equal(_plane.Held(Target), rows.Select(row => $"{row.Type} {row.Name}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_look_that_is_not_allowed_says_what_could_not_be_known()
    {
        var developer = await _plane.ConnectAsync("developer@example.com", "developer");
        var migration = _plane.Begin(Prices, PricesTarget, Overwrite with { Look = true }, developer);
        await migration.PlanAsync(default);

        var row = Assert.Single(migration.Rows);
        Assert.Equal((MigrationStatus.Planned, ResultReason.Estimated, MigrationAction.Unknown), (row.Status, row.Reason, row.Action));
        Assert.Contains("could not be known", row.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_wish_to_wait_the_job_comes_back_at_once_and_is_taken_up_by_token()
    {
        _plane.Server.Switches.StatusSteps = 4;
        var migration = _plane.Begin(Orders, Target, new() { NoWait = true });
        var (rows, error) = await _plane.DoAsync(migration);

        Assert.Null(error);
        Assert.Empty(rows);
        Assert.Empty(_plane.Sent("status"));
        var job = migration.Job!;
        Assert.Equal(("SnapLogic", SnapLogicMigration.OfProject, JobState.Submitted), (job.System, job.Kind, job.State));
        Assert.Equal((Orders, Target), (job.Source, job.Target));

        var other = new SnapLogicMigrator(_plane.Connection, _plane.Told);
        Assert.Equal(JobState.Running, (await other.GetAsync(other.JobOf(job.Id), default)).State);
        var wait = other.BeginWait(other.JobOf(job.StatusUri!), TimeSpan.FromHours(1));
        await wait.RunAsync(default);
        Assert.Equal(_plane.Held(Target).Count, wait.Rows.Count);
        Assert.All(wait.Rows, row => Assert.Equal((MigrationStatus.Done, Orders, Target), (row.Status, row.Source, row.Target)));
    }

    [Fact]
    public async Task The_observer_knows_the_job_before_its_end()
    {
        await _plane.MigrateAsync(Orders, Target);

        var states = _plane.Told.Jobs.ToList();
        Assert.Equal(JobState.Submitted, states[0].State);
        Assert.Equal(JobState.Completed, states[^1].State);
        Assert.Single(states.Select(job => job.Id).Distinct());
        Assert.Contains(_plane.Told.Updates, update => update.Status.StartsWith("Running, 00:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wait_that_is_over_leaves_the_job_running_and_says_how_to_take_it_up()
    {
        _plane.Server.Switches.Outcome = RunOutcome.NeverEnds;

        var (rows, error) = await _plane.MigrateAsync(Orders, Target, new() { Timeout = TimeSpan.FromSeconds(2) });

        var failure = Assert.IsType<MigrationException>(error);
        Assert.Equal(ErrorKinds.JobTimeout, failure.Kind);
        var row = Assert.Single(rows);
        Assert.Equal((MigrationStatus.Unknown, ResultReason.StillRunning, "JobTimeout"), (row.Status, row.Reason, row.ErrorId));
        var token = Assert.Single(_plane.Server.State.Runs).Token;
        Assert.Contains($"Wait-SnapLogicMigration {token}", row.Message, StringComparison.Ordinal);
        Assert.Contains(token, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_in_the_wait_leaves_the_token_in_the_row()
    {
        _plane.Server.Switches.Outcome = RunOutcome.NeverEnds;
        using var stop = new CancellationTokenSource();
        var running = _plane.MigrateAsync(Orders, Target, stop: stop.Token);
        await _plane.Server.Log.WaitForAsync(request => request.Route == "status", TimeSpan.FromSeconds(30));
        await stop.CancelAsync();

        var (rows, error) = await running;

        Assert.IsAssignableFrom<OperationCanceledException>(error);
        var row = Assert.Single(rows);
        Assert.Equal((MigrationStatus.Unknown, ResultReason.StillRunning), (row.Status, row.Reason));
        Assert.Contains(Assert.Single(_plane.Server.State.Runs).Token, row.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_unknown_and_not_failed()
    {
        _plane.Server.Switches.Retention = Retention.Reads;
        _plane.Server.Switches.RetentionReads = 1;

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        Assert.Equal(ErrorKinds.MigrationUnknown, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal((MigrationStatus.Unknown, "MigrationUnknown"), (Assert.Single(rows).Status, rows[0].ErrorId));
    }

    [Theory]
    [MemberData(nameof(AwkwardNames))]
    public async Task Awkward_names_arrive_as_they_are(string name)
    {
        var (rows, error) = await _plane.MigrateAsync($"/acme/Sales/{name}", $"/acme-prod/Sales/{name}");

        Assert.Null(error);
        Assert.Equal("only one", Assert.Single(rows).Name);
        Assert.Equal(["Pipeline only one"], _plane.Held($"/acme-prod/Sales/{name}"));
    }

    public static TheoryData<string> AwkwardNames => [.. SnapLogicServer.AwkwardNames];

    [Fact]
    public async Task Assets_of_awkward_names_have_rows_of_their_names()
    {
        var (rows, error) = await _plane.MigrateAsync("/acme/Sales/Names", "/acme-prod/Sales/Names");

        Assert.Null(error);
        Assert.Equal(_plane.Held("/acme-prod/Sales/Names").Select(held => held[(held.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal), rows.Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("svc-deploy@example.com", "/acme/sales/Order Sync", Target, "PathNotFound", "upper and lower case")]
    [InlineData("svc-deploy@example.com", Orders, "/acme-production/Sales/Order Sync", "PathNotFound", "upper and lower case")]
    [InlineData("svc-deploy@example.com", Orders, Orders, "SameProject", "another project")]
    [InlineData("svc-deploy@example.com", Orders, "/acme-sso/Sales/Order Sync", "BasicAuthenticationDisabled", "-AccessToken")]
    [InlineData("reader@example.com", Orders, Target, "Forbidden", "write rights")]
    public async Task Each_wrong_input_has_its_own_error_and_changes_nothing(string user, string source, string destination, string kind, string remedy)
    {
        var connection = await _plane.ConnectAsync(user, "other");
        var before = _plane.Server.State.Describe().ToJsonString();

        var (rows, error) = await _plane.MigrateAsync(source, destination, by: connection);

        Assert.Equal(kind, Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.Equal((kind, MigrationStatus.Failed), (Assert.Single(rows).ErrorId, rows[0].Status));
        Assert.Equal(before, _plane.Server.State.Describe().ToJsonString());
    }

    [Fact]
    public async Task A_token_goes_where_basic_authentication_does_not()
    {
        var connection = await _plane.ConnectWithTokenAsync(_plane.Server.AccessToken);
        var (rows, error) = await _plane.MigrateAsync(Orders, "/acme-sso/Sales/Order Sync", by: connection);
        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Equal(_plane.Held(Orders), _plane.Held("/acme-sso/Sales/Order Sync"));
    }
}
