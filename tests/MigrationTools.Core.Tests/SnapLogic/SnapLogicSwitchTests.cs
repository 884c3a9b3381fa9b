using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>Every value of everything that is not known of the service, walked end to end: client and emulator must not agree on one guess.</summary>
public sealed class SnapLogicSwitchTests : IClassFixture<Plane>
{
    private const string Orders = "/acme/Sales/Order Sync";
    private const string Target = "/acme-prod/Sales/Order Sync";
    private readonly Plane _plane;

    public SnapLogicSwitchTests(Plane plane)
    {
        _plane = plane;
        plane.Reset();
    }

    /// <summary>With these a whole project comes over all the same.</summary>
    public static TheoryData<string, string> Harmless => new()
    {
        { "AsyncKey", "Either" }, { "AsyncKey", "AsyncOnly" }, { "AsyncKey", "AsyncModeOnly" },
        { "MigrateReply", "Token" }, { "MigrateReply", "Sync" }, { "MigrateReply", "TokenWithoutUrl" },
        { "AssetTypesDefault", "All" }, { "AssetTypesDefault", "None" }, { "AssetTypesDefault", "BadRequest" },
        { "TaskState", "ByRule" }, { "TaskState", "Keep" }, { "TaskState", "Disabled" },
        { "StatusGeneration", "A" }, { "StatusGeneration", "B" }, { "StatusGeneration", "C" },
        { "StatusPath", "Both" }, { "StatusPath", "ProjectMigrateOnly" }, { "StatusPath", "MigrateOnly" },
        { "MigratePathNeedsAdmin", "On" }, { "MigratePathNeedsAdmin", "Off" },
        { "Outcome", "Natural" }, { "Outcome", "Queued" },
        { "StartedLists", "Empty" }, { "StartedLists", "Partial" },
        { "EmptyLists", "Array" }, { "EmptyLists", "Null" }, { "EmptyLists", "Absent" },
        { "WarningKey", "Message" }, { "WarningKey", "Warning" }, { "WarningKey", "Reason" }, { "WarningKey", "PlainString" },
        { "Retention", "Unlimited" }, { "Retention", "Time" },
        { "StatusUrlHost", "Same" }, { "StatusUrlHost", "Alias" }, { "StatusUrlHost", "Foreign" }, { "StatusUrlHost", "Relative" }, { "StatusUrlHost", "OtherScheme" },
        { "StatusHeader", "Off" }, { "StatusHeader", "On" }, { "ExtraFields", "Off" }, { "ExtraFields", "On" },
        { "LeadingSlash", "Yes" }, { "LeadingSlash", "No" }, { "LeadingSlash", "Mixed" },
    };

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task A_whole_project_comes_over_all_the_same(string name, string value)
    {
        Set(name, value);

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        Assert.Null(error);
        Assert.Equal(_plane.Held(Orders), _plane.Held(Target));
        Assert.Equal(_plane.Held(Target).Count, rows.Count);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Done, Target, Orders), (row.Status, row.Target, row.Source)));
        Assert.Single(_plane.Sent("migrate"));
        Assert.Empty(_plane.Server.AliasLog.Requests);
        // The task that has no Snaplex there: the server's warning is told, and stands in its row where the server names it.
        Assert.Contains(_plane.Told.Warnings, line => line.Contains("Snaplex", StringComparison.OrdinalIgnoreCase));
        if (name == "WarningKey" && value != "PlainString") Assert.Contains(rows, row => row.Name == "hourly" && row.Message?.Contains("The server warns", StringComparison.Ordinal) == true);
        if (value == "Queued") Assert.Single(_plane.Told.Warnings, line => line.Contains("'Queued'", StringComparison.Ordinal));
        if (name == "StatusGeneration") Assert.Equal(value == "C", rows.All(row => row.Type != "Asset"));
    }

    [Theory]
    [InlineData("StatusGeneration", "A")]
    [InlineData("StatusGeneration", "B")]
    [InlineData("StatusGeneration", "C")]
    [InlineData("LeadingSlash", "No")]
    [InlineData("LeadingSlash", "Mixed")]
    public async Task A_token_alone_tells_both_ends(string name, string value)
    {
        Set(name, value);
        var migration = _plane.Begin(Orders, Target, new() { NoWait = true });
        await _plane.DoAsync(migration);

        var wait = _plane.Migrator.BeginWait(_plane.Migrator.JobOf(migration.Job!.Id), TimeSpan.Zero);
        await wait.RunAsync(default);

        Assert.Equal(_plane.Held(Target).Count, wait.Rows.Count);
        Assert.All(wait.Rows, row => Assert.Equal((Orders, Target), (row.Source, row.Target)));
    }

    [Fact]
    public async Task An_answer_without_a_body_is_unknown_and_never_success()
    {
        _plane.Server.Switches.MigrateReply = MigrateReply.Empty;

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        Assert.Equal(ErrorKinds.OutcomeUnknown, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal((MigrationStatus.Unknown, "OutcomeUnknown"), (Assert.Single(rows).Status, rows[0].ErrorId));
        Assert.Contains("is there now", rows[0].Message, StringComparison.Ordinal);
        Assert.Single(_plane.Sent("migrate"));
    }

    [Fact]
    public async Task An_answer_without_a_body_is_found_out_where_both_ends_were_looked_at()
    {
        _plane.Server.Switches.MigrateReply = MigrateReply.Empty;

        var (rows, error) = await _plane.MigrateAsync(Orders, Target, new() { Look = true });

        Assert.Null(error);
        Assert.Equal(_plane.Held(Target), Plane.Named(rows));
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Done, ResultReason.AnswerLost), (row.Status, row.Reason)));
    }

    [Theory]
    [InlineData("ErrorList")]
    [InlineData("Message")]
    [InlineData("Reason")]
    [InlineData("Error")]
    [InlineData("None")]
    public async Task A_failure_as_a_whole_is_told_in_the_servers_words(string key)
    {
        _plane.Server.Switches.Outcome = RunOutcome.Failed;
        Set("FailedKey", key);

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        var failure = Assert.IsType<MigrationException>(error);
        Assert.Equal(ErrorKinds.MigrationFailed, failure.Kind);
        Assert.Contains(key == "None" ? "no reason" : "User does not have write access", failure.Message, StringComparison.Ordinal);
        Assert.Equal((MigrationStatus.Failed, "MigrationFailed"), (Assert.Single(rows).Status, rows[0].ErrorId));
        Assert.Empty(_plane.Held(Target));
    }

    [Theory]
    [InlineData("Message")]
    [InlineData("PlainString")]
    public async Task A_partial_failure_has_its_row_and_its_warnings(string key)
    {
        _plane.Server.Switches.Outcome = RunOutcome.Partial;
        Set("WarningKey", key);

        var migration = _plane.Begin(Orders, Target);
        var (rows, error) = await _plane.DoAsync(migration);

        Assert.Null(error);
        Assert.Single(rows, row => row.Status == MigrationStatus.Failed);
        Assert.Single(migration.Complaints);
        Assert.Contains(_plane.Told.Warnings, line => line.Contains("changed during the migration", StringComparison.Ordinal));
        Assert.True(migration.Job!.IsPartial);
    }

    [Fact]
    public async Task What_never_ends_ends_the_wait()
    {
        _plane.Server.Switches.Outcome = RunOutcome.NeverEnds;
        var (rows, error) = await _plane.MigrateAsync(Orders, Target, new() { Timeout = TimeSpan.FromSeconds(5) });
        Assert.Equal(ErrorKinds.JobTimeout, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal(MigrationStatus.Unknown, Assert.Single(rows).Status);
    }

    [Fact]
    public async Task A_job_takes_its_time()
    {
        _plane.Server.Switches.JobDuration = TimeSpan.FromMilliseconds(50);
        _plane.Server.Switches.StartedLists = StartedLists.Partial;
        var (rows, error) = await _plane.MigrateAsync(Orders, Target);
        Assert.Null(error);
        Assert.Equal(_plane.Held(Target).Count, rows.Count);
    }

    [Theory]
    [InlineData("ErrorForm", "ErrorList", "ConflictFound")]
    [InlineData("ErrorForm", "Message", "ConflictFound")]
    [InlineData("ErrorForm", "PlainText", "ConflictFound")]
    [InlineData("ErrorForm", "Empty", "ConflictFound")]
    [InlineData("ErrorForm", "Html502", "OutcomeUnknown")]
    [InlineData("StatusPlace", "HttpAndBody", "ConflictFound")]
    [InlineData("StatusPlace", "BodyOnly", "ConflictFound")]
    [InlineData("StatusPlace", "HttpOnly", "ConflictFound")]
    [InlineData("Conflict", "Http409", "ConflictFound")]
    [InlineData("Conflict", "Body409", "ConflictFound")]
    [InlineData("Conflict", "TokenThenFailed", "ConflictFound")]
    public async Task A_refusal_is_the_same_error_in_every_form(string name, string value, string kind)
    {
        Set(name, value);
        var before = _plane.Held("/acme-prod/Sales/Price List");

        var (rows, error) = await _plane.MigrateAsync("/acme/Sales/Price List", "/acme-prod/Sales/Price List");

        Assert.Equal(kind, Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Equal(kind, Assert.Single(rows).ErrorId);
        Assert.Single(_plane.Sent("migrate"));
        Assert.Equal(before, _plane.Held("/acme-prod/Sales/Price List"));
    }

    [Theory]
    [InlineData("Merge", true)]
    [InlineData("Replace", false)]
    public async Task Whether_overwriting_deletes_is_never_promised(string value, bool stays)
    {
        Set("Overwrite", value);
        var (rows, error) = await _plane.MigrateAsync("/acme/Sales/Price List", "/acme-prod/Sales/Price List", new() { OnConflict = ConflictPolicy.Overwrite });
        Assert.Null(error);
        Assert.DoesNotContain(rows, row => row.Name == "Prod only");
        Assert.Equal(stays, _plane.Held("/acme-prod/Sales/Price List").Contains("Pipeline Prod only"));
    }

    [Theory]
    [InlineData("NotFound", "PathNotFound")]
    [InlineData("Created", null)]
    public async Task A_destination_without_its_project_space(string value, string? kind)
    {
        Set("MissingSpace", value);
        var (_, error) = await _plane.MigrateAsync(Orders, "/acme-prod/Nowhere/Order Sync");
        Assert.Equal(kind, (error as MigrationException)?.ErrorId);
    }

    [Fact]
    public async Task Reads_that_use_up_a_token_make_it_unknown()
    {
        _plane.Server.Switches.Retention = Retention.Reads;
        _plane.Server.Switches.RetentionReads = 2;
        var (_, error) = await _plane.MigrateAsync(Orders, Target);
        Assert.Equal(ErrorKinds.MigrationUnknown, Assert.IsType<MigrationException>(error).Kind);
    }

    [Fact]
    public async Task The_administrators_address_alone_leaves_a_plain_user_without_an_answer()
    {
        _plane.Server.Switches.StatusPath = StatusPath.MigrateOnly;
        var developer = await _plane.ConnectAsync("developer@example.com", "developer");
        var (rows, error) = await _plane.MigrateAsync(Orders, Target, new() { AssetTypes = ["File"] }, developer);
        var failure = Assert.IsType<MigrationException>(error);
        Assert.Equal(ErrorKinds.MigrationUnknown, failure.Kind);
        Assert.Contains("administrator", failure.Message, StringComparison.Ordinal);
        Assert.Equal(MigrationStatus.Unknown, Assert.Single(rows).Status);
    }

    [Theory]
    [InlineData("Both", "/acme-prod/shared/my-snaplex", null)]
    [InlineData("Both", "/acme-prod/shared/shared/my-snaplex", null)]
    [InlineData("Three", "/acme-prod/shared/my-snaplex", null)]
    [InlineData("Three", "/acme-prod/shared/shared/my-snaplex", "PathNotFound")]
    [InlineData("Four", "/acme-prod/shared/shared/my-snaplex", null)]
    [InlineData("Four", "/acme-prod/shared/my-snaplex", "PathNotFound")]
    public async Task The_depth_of_a_Snaplex_path_is_the_servers_to_judge(string value, string plex, string? kind)
    {
        Set("PlexDepth", value);
        var version = _plane.Migrator.BeginVersionMigration(SnapLogicPath.Version("/acme/apim/BookStore/1.0"), SnapLogicPath.Version("/acme-prod/apim/BookStore/1.0"), SnapLogicPath.Snaplex(plex), new());
        var (rows, error) = await _plane.DoAsync(version);
        Assert.Equal(kind, (error as MigrationException)?.ErrorId);
        if (kind is null) Assert.Equal(_plane.Held("/acme/apim/BookStore/1.0").Count, rows.Count(row => row.Status == MigrationStatus.Done));
    }

    [Theory]
    [InlineData("CopyEnvelope", "Documented")]
    [InlineData("CopyEnvelope", "Opposite")]
    [InlineData("CopyKey", "Path")]
    [InlineData("CopyKey", "Paths")]
    public async Task A_copy_is_read_in_every_form(string name, string value)
    {
        Set(name, value);
        var copy = _plane.Migrator.BeginCopy([new(SnapLogicPath.Asset(Orders + "/Read orders")), new(SnapLogicPath.Asset(Orders + "/mapping.json"))], SnapLogicPath.Project("/acme-prod/Sales/Copied"));
        var (rows, error) = await _plane.DoAsync(copy);
        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Equal(["File mapping.json", "Pipeline Read orders"], _plane.Held("/acme-prod/Sales/Copied"));
        Assert.Single(_plane.Sent("copyAssets"));
    }

    [Theory]
    [InlineData("Documented")]
    [InlineData("Opposite")]
    public async Task An_import_is_read_in_every_form(string value)
    {
        Set("ImportEnvelope", value);
        var package = await _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, new PackageDestination(), default);
        var (rows, error) = await _plane.DoAsync(_plane.Migrator.BeginImport(package, new() { Destination = SnapLogicPath.Project(Target) }));
        Assert.Null(error);
        Assert.Equal(_plane.Held(Target).Count, rows.Count(row => row.Status == MigrationStatus.Done));
    }

    [Theory]
    [InlineData("PathReason")]
    [InlineData("VersionPathMessage")]
    public async Task A_version_that_is_not_published_says_why(string value)
    {
        Set("UnsuccessfulKeys", value);
        var publication = _plane.Migrator.BeginPublish(SnapLogicPath.Version("/acme/apim/BookStore/9.9"), new());
        var (rows, error) = await _plane.DoAsync(publication);
        Assert.Null(error);
        Assert.Equal((MigrationStatus.Failed, "NotPublished"), (Assert.Single(rows).Status, rows[0].ErrorId));
        Assert.Contains("does not exist", Assert.Single(publication.Complaints).Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bound", "Forbidden")]
    [InlineData("Ignored", null)]
    public async Task A_token_of_another_environment(string value, string? kind)
    {
        Set("TokenOrg", value);
        var connection = await _plane.ConnectWithTokenAsync(_plane.Server.ProdAccessToken);
        var (_, error) = await _plane.MigrateAsync(Orders, Target, by: connection);
        Assert.Equal(kind, (error as MigrationException)?.ErrorId);
        if (kind is not null) Assert.Contains("JWT", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_gives_up_on_a_synchronous_run_leaves_it_unknown()
    {
        _plane.Server.Switches.MigrateReply = MigrateReply.Sync;
        _plane.Server.Switches.JobDuration = TimeSpan.FromSeconds(2);
        _plane.Server.Switches.RequestLimit = TimeSpan.FromMilliseconds(100);
        var (rows, error) = await _plane.MigrateAsync(Orders, Target);
        Assert.Equal(ErrorKinds.OutcomeUnknown, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal(MigrationStatus.Unknown, Assert.Single(rows).Status);
        Assert.Single(_plane.Sent("migrate"));
    }

    /// <summary>A switch that the emulator learns must be walked here as well.</summary>
    [Fact]
    public void Every_value_of_every_switch_is_walked()
    {
        var walked = GetType().GetMethods().SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>())
            .SelectMany(data => data.Data.OfType<string>()).Concat(Harmless.Select(row => row.Data.Item2)).ToHashSet(StringComparer.Ordinal);
        string[] byFact = ["Empty", "Failed", "Partial", "NeverEnds", "Reads"];
        foreach (var property in typeof(SnapLogicSwitches).GetProperties().Where(property => property.PropertyType.IsEnum))
        {
            Assert.All(Enum.GetNames(property.PropertyType), value => Assert.True(walked.Contains(value) || byFact.Contains(value), $"{property.Name} {value}"));
        }
    }

    private void Set(string name, string value)
    {
        var property = typeof(SnapLogicSwitches).GetProperty(name)!;
        property.SetValue(_plane.Server.Switches, Enum.Parse(property.PropertyType, value));
    }
}
