using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Arcadia;

public class ArcadiaExportTests
{
    [Fact]
    public async Task Asks_as_the_vendor_does_and_keeps_every_byte()
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Dev.Switches.KeyOrder = KeyOrder.Fixed);

        var package = await journey.PackageAsync(2115, 2110);

        var request = journey.DevServer.Log.Of("export")[^1];
        Assert.Equal("[2115, 2110]", request.Query["dashboards"]);
        Assert.Equal("False", request.Query["dry_run"]);
        Assert.NotEmpty(request.Query["filename"]);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("AUTHORIZATION", $"apikey {journey.DevServer.ApiKey}");
        var bytes = await client.GetByteArrayAsync(new Uri(journey.DevServer.Uri, "arc/migration/api/export/?dashboards=[2115, 2110]&filename=migrationtools&dry_run=False"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(package.Path!));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), package.Sha256);
        Assert.Equal(bytes.Length, package.Length);
        Assert.Equal(journey.DevServer.Uri.ToString().TrimEnd('/'), package.Source);
        Assert.Equal("8.1.4.1000", package.SourceVersion);
    }

    [Fact]
    public async Task What_is_read_from_the_file_is_what_was_exported()
    {
        await using var journey = await Journey.StartAsync();

        var package = await journey.PackageAsync(2115);

        var read = await KnownFormats.Reader.ReadAsync(package.Path!);
        Assert.Equal(package.Sha256, read.Sha256);
        Assert.Equal((package.Source, package.SourceVersion, package.ExportedAt), (read.Source, read.SourceVersion, read.ExportedAt));
        Assert.Equal(package.Items.Select(item => item.ToString()), read.Items.Select(item => item.ToString()));
        Assert.Equal("Store sales overview.json", Path.GetFileName(package.Path));
    }

    public static TheoryData<UnknownId> UnknownIds => new(Enum.GetValues<UnknownId>());

    [Theory]
    [MemberData(nameof(UnknownIds))]
    public async Task One_unknown_id_does_not_fail_the_others(UnknownId answer)
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Dev.Switches.UnknownId = answer);

        var outcome = await journey.ExportAsync(2115, 99001, 2110, 99002);

        var package = Assert.Single(outcome.Packages);
        Assert.Equal(["2110", "2115"], package.Items.Where(item => item.Type == "Dashboard").Select(item => item.Id).Order());
        Assert.Equal(["99001", "99002"], outcome.Missing.Select(missing => missing.Id).Order());
        Assert.All(outcome.Missing, missing =>
        {
            Assert.Equal("ArtifactNotFound", missing.Error.ErrorId);
            Assert.Contains(missing.Id, missing.Error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(UnknownIds))]
    public async Task Nothing_found_leaves_no_file(UnknownId answer)
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Dev.Switches.UnknownId = answer);

        var outcome = await journey.ExportAsync(99001);

        Assert.Empty(outcome.Packages);
        Assert.Equal("ArtifactNotFound", Assert.Single(outcome.Missing).Error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(journey.Folder));
    }

    [Fact]
    public async Task A_server_that_fails_on_everything_blames_no_id()
    {
        await using var journey = await Journey.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "export", Kind = FaultKind.Status, Status = 500, Count = null });

        var error = await Assert.ThrowsAsync<MigrationException>(() => journey.ExportAsync(2115, 2110));

        Assert.Equal("ServerError", error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(journey.Folder));
    }

    [Fact]
    public async Task All_eight_kinds_are_asked_for_at_once()
    {
        await using var journey = await Journey.StartAsync();
        var selection = new ArcadiaSelection()
            .Add("App", "5").Add("Dashboard", "2110").Add("Visual", "2106").Add("Dataset", "41")
            .Add("DateRange", "7").Add("StaticAsset", "3").Add("CustomStyle", "4").Add("ColorPalette", "1");

        var outcome = await journey.Dev.ExportAsync(selection, new PackageDestination(journey.PathOf("all.json")), default);

        var asked = journey.DevServer.Log.Of("export")[^1].Query;
        Assert.Equal(["appgroups", "colorpalette", "customcss", "dashboards", "datasets", "daterange", "dry_run", "filename", "staticasset", "visuals"], asked.Keys.Order());
        Assert.Equal("[7]", asked["daterange"]);
        Assert.Equal(("ColorPalette", "1"), Assert.Single(outcome.Missing) is var missing ? (missing.Type, missing.Id) : default);
        Assert.Contains(Assert.Single(outcome.Packages).Items, item => item is { Type: "App", Id: "5" });
    }

    [Fact]
    public async Task Ids_too_many_for_one_request_line_make_several_whole_packages()
    {
        await using var journey = await Journey.StartAsync(
            sandbox => sandbox.Arcadia.Dev.Switches.RequestLineLimit = Limit.On, new() { Scale = 900 });
        var ids = journey.DevServer.State.Dashboards.Select(dashboard => ("Dashboard", $"{dashboard.Id}")).ToList();

        var outcome = await journey.Dev.ExportAsync(ArcadiaSelection.Of(ids), new PackageDestination(journey.PathOf("many.json")), default);

        Assert.Empty(outcome.Missing);
        Assert.True(outcome.Packages.Count > 1);
        Assert.Equal(
            ids.Select(id => id.Item2).Order(),
            outcome.Packages.SelectMany(package => package.Items.Where(item => item.Type == "Dashboard")).Select(item => item.Id).Order());
        Assert.All(outcome.Packages, package => Assert.True(File.Exists(package.Path + ".manifest.json")));
        Assert.All(journey.DevServer.Log.Of("export"), request => Assert.Equal(200, request.Status));
    }

    [Fact]
    public async Task All_has_come_when_the_last_batch_has_and_before_it_is_kept()
    {
        await using var journey = await Journey.StartAsync(
            sandbox => sandbox.Arcadia.Dev.Switches.RequestLineLimit = Limit.On, new() { Scale = 900 });
        var ids = journey.DevServer.State.Dashboards.Select(dashboard => ("Dashboard", $"{dashboard.Id}")).ToList();
        journey.DevServer.Log.Clear();
        var seen = new List<(int Asked, int Kept)>();
        var migrator = journey.Received(() => seen.Add((journey.DevServer.Log.Of("export").Count, Directory.GetFiles(journey.Folder, "*.manifest.json").Length)));

        var several = await migrator.ExportAsync(ArcadiaSelection.Of(ids), new PackageDestination(journey.PathOf("many.json")), default);
        var one = await migrator.ExportAsync(ArcadiaSelection.Of([("Dashboard", "2115")]), new PackageDestination(journey.PathOf("one.json")), default);

        var batches = several.Packages.Count;
        Assert.True(batches > 1);
        Assert.Single(one.Packages);
        Assert.Equal([(batches, batches - 1), (batches + 1, batches)], seen);
    }

    [Fact]
    public async Task Where_a_request_fails_nothing_is_said_to_have_come()
    {
        await using var journey = await Journey.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "export", Kind = FaultKind.Status, Status = 500, Count = null });
        var received = 0;

        await Assert.ThrowsAsync<MigrationException>(() => journey.Received(() => received++)
            .ExportAsync(ArcadiaSelection.Of([("Dashboard", "2115")]), new PackageDestination(journey.PathOf("one.json")), default));

        Assert.Equal(0, received);
    }

    [Fact]
    public async Task What_is_asked_again_without_a_bad_id_has_come_with_the_last_request()
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Dev.Switches.UnknownId = UnknownId.NotFoundJson);
        journey.DevServer.Log.Clear();
        var asked = new List<int>();

        var outcome = await journey.Received(() => asked.Add(journey.DevServer.Log.Of("export").Count))
            .ExportAsync(ArcadiaSelection.Of([("Dashboard", "2115"), ("Dashboard", "99001")]), new PackageDestination(), default);

        Assert.Single(outcome.Missing);
        Assert.Equal([journey.DevServer.Log.Of("export").Count], asked);
        Assert.True(asked[0] > 1);
    }

    [Fact]
    public async Task An_existing_file_is_not_replaced_and_nothing_is_asked()
    {
        await using var journey = await Journey.StartAsync();
        var path = journey.PathOf("mine.json");
        await File.WriteAllTextAsync(path, "mine");
        var asked = journey.DevServer.Log.Requests.Count;

        var error = Assert.Throws<MigrationException>(() => new PackageDestination(path).Check());

        Assert.Equal("FileExists", error.ErrorId);
        Assert.Equal(asked, journey.DevServer.Log.Requests.Count);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
    }
}
