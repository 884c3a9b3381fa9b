using System.IO.Compression;
using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>API versions, exports and imports, copies, tasks: what is sent, and what the target then holds.</summary>
public sealed class SnapLogicStepTests : IClassFixture<Plane>
{
    private const string Orders = "/acme/Sales/Order Sync";
    private const string Prices = "/acme-prod/Sales/Price List";
    private readonly Plane _plane;

    public SnapLogicStepTests(Plane plane)
    {
        _plane = plane;
        plane.Reset();
    }

    private SnapLogicVersionMigration Version(string source, string destination, string? plex = "/acme-prod/shared/my-snaplex", SnapLogicMigrationOptions? options = null) =>
        _plane.Migrator.BeginVersionMigration(SnapLogicPath.Version(source), SnapLogicPath.Version(destination), plex is null ? null : SnapLogicPath.Snaplex(plex), options ?? new());

    [Fact]
    public async Task A_version_comes_over_with_its_own_keys_escaped_in_the_body()
    {
        var (rows, error) = await _plane.DoAsync(Version("/acme/apim/My User API/1.0", "/acme-prod/apim/My User API/2.0"));

        Assert.Null(error);
        var sent = Assert.Single(_plane.Sent("migrateVersion"));
        Assert.EndsWith("/apim/migrate_version/acme/apim/My%20User%20API/1.0", sent.Target, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(sent.Body!);
        Assert.Equal("/acme-prod/apim/My%20User%20API/2.0", body.RootElement.GetProperty("dest_version_path").GetString());
        Assert.Equal("/acme-prod/shared/my-snaplex", body.RootElement.GetProperty("dest_plex_path").GetString());
        Assert.True(body.RootElement.GetProperty("async_mode").GetBoolean());
        Assert.False(body.RootElement.TryGetProperty("async", out _));
        Assert.Equal(["order"], rows.Where(row => row.Status == MigrationStatus.Failed).Select(row => row.Name));
        Assert.Equal(rows.Count - 1, _plane.Held("/acme-prod/apim/My User API/2.0").Count);
        Assert.Equal(Publication.Unpublished, _plane.Server.State.Folder("/acme-prod/apim/My User API/2.0")!.Publication);
    }

    [Theory]
    [InlineData("/acme/apim/BookStore/1.0", "/acme-prod/apim/BookStore/1.0", "/acme-prod/shared/cloud", "SnaplexUnfit", "Groundplex")]
    [InlineData("/acme/apim/BookStore/7.0", "/acme-prod/apim/BookStore/1.0", "/acme-prod/shared/my-snaplex", "PathNotFound", "upper and lower case")]
    [InlineData("/acme/apim/bookstore/1.0", "/acme-prod/apim/BookStore/1.0", "/acme-prod/shared/my-snaplex", "PathNotFound", "upper and lower case")]
    [InlineData("/acme/apim/BookStore/1.0", "/acme-prod/apim/BookStore/1.0", "/acme-prod/shared/none", "PathNotFound", "Snaplex")]
    [InlineData("/acme/apim/BookStore/1.0", "/acme/apim/My User API/1.0", "/acme/shared/my-snaplex", "ConflictFound", "-OnConflict Overwrite")]
    public async Task The_documented_errors_say_what_to_do(string source, string destination, string plex, string kind, string remedy)
    {
        var before = _plane.Server.State.Describe(withoutNoise: true).ToJsonString();

        var (rows, error) = await _plane.DoAsync(Version(source, destination, plex));

        var failure = Assert.IsType<MigrationException>(error);
        Assert.Equal(kind, failure.ErrorId);
        Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
        Assert.Equal(kind, Assert.Single(rows).ErrorId);
        Assert.Equal(before, _plane.Server.State.Describe(withoutNoise: true).ToJsonString());
    }

    [Fact]
    public async Task A_version_that_is_there_is_overwritten_or_left()
    {
        await _plane.DoAsync(Version("/acme/apim/BookStore/1.0", "/acme-prod/apim/BookStore/1.0"));

        var (skipped, _) = await _plane.DoAsync(Version("/acme/apim/BookStore/1.0", "/acme-prod/apim/BookStore/1.0", options: new() { OnConflict = ConflictPolicy.Skip }));
        Assert.Equal(MigrationStatus.Skipped, Assert.Single(skipped).Status);
        var (rows, error) = await _plane.DoAsync(Version("/acme/apim/BookStore/1.0", "/acme-prod/apim/BookStore/1.0", options: new() { OnConflict = ConflictPolicy.Overwrite }));
        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Done, MigrationAction.Replace), (row.Status, row.Action)));
        Assert.DoesNotContain(rows, row => row.Name is "store_db" or "list_task");
    }

    [Theory]
    [InlineData(ConflictPolicy.Skip, "Skipped")]
    [InlineData(ConflictPolicy.Overwrite, "Done")]
    public async Task An_import_adds_what_lacks_and_overwrites_what_is_meant(ConflictPolicy policy, string pipeline)
    {
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project("/acme/Sales/Price List"), [], false, new PackageDestination(), default);
        var account = _plane.Server.State.Find(Prices + "/prices_db")!.Content.Sha256;

        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginImport(package, new() { Destination = SnapLogicPath.Project(Prices), OnConflict = policy }));

        Assert.Null(error);
        var byName = rows.ToDictionary(row => row.Name!);
        Assert.Equal("Done", byName["Draft prices"].Status.ToString());
        Assert.Equal(pipeline, byName["Publish prices"].Status.ToString());
        Assert.Equal("Skipped", byName["prices_db"].Status.ToString());
        Assert.Equal("Skipped", byName["publish daily"].Status.ToString());
        Assert.Equal(account, _plane.Server.State.Find(Prices + "/prices_db")!.Content.Sha256);
        var query = Assert.Single(_plane.Sent("import")).Query;
        Assert.Equal(policy == ConflictPolicy.Skip ? "skip" : "overwrite", query["duplicate_check"]);
        if (policy == ConflictPolicy.Overwrite) Assert.Equal("File,Pipeline", query["overwrite_types"]);
    }

    [Fact]
    public async Task An_import_makes_a_second_project_only_if_that_is_asked_for()
    {
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project("/acme/Sales/Price List"), [], false, new PackageDestination(), default);
        var options = new SnapLogicImportOptions { Destination = SnapLogicPath.Project(Prices) };

        var (failed, error) = await _plane.DoAsync(_plane.Migrator.BeginImport(package, options));
        Assert.Equal(ErrorKinds.ConflictFound, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal(ResultReason.Conflict, Assert.Single(failed).Reason);
        Assert.Empty(_plane.Sent("import"));

        var (_, none) = await _plane.DoAsync(_plane.Migrator.BeginImport(package, options with { OnConflict = ConflictPolicy.Duplicate }));
        Assert.Null(none);
        Assert.Equal(package.Items.Count, _plane.Held(Prices + " 1").Count);
    }

    [Fact]
    public async Task Accounts_and_expressions_travel_with_the_import()
    {
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, new PackageDestination(Path.Combine(_plane.Folder, "orders.zip"), force: true), default);
        var accounts = Path.Combine(_plane.Folder, "accounts.json");
        using (var archive = ZipFile.OpenRead(package.Path!))
        using (var text = new StreamReader(archive.GetEntry("accounts_template.json")!.Open()))
        {
            await File.WriteAllTextAsync(accounts, (await text.ReadToEndAsync()).Replace("orders.dev.acme", "orders.acme", StringComparison.Ordinal));
        }
        var expressions = Path.Combine(_plane.Folder, "expressions.zip");
        using (var archive = new ZipArchive(File.Create(expressions), ZipArchiveMode.Create))
        using (var text = new StreamWriter(archive.CreateEntry("extra.expr").Open()))
        {
            await text.WriteAsync("{}");
        }

        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginImport(package, new()
        {
            Destination = SnapLogicPath.Project("/acme-prod/Sales/Order Sync"), AccountFile = accounts, ExpressionFile = expressions,
        }));

        Assert.Null(error);
        Assert.Contains("File extra.expr", _plane.Held("/acme-prod/Sales/Order Sync"));
        Assert.Contains("orders.acme", _plane.Server.State.Find("/acme-prod/Sales/Order Sync/orders_db")!.Content.Text, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Equal(["file", "file_account", "file_expr"], Assert.Single(_plane.Sent("import")).Files.Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_export_is_what_the_server_sent_with_a_manifest_beside_it()
    {
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), ["Pipeline"], true, new PackageDestination(_plane.Folder + Path.DirectorySeparatorChar, force: true), default);

        Assert.Equal(("SnapLogic", "Project", "Order Sync.zip"), (package.System, package.Kind, Path.GetFileName(package.Path)));
        Assert.Equal(["Order Sync", "Read orders", "Write orders"], package.Items.Select(item => item.Name).Order(StringComparer.Ordinal));
        var sent = Assert.Single(_plane.Sent("export"));
        Assert.Equal(("Pipeline", "true"), (sent.Query["asset_types"], sent.Query["force"]));
        var read = await KnownFormats.Reader.ReadAsync(package.Path!);
        Assert.Equal((package.Sha256, package.Source, package.Items.Count), (read.Sha256, read.Source, read.Items.Count));
        Assert.Equal(["Project /acme/Sales/Order Sync"], read.Requested);
    }

    [Theory]
    [InlineData("svc-deploy@example.com", "/acme/Sales/order sync", "PathNotFound")]
    [InlineData("developer@example.com", "/acme/Sales/Order Sync", "Forbidden")]
    public async Task An_export_that_is_refused_leaves_no_file(string user, string project, string kind)
    {
        var connection = await _plane.ConnectAsync(user, "other");
        var path = Path.Combine(_plane.Folder, "refused.zip");

        var error = await Assert.ThrowsAsync<MigrationException>(() => new SnapLogicMigrator(connection, _plane.Told).ExportAsync(SnapLogicPath.Project(project), [], false, new PackageDestination(path), default));

        Assert.Equal(kind, error.ErrorId);
        Assert.Empty(Directory.GetFiles(_plane.Folder, "refused*"));
        Assert.Empty(Directory.GetFiles(_plane.Folder, "*.partial"));
    }

    [Fact]
    public async Task A_bad_asset_does_not_fail_the_others()
    {
        var copy = _plane.Migrator.BeginCopy(
            [.. new[] { "Read orders", "nothing", "mapping.json", "neither" }.Select(name => new SnapLogicCopyItem(SnapLogicPath.Asset($"{Orders}/{name}")))], SnapLogicPath.Project("/acme-prod/Sales/Copied"));

        var (rows, error) = await _plane.DoAsync(copy);

        Assert.Null(error);
        Assert.Equal([MigrationStatus.Done, MigrationStatus.Failed, MigrationStatus.Done, MigrationStatus.Failed], rows.Select(row => row.Status));
        Assert.Equal(2, copy.Complaints.Count);
        Assert.All(copy.Complaints, complaint => Assert.Equal(ErrorKinds.PathNotFound, complaint.Error.Kind));
        Assert.Equal(["File mapping.json", "Pipeline Read orders"], _plane.Held("/acme-prod/Sales/Copied"));
    }

    [Fact]
    public async Task A_copy_of_what_may_not_be_read_says_so()
    {
        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginCopy([new(SnapLogicPath.Asset("/acme/Finance/Invoices/secure_pipeline"), "Pipeline")], SnapLogicPath.Project("/acme-prod/Finance/Invoices")));
        Assert.Null(error);
        Assert.Equal((MigrationStatus.Failed, "AssetNotAllowed", "Pipeline"), (Assert.Single(rows).Status, rows[0].ErrorId, rows[0].Type));
    }

    [Fact]
    public async Task Tasks_of_a_project_are_disabled_bound_and_enabled()
    {
        var project = SnapLogicPath.Project(Prices);
        var task = SnapLogicPath.Asset(Prices + "/publish daily");

        var (disabled, _) = await _plane.DoAsync(_plane.Migrator.BeginEnable(project, false));
        Assert.Equal(("Job", "publish daily", MigrationStatus.Done), (Assert.Single(disabled).Type, disabled[0].Name, disabled[0].Status));
        Assert.False(_plane.Server.State.Find(task.ToString())!.Enabled);

        foreach (var (given, bound) in new[] { ("my-snaplex", "acme-prod/rt/ground/main"), ("/acme-prod/shared/cloud", "acme-prod/rt/cloud/prod"), ("/acme-prod/rt/ground/sales", "acme-prod/rt/ground/sales") })
        {
            var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginSetSnaplex(task, given, new()));
            Assert.Null(error);
            Assert.Equal(MigrationStatus.Done, Assert.Single(rows).Status);
            Assert.Equal(bound, _plane.Server.State.Find(task.ToString())!.RuntimePathId);
        }
        var (enabled, _) = await _plane.DoAsync(_plane.Migrator.BeginEnable(task, true));
        Assert.Equal(MigrationStatus.Done, Assert.Single(enabled).Status);
        Assert.True(_plane.Server.State.Find(task.ToString())!.Enabled);
        Assert.All(_plane.Server.Log.Requests.Where(request => request.Route.StartsWith("task", StringComparison.Ordinal)), request =>
            Assert.True(request.Body!.Contains("task_path", StringComparison.Ordinal) ^ request.Body.Contains("project_path", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_Snaplex_that_is_not_there_is_told_with_those_that_are()
    {
        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginSetSnaplex(SnapLogicPath.Project(Prices), "nothing", new()));
        Assert.Equal(ErrorKinds.SnaplexNotFound, Assert.IsType<MigrationException>(error).Kind);
        Assert.Contains("/acme-prod/shared/my-snaplex", error!.Message, StringComparison.Ordinal);
        Assert.Equal(MigrationStatus.Failed, Assert.Single(rows).Status);
        Assert.Empty(_plane.Sent("taskPlex"));
    }

    [Fact]
    public async Task A_task_that_is_not_there_fails_alone_with_the_path()
    {
        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginEnable(SnapLogicPath.Asset(Prices + "/Publish Daily"), true));
        Assert.Equal(ErrorKinds.PathNotFound, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal(MigrationStatus.Failed, Assert.Single(rows).Status);
    }

    private const string Report = "{\"response_map\":{\"successful\":[SUCCESSFUL],\"failed\":[FAILED],\"warnings\":[]},\"http_status_code\":200}";

    private void Answer(string successful, string failed) => _plane.Server.Faults.Add(new()
    {
        Route = "import",
        Kind = FaultKind.MalformedBody,
        Text = Report.Replace("SUCCESSFUL", successful, StringComparison.Ordinal).Replace("FAILED", failed, StringComparison.Ordinal),
    });

    [Fact]
    public async Task What_was_to_be_replaced_and_was_not_is_a_failure()
    {
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project("/acme/Sales/Price List"), [], false, new PackageDestination(), default);
        Answer(string.Empty, "{\"name\":\"Publish prices\",\"status_code\":409,\"reason\":\"HTTP Code: 409 Status: CONFLICT\"},{\"name\":\"prices_db\",\"status_code\":409}");

        var change = _plane.Migrator.BeginImport(package, new() { Destination = SnapLogicPath.Project(Prices), OnConflict = ConflictPolicy.Overwrite });
        var (rows, _) = await _plane.DoAsync(change);

        Assert.Equal((MigrationStatus.Failed, "ConflictFound"), rows.Where(row => row.Name == "Publish prices").Select(row => (row.Status, row.ErrorId)).Single());
        Assert.Contains(change.Complaints, complaint => complaint.Row.Name == "Publish prices");
        // An account was not to be replaced.
        Assert.Equal(MigrationStatus.Skipped, rows.Single(row => row.Name == "prices_db").Status);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("{\"name\":\"Draft prices\",\"snode_id\":\"58d172f773fe032daac6350c\"}", 1)]
    public async Task What_an_answer_does_not_name_is_unknown_and_not_done(string successful, int done)
    {
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project("/acme/Sales/Price List"), [], false, new PackageDestination(), default);
        Answer(successful, string.Empty);

        var change = _plane.Migrator.BeginImport(package, new() { Destination = SnapLogicPath.Project("/acme-prod/Sales/New List") });
        var (rows, _) = await _plane.DoAsync(change);

        Assert.Equal(package.Items.Count, rows.Count);
        Assert.Equal(done, rows.Count(row => row.Status == MigrationStatus.Done));
        Assert.Equal(package.Items.Count - done, rows.Count(row => row is { Status: MigrationStatus.Unknown, Reason: ResultReason.AnswerUnreadable, ErrorId: "OutcomeUnknown" }));
        Assert.Equal(package.Items.Count - done, change.Complaints.Count);
    }

    [Fact]
    public async Task Of_two_packages_for_one_new_project_the_second_finds_it_there()
    {
        var first = await _plane.Migrator.ExportAsync(SnapLogicPath.Project("/acme/Sales/Price List"), [], false, new PackageDestination(), default);
        var second = await _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, new PackageDestination(), default);
        var into = new SnapLogicImportOptions { Destination = SnapLogicPath.Project("/acme-prod/Sales/One") };
        var (one, two) = (_plane.Migrator.BeginImport(first, into), _plane.Migrator.BeginImport(second, into));
        await one.PlanAsync(default);
        await two.PlanAsync(default);

        await one.ApplyAsync(default);
        var error = await Assert.ThrowsAsync<MigrationException>(() => two.ApplyAsync(default));

        Assert.Equal(ErrorKinds.ConflictFound, error.Kind);
        Assert.Single(_plane.Sent("import"));
        Assert.Equal(first.Items.Count, _plane.Held("/acme-prod/Sales/One").Count);
    }
}
