using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>What a server that means ill, or that is merely odd, must not be able to do.</summary>
public class OptimizeHostileTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("\"done\"")]
    [InlineData("[{\"id\":null}]")]
    [InlineData("[{\"id\":\"../../x\"}]")]
    [InlineData("[{\"\\ud800\":1}]")]
    [InlineData("")]
    public async Task A_success_that_does_not_tell_ids_is_found_out_by_listing(string answer)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.Status, Status = 200, Body = answer.Length == 0 ? FaultBody.Empty : FaultBody.Text, Text = answer, Acts = true });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Equal(rows.Select(row => row.DestinationId).Order(), journey.Landed.Select(entity => entity.Id).Order());
        Assert.Single(journey.ImportsSent);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[{\"id\":\"5b0e7c44-91aa-4a0f-8c3d-00000000a002\",\"entityType\":\"dashboard\"}]")]
    public async Task A_success_that_is_none_is_reported_as_a_failure(string answer)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = answer });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("ImportIncomplete", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Failed, ResultReason.NotFoundAfterwards), (row.Status, row.Reason)));
        Assert.Empty(journey.Landed);
    }

    [Fact]
    public async Task An_error_inside_a_success_is_an_error()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        var token = journey.ProdServer.AccessToken;
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = $$"""{"errorCode":"serverError","errorMessage":"m","detailedMessage":"bad token {{token}}"}""" });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("ImportRejected", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.DoesNotContain(token, error + ((MigrationException)error!).ServerText + string.Join(' ', rows.Select(row => row.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_was_swapped_after_its_plan_does_not_arrive()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync("123", "456");
        var import = journey.Prod.BeginImport(package, journey.To(), new());
        await import.PlanAsync(default);
        await File.WriteAllTextAsync(package.Path!, (await File.ReadAllTextAsync(package.Path!)).Replace("Dashboard 1", "Dashboard X", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<MigrationException>(() => import.ApplyAsync(default));

        Assert.Equal("PackageChanged", error.ErrorId);
        Assert.Empty(journey.Landed);
        Assert.All(import.Rows, row => Assert.Equal(MigrationStatus.Failed, row.Status));
    }

    [Fact]
    public async Task A_part_of_a_package_that_was_swapped_does_not_arrive_either()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        await journey.ImportAsync(await journey.PackageAsync("123"));
        var package = await journey.PackageAsync("123", "456");
        var import = journey.Prod.BeginImport(package, journey.To(ConflictPolicy.Skip), new());
        await import.PlanAsync(default);
        var text = await File.ReadAllTextAsync(package.Path!);
        await File.WriteAllTextAsync(package.Path!, text.Replace("Data Table", "Data Tabel", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<MigrationException>(() => import.ApplyAsync(default));

        Assert.Equal("PackageChanged", error.ErrorId);
        Assert.Equal(3, journey.Landed.Count);
    }

    [Fact]
    public async Task Names_in_lists_carry_no_control_characters()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.State.Change(OptimizeJourney.Desk, entity => entity with { Name = "a\u001b]0;x\u0007\u202eb" });

        var listing = await journey.Dev.ListAsync("Dashboard", journey.DevReturns, default);

        Assert.DoesNotContain(Assert.Single(listing.Items).Name, letter => char.IsControl(letter) || letter == '\u202e');
    }

    [Theory]
    [InlineData("""[{"id":"../import"}]""")]
    [InlineData("""[{"id":"a/b?c"}]""")]
    [InlineData("""[1]""")]
    [InlineData("""{"id":"x"}""")]
    public async Task A_list_of_odd_ids_is_no_list(string answer)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "dashboards", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = answer });

        var error = await Assert.ThrowsAsync<MigrationException>(() => journey.Dev.IdsAsync("Dashboard", journey.DevReturns, default));

        Assert.Equal("UnexpectedAnswer", error.ErrorId);
    }

    [Fact]
    public async Task A_list_longer_than_any_servers_is_no_list()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "dashboards", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = $"[{string.Join(',', Enumerable.Range(0, 100_001).Select(i => $$"""{"id":"{{i}}"}"""))}]" });

        var error = await Assert.ThrowsAsync<MigrationException>(() => journey.Dev.IdsAsync("Dashboard", journey.DevReturns, default));

        Assert.Equal("UnexpectedAnswer", error.ErrorId);
    }

    [Fact]
    public async Task No_secret_is_in_rows_errors_lines_or_files()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var (dev, prod) = (journey.DevServer.AccessToken, journey.ProdServer.AccessToken);
        var outcome = await journey.Dev.ExportAsync(OptimizeSelection.Dashboards(["123", "nope"]), new PackageDestination(journey.Folder + Path.DirectorySeparatorChar), default);
        var (rows, _) = await journey.ImportAsync(outcome.Package!);
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.Status, Status = 500, Text = $"token {prod} in a page", Body = FaultBody.Text });
        var (_, error) = await journey.ImportAsync(outcome.Package!, journey.To(ConflictPolicy.Duplicate));

        var all = string.Join('\n', rows.Select(row => $"{row} {row.Message}").Concat(journey.Told.Lines).Concat(journey.Told.Warnings)
            .Append($"{error} {(error as MigrationException)?.ServerText} {outcome.Missing[0].Error} {journey.Prod.Connection}")
            .Concat(Directory.GetFiles(journey.Folder).Select(File.ReadAllText)));
        Assert.DoesNotContain(dev, all, StringComparison.Ordinal);
        Assert.DoesNotContain(prod, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_connections_to_one_collection_take_turns()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var other = await journey.ConnectAsync(journey.ProdServer);
        var (first, second) = (journey.Prod.BeginImport(await journey.PackageAsync("123"), journey.To(), new()), other.BeginImport(await journey.PackageAsync("456"), journey.To(), new()));
        await first.PlanAsync(default);
        await second.PlanAsync(default);
        using var gate = journey.ProdServer.Faults.Hold("import");

        var held = first.ApplyAsync(default);
        await gate.Arrived;
        var waiting = second.ApplyAsync(default);

        Assert.Single(journey.ImportsSent);
        gate.Release();
        await Task.WhenAll(held, waiting);
        Assert.All(first.Rows.Concat(second.Rows), row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Equal(5, journey.Landed.Count);
    }
}
