using System.Net.Http.Headers;
using System.Text;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>What an export brings, and what it says of what did not come.</summary>
public class OptimizeExportTests
{
    [Fact]
    public async Task The_vendors_example_gives_both_dashboards_and_the_three_reports()
    {
        await using var journey = await OptimizeJourney.StartAsync();

        var package = await journey.PackageAsync("123", "456");

        Assert.Equal(["123", "456", "61ae2232-51e1-4c35-b72c-c7152ba264f9", "625c2411-b95f-4442-936b-1976b9511d4a", "94a7252e-d5c3-45ea-9906-75271cc0cac2"],
            package.Items.Select(item => item.Id).Order(StringComparer.Ordinal));
        Assert.Equal(["Dashboard 123", "Dashboard 456"], package.Requested.Order());
        Assert.Equal(["ProcessReport 94a7252e-d5c3-45ea-9906-75271cc0cac2"], package.Items.Single(item => item.Id == "456").DependsOn);
        var sent = Assert.Single(journey.DevServer.Log.Of("exportDashboards"));
        Assert.Equal("Bearer ***", sent.Headers["Authorization"].Replace("mySecret", "***", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_package_is_byte_for_byte_what_the_server_sends()
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Dev.Switches.ItemOrder = ItemOrder.Fixed);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", journey.DevServer.AccessToken);
        var reply = await http.PostAsync(new Uri(journey.DevServer.Uri, "api/public/export/dashboard/definition/json"), new StringContent($"[\"{OptimizeJourney.Desk}\"]", Encoding.UTF8, "application/json"));

        var package = await journey.PackageAsync();

        Assert.Equal(await reply.Content.ReadAsByteArrayAsync(), await File.ReadAllBytesAsync(package.Path!));
        Assert.Equal(journey.Dev.Connection.Uri.AbsoluteUri.TrimEnd('/'), package.Source);
        Assert.Equal("3.11 and later, 8.3 to 8.10", package.SourceVersion);
    }

    [Fact]
    public async Task More_ids_than_a_batch_come_in_one_package_each_entity_once()
    {
        await using var journey = await OptimizeJourney.StartAsync(options: new SandboxOptions { Scale = 260, Time = Arcadia.AcceleratedTime.Instance });
        var hubs = journey.DevServer.State.Collections.Find(collection => collection.Name == "Hubs")!.Id;
        var ids = await journey.Dev.IdsAsync("Dashboard", hubs, default);

        var outcome = await journey.Dev.ExportAsync(OptimizeSelection.Dashboards(ids.Append(ids[0])), new PackageDestination(), default);

        Assert.Empty(outcome.Missing);
        Assert.Equal(260 * 10, outcome.Package!.Items.Count);
        Assert.Equal(260 * 10, outcome.Package.Items.Select(item => item.Id).Distinct().Count());
        Assert.Equal(260, outcome.Package.Requested.Count);
        Assert.Equal(2, journey.DevServer.Log.Of("exportDashboards").Count);
        Assert.Equal(outcome.Package.Items.Count, (await KnownFormats.Reader.ReadAsync(outcome.Package.Path!)).Items.Count);
    }

    [Theory]
    [InlineData(new[] { "123", "456" }, 0)]
    [InlineData(new[] { "123", "nope", "456" }, 1)]
    [InlineData(new[] { "nope" }, 1)]
    public async Task All_has_come_when_nothing_more_is_asked(string[] ids, int missing)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var asked = new List<int>();
        var migrator = new OptimizeMigrator(journey.Dev.Connection, journey.Told) { Received = () => asked.Add(journey.DevServer.Log.Of("exportDashboards").Count) };

        var outcome = await migrator.ExportAsync(OptimizeSelection.Dashboards(ids), new PackageDestination(), default);

        Assert.Equal(missing, outcome.Missing.Count);
        Assert.Equal(ids.Length - missing, outcome.Package?.Requested.Count ?? 0);
        var sent = journey.DevServer.Log.Of("exportDashboards").Count;
        Assert.Equal(ids.Length > 1 && missing > 0, sent > 1);
        Assert.NotEmpty(asked);
        Assert.All(asked, count => Assert.Equal(sent, count));
    }

    [Fact]
    public async Task Where_a_request_fails_nothing_is_said_to_have_come()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "exportDashboards", Kind = FaultKind.Status, Status = 500, Count = null });
        var received = 0;
        var migrator = new OptimizeMigrator(journey.Dev.Connection, journey.Told) { Received = () => received++ };

        await Assert.ThrowsAsync<MigrationException>(() => migrator.ExportAsync(OptimizeSelection.Dashboards(["123", "456"]), new PackageDestination(), default));

        Assert.Equal(0, received);
    }

    [Fact]
    public async Task A_list_at_its_cap_says_maybe_more()
    {
        await using var journey = await OptimizeJourney.StartAsync(options: new SandboxOptions { Scale = 112, Time = Arcadia.AcceleratedTime.Instance });
        var hubs = journey.DevServer.State.Collections.Find(collection => collection.Name == "Hubs")!.Id;

        Assert.True(OptimizeMigrator.IsCapped(await journey.Dev.IdsAsync("Report", hubs, default)));
        Assert.False(OptimizeMigrator.IsCapped(await journey.Dev.IdsAsync("Dashboard", hubs, default)));
    }

    [Theory]
    [InlineData(Generation.V87)]
    [InlineData(Generation.V88)]
    [InlineData(Generation.V810)]
    public async Task Unknown_and_broken_ids_fail_alone(Generation generation)
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Dev.Switches.Generation = generation);
        var (broken, alsoBroken) = ("7d1f5a10-2c4e-4b8a-9e01-000000000051", "7d1f5a10-2c4e-4b8a-9e01-000000000056");

        var outcome = await journey.Dev.ExportAsync(OptimizeSelection.Dashboards(["123", "nope", broken, OptimizeJourney.Desk, alsoBroken, "456"]), new PackageDestination(), default);

        Assert.Equal(["Dashboard 1", "Dashboard 2", "Returns desk"], outcome.Package!.Items.Where(item => item.Type == "Dashboard").Select(item => item.Name).Order());
        Assert.Equal(["ArtifactNotFound", "BrokenReference", "BrokenReference"], outcome.Missing.Select(missing => missing.Error.ErrorId).Order());
        Assert.Equal("nope", outcome.Missing.Single(missing => missing.Error.ErrorId == "ArtifactNotFound").Id);
        // A broken dashboard is no outage: it is not asked for again and again.
        Assert.True(journey.DevServer.Log.Of("exportDashboards").Count <= 12);
    }

    [Fact]
    public async Task A_report_that_is_unknown_is_found_although_the_server_names_all()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var ids = (await journey.Dev.IdsAsync("Report", journey.DevReturns, default)).Append("7d1f5a10-2c4e-4b8a-9e01-00000000dead");

        var outcome = await journey.Dev.ExportAsync(OptimizeSelection.Reports(ids), new PackageDestination(), default);

        Assert.Equal("7d1f5a10-2c4e-4b8a-9e01-00000000dead", Assert.Single(outcome.Missing).Id);
        Assert.Contains(outcome.Package!.Items, item => item.Type == "CombinedReport");
        Assert.Contains(outcome.Package.Items, item => item.Type == "DecisionReport");
        Assert.Equal(outcome.Package.Items.Count, outcome.Package.Items.DistinctBy(item => item.Id).Count());
    }

    [Theory]
    [InlineData(200, "[]")]
    [InlineData(200, "")]
    [InlineData(204, "")]
    public async Task An_answer_of_nothing_is_said_as_not_found(int status, string body)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "exportDashboards", Kind = FaultKind.Status, Status = status, Body = body.Length == 0 ? FaultBody.Empty : FaultBody.Text, Text = body });

        var outcome = await journey.Dev.ExportAsync(OptimizeSelection.Dashboards(["123"]), new PackageDestination(), default);

        Assert.Null(outcome.Package);
        Assert.Equal("ArtifactNotFound", Assert.Single(outcome.Missing).Error.ErrorId);
    }

    [Theory]
    [InlineData(FaultKind.Html200, "UnexpectedAnswer")]
    [InlineData(FaultKind.MalformedBody, "AnswerTruncated")]
    [InlineData(FaultKind.DeepJson, "UnexpectedAnswer")]
    [InlineData(FaultKind.LoginRedirect, "NotAuthenticated")]
    public async Task An_answer_that_is_none_is_an_error_and_leaves_no_file(FaultKind kind, string id)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "exportDashboards", Kind = kind, Count = null });

        var error = await Assert.ThrowsAsync<MigrationException>(() =>
            journey.Dev.ExportAsync(OptimizeSelection.Dashboards(["123"]), new PackageDestination(Path.Combine(journey.Folder, "out.json")), default));

        Assert.Equal(id, error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(journey.Folder));
    }

    [Theory]
    [InlineData(FaultKind.TruncatedBody)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.ResetBeforeActing)]
    public async Task A_broken_transfer_is_made_good(FaultKind kind)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "exportDashboards", Kind = kind });

        Assert.Equal(5, (await journey.PackageAsync()).Items.Count);
    }

    [Fact]
    public async Task A_server_that_fails_at_everything_blames_no_id()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "exportDashboards", Kind = FaultKind.Status, Status = 500, Count = null });

        var error = await Assert.ThrowsAsync<MigrationException>(() => journey.Dev.ExportAsync(OptimizeSelection.Dashboards(["123", "456"]), new PackageDestination(), default));

        Assert.Equal("ServerError", error.ErrorId);
    }

    [Fact]
    public async Task Lists_tell_names_kinds_and_what_cannot_be_read()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var attic = journey.DevServer.State.Collections.Find(collection => collection.Name == "Attic")!.Id;

        var listing = await journey.Dev.ListAsync("Dashboard", attic, default);
        var reports = await journey.Dev.ListAsync("Report", journey.DevReturns, default);

        Assert.Equal(2, listing.Items.Count);
        Assert.Equal(2, listing.Unread.Count);
        Assert.Contains(reports.Items, item => item is { Type: "CombinedReport", Name: "Return time by carrier" });
        Assert.All(reports.Items, item => Assert.True(journey.Dev.Connection.IsAt(item.Source!)));
        Assert.Empty((await journey.Dev.ListAsync("Report", "c0ffee00-0000-4000-8000-000000000000", default)).Items);
    }
}
