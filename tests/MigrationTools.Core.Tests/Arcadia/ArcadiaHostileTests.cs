using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>What a server that means ill, or that is merely odd, must not be able to do to an import or an export.</summary>
public class ArcadiaHostileTests
{
    [Theory]
    [InlineData("""{"dashboards":[{"id":1,"name":"\ud800","action":"new"}]}""")]
    [InlineData("""{"dashboards":{"\ud800":{"id":1,"action":"new"}}}""")]
    [InlineData("""{"status":"\ud800"}""")]
    public async Task An_answer_that_cannot_be_read_does_not_turn_an_import_into_a_plan(string answer)
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Skip = 1, Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = answer, Acts = true });

        var (rows, _) = await journey.ImportAsync(package);

        Assert.Single(journey.ImportsSent);
        Assert.DoesNotContain(rows, row => row.Status == MigrationStatus.Planned);
        Assert.Contains(rows, row => row.Status is MigrationStatus.Done or MigrationStatus.Unknown);
    }

    [Fact]
    public async Task A_package_that_was_swapped_after_its_dry_run_does_not_arrive()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        var before = journey.ProdState;
        var import = journey.Prod.BeginImport(package, Journey.ToSales, new ArcadiaImportRun());
        await import.PlanAsync(default);
        var text = await File.ReadAllTextAsync(package.Path!);
        await File.WriteAllTextAsync(package.Path!, text.Replace("Store sales overview", "Store SALES overview", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<MigrationException>(() => import.ApplyAsync(default));

        Assert.Equal("PackageChanged", error.ErrorId);
        Assert.All(import.Rows, row => Assert.Equal(MigrationStatus.Failed, row.Status));
        Assert.Equal(before, journey.ProdState);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task An_export_that_goes_in_halves_but_not_as_a_whole_ends(int status)
    {
        await using var journey = await Journey.StartAsync();
        // The whole fails, the probe and both halves do not, and the whole would fail again and again.
        var tries = status == 500 ? 3 : 1;
        journey.DevServer.Faults.Add(new() { Route = "export", Kind = FaultKind.Status, Status = status, Count = tries });

        var error = await Assert.ThrowsAsync<MigrationException>(() => journey.ExportAsync(2115, 2110));

        Assert.Equal(status, error.HttpStatus);
        Assert.True(journey.DevServer.Log.Of("export").Count < 12);
        Assert.Empty(Directory.GetFileSystemEntries(journey.Folder));
    }

    [Fact]
    public async Task The_key_is_masked_in_an_error_inside_a_200()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        var key = journey.ProdServer.ApiKey;
        journey.ProdServer.Faults.Add(new() { Route = "import", Skip = 1, Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = $$"""{"error":"bad key {{key}}"}""" });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("ImportRejected", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.DoesNotContain(key, error!.ToString() + ((MigrationException)error).ServerText, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.DoesNotContain(key, row.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_word_that_is_no_known_refusal_is_looked_into_and_not_called_a_failure()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Skip = 1, Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = """{"status":"imported"}""", Acts = true });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.DoesNotContain(rows, row => row.Status == MigrationStatus.Failed);
        Assert.Equal(MigrationStatus.Done, rows.Single(row => row.Type == "Dashboard").Status);
    }

    [Fact]
    public async Task Two_connections_to_one_server_take_turns()
    {
        await using var journey = await Journey.StartAsync();
        var other = await journey.ConnectAsync(journey.ProdServer, journey.ProdServer.ApiKey);
        var (one, two) = (await journey.PackageAsync(2115), await journey.PackageAsync(2110));
        var (first, second) = (journey.Prod.BeginImport(one, Journey.ToSales, new()), other.BeginImport(two, Journey.ToSales, new()));
        await first.PlanAsync(default);
        await second.PlanAsync(default);
        using var gate = journey.ProdServer.Faults.Hold("import");

        var held = first.ApplyAsync(default);
        await gate.Arrived;
        var waiting = second.ApplyAsync(default);

        Assert.Equal(3, journey.ProdServer.Log.Of("import").Count);
        gate.Release();
        await Task.WhenAll(held, waiting);
        Assert.All(first.Rows.Concat(second.Rows), row => Assert.Contains(row.Status, new[] { MigrationStatus.Done, MigrationStatus.Unchanged }));
    }

    [Fact]
    public async Task Names_in_lists_carry_no_control_characters()
    {
        await using var journey = await Journey.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "admin", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = """[{"id":1,"title":"a\u001b]0;x\u0007\u202eb","type":"dashboard"},{"id":2,"title":"\ud800","type":"dashboard"}]""" });

        var list = await journey.Dev.ListAsync("Dashboard", default);

        Assert.Equal(2, list.Count);
        Assert.All(list, item => Assert.DoesNotContain(item.Name, letter => char.IsControl(letter) || letter == '\u202e'));
    }
}
