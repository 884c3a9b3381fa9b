using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>A server that means harm, or is not the one it seems: it gets no credential, no memory, no file of its choice, and no way onto a terminal.</summary>
public class HostileServerTests
{
    private const long Megabyte = 1 << 20;

    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("../../../etc/cron.d/evil.json")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\\\..\\\\windows\\\\evil.exe")]
    [InlineData("C:evil.json")]
    [InlineData("con.json")]
    [InlineData("x.json; filename*=UTF-8''..%2F..%2Fevil")]
    [InlineData(".")]
    [InlineData("$(reboot).json")]
    public async Task No_name_that_the_server_proposes_decides_where_a_file_lies(string name)
    {
        await using var journey = await Journey.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "export", Kind = FaultKind.WrongContentDisposition, FileName = name });
        var before = Neighbours(journey);

        await journey.PackageAsync();

        Assert.Equal(["Store sales overview.json", "Store sales overview.json.manifest.json"], FilesOf(journey));
        Assert.Equal(before, Neighbours(journey));
    }

    [Theory]
    [InlineData("../../../../tmp/evil")]
    [InlineData("..")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j")]
    [InlineData("\u001b]0;owned\u0007\u001b[31mred")]
    [InlineData("line\r\nbreak\0zero")]
    [InlineData("'; Remove-Item -Recurse / #")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("NUL")]
    [InlineData("-rf")]
    [InlineData("\u202Egnp.exe")]
    public async Task A_name_on_the_server_is_a_plain_name_in_the_folder(string name)
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Dev.State.SetField("dashboards", 2115, "report_name", name));
        var before = Neighbours(journey);

        var package = await journey.PackageAsync();
        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.Equal(2, FilesOf(journey).Count);
        Assert.Equal(journey.Folder, Path.GetDirectoryName(package.Path));
        Assert.DoesNotContain(Path.GetFileName(package.Path)!, letter => char.IsControl(letter) || letter is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|');
        Assert.Equal(before, Neighbours(journey));
        var texts = rows.SelectMany(row => new[] { row.Name, row.Message, row.ToString() }).Concat(package.Items.Select(item => item.ToString())).Concat(package.Warnings).Concat(journey.Told.Warnings);
        Assert.All(texts.OfType<string>(), AssertOnOneLine);
    }

    [Theory]
    [InlineData("Dashboard")]
    [InlineData("Visual")]
    [InlineData("Dataset")]
    public async Task A_list_steers_no_terminal(string type)
    {
        const string name = "\u001b]0;owned\u0007\u001b[31mred\r\nsecond line";
        await using var journey = await Journey.StartAsync(sandbox =>
        {
            sandbox.Arcadia.Dev.State.SetField("dashboards", 2115, "report_name", name);
            sandbox.Arcadia.Dev.State.SetField("dashboards", 2115, "report_description", name);
            var visual = sandbox.Arcadia.Dev.State.Visuals[0].Id;
            sandbox.Arcadia.Dev.State.SetField("visuals", visual, "report_data", """{"report_data":{"report_title":"\u001b[31mred\n"}}""");
            sandbox.Arcadia.Dev.State.SetField("datasets", sandbox.Arcadia.Dev.State.Datasets[0].Id, "dataset_name", name);
        });

        var list = await journey.Dev.ListAsync(type, default);

        Assert.NotEmpty(list);
        Assert.All(list.SelectMany(item => new[] { item.Name, item.Description, item.Kind, item.ToString() }).OfType<string>(), AssertOnOneLine);
    }

    [Theory]
    [InlineData(400, "export")]
    [InlineData(500, "export")]
    [InlineData(400, "import")]
    [InlineData(403, "import")]
    [InlineData(400, "admin")]
    public async Task An_errors_words_steer_no_terminal_and_show_no_markup(int status, string route)
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        foreach (var server in new[] { journey.DevServer, journey.ProdServer })
        {
            server.Faults.Add(new() { Route = route, Count = null, Kind = FaultKind.Status, Status = status, Text = "\u001b[31mworkspace\u001b]0;owned\u0007\r\nsecond <b>line</b> \0" });
        }

        var error = route switch
        {
            "export" => await Assert.ThrowsAsync<MigrationException>(() => journey.ExportAsync(2110)),
            "admin" => await Assert.ThrowsAsync<MigrationException>(() => journey.Dev.ListAsync("Dataset", default)),
            _ => Assert.IsType<MigrationException>((await journey.ImportAsync(package)).Error),
        };

        AssertOnOneLine(error.Message);
        AssertOnOneLine(error.What);
    }

    [Fact]
    public async Task A_download_without_end_is_stopped_by_its_user_and_leaves_nothing()
    {
        await using var journey = await Journey.StartAsync();
        journey.DevServer.Faults.Add(new() { Route = "export", Kind = FaultKind.EndlessBody, Bytes = long.MaxValue });
        using var stop = new CancellationTokenSource();
        var export = journey.Dev.ExportAsync(ArcadiaSelection.Of([("Dashboard", "2115")]), new PackageDestination(journey.PathOf("endless.json")), stop.Token);
        while (!export.IsCompleted && Directory.GetFiles(journey.Folder, ".*").Select(path => new FileInfo(path).Length).DefaultIfEmpty().Max() < Megabyte) await Task.Delay(5);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export.WaitAsync(_bound));
        Assert.Empty(FilesOf(journey));
    }

    [Fact]
    public async Task A_proxy_that_answers_everything_gets_no_import()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Count = null, Kind = FaultKind.Html200 });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("UnexpectedAnswer", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal(Core.Results.MigrationStatus.Failed, row.Status));
        Assert.Empty(journey.ImportsSent);
    }

    [Theory]
    [InlineData("//127.0.0.1:1/steal")]
    [InlineData("http://dev@127.0.0.1:1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://[::1")]
    [InlineData("\\\\evil\\share")]
    public async Task No_redirect_is_followed_whatever_it_names(string location)
    {
        await using var server = new ScriptedServer().Otherwise(x => x.ReplyAsync(302, [], ("Location", location)));
        var settings = new ConnectionSettings { Name = "x", Uri = server.Uri };

        var error = await Assert.ThrowsAsync<MigrationException>(() =>
            ArcadiaConnection.OpenWithApiKeyAsync(settings, "S3cretValue", new Journey.RecordingObserver(), default).WaitAsync(_bound));

        Assert.Equal("RedirectRefused", error.ErrorId);
        Assert.DoesNotContain("S3cretValue", error.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n{}   ")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF1\r\n{}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 999\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-99\r\nContent-Length: 1\r\n\r\n\u001b")]
    public async Task What_is_no_http_is_an_error_with_an_id(string raw)
    {
        await using var server = new ScriptedServer().Otherwise(async x =>
        {
            await x.RawAsync(raw);
            x.Close();
        });
        var settings = new ConnectionSettings { Name = "x", Uri = server.Uri, Time = new ShortWaits() };

        var error = await Assert.ThrowsAsync<MigrationException>(() =>
            ArcadiaConnection.OpenWithApiKeyAsync(settings, "S3cretValue", new Journey.RecordingObserver(), default).WaitAsync(_bound));

        Assert.Contains(error.ErrorId, new[] { "UnexpectedAnswer", "AnswerTruncated", "AnswerTooLarge", "ServerUnreachable" });
        AssertOnOneLine(error.Message);
    }

    private static void AssertOnOneLine(string text) => Assert.DoesNotContain(text, char.IsControl);

    private static List<string> FilesOf(Journey journey) => [.. Directory.GetFiles(journey.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order().OfType<string>()];

    /// <summary>What a path that leads out of the folder would hit first.</summary>
    private static List<string> Neighbours(Journey journey) =>
        [.. Directory.GetFileSystemEntries(Path.GetDirectoryName(journey.Folder)!, "*evil*").Concat(Directory.GetFileSystemEntries(Directory.GetCurrentDirectory(), "*evil*"))];
}

/// <summary>The same server, and how much memory it gets.</summary>
[Collection(Alone.Name)]
public class HostileMemoryTests
{
    private const long Megabyte = 1 << 20;

    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(FaultKind.EndlessBody, "probe", "AnswerTooLarge", 400)]
    [InlineData(FaultKind.EndlessBody, "list", "AnswerTooLarge", 400)]
    [InlineData(FaultKind.EndlessBody, "import", "OutcomeUnknown", 800)]
    [InlineData(FaultKind.HugeErrorBody, "probe", "ServerError", 120)]
    [InlineData(FaultKind.HugeErrorBody, "export", "ServerError", 120)]
    [InlineData(FaultKind.DeepJson, "probe", "UnexpectedAnswer", 120)]
    [InlineData(FaultKind.DeepJson, "list", "UnexpectedAnswer", 120)]
    [InlineData(FaultKind.DeepJson, "export", "PackageNotRecognized", 120)]
    public async Task An_answer_without_end_or_bottom_takes_no_more_memory_than_its_limit(FaultKind kind, string request, string errorId, int megabytes)
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        var import = journey.Prod.BeginImport(package, Journey.ToSales, new ArcadiaImportRun());
        await import.PlanAsync(default);
        foreach (var server in new[] { journey.DevServer, journey.ProdServer })
        {
            server.Faults.Add(new() { Kind = kind, Bytes = 4096 * Megabyte, Depth = 4_000_000, Count = request == "import" ? 1 : null });
        }
        var allocated = GC.GetTotalAllocatedBytes();
        var lives = GC.GetTotalMemory(forceFullCollection: true);

        var error = await Assert.ThrowsAsync<MigrationException>(() => (request switch
        {
            "probe" => journey.Dev.Connection.TestAsync(journey.Told, default),
            "list" => journey.Dev.ListAsync("Dashboard", default),
            "import" => import.ApplyAsync(default),
            _ => (Task)journey.ExportAsync(2110),
        }).WaitAsync(_bound));

        Assert.Equal(errorId, error.ErrorId);
        // Both ends run in this process: what counts is that four gigabytes do not show.
        Assert.True(GC.GetTotalAllocatedBytes() - allocated < 1000 * Megabyte, $"{(GC.GetTotalAllocatedBytes() - allocated) / Megabyte} MB were allocated.");
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - lives < megabytes * Megabyte);
        Assert.Equal(2, Directory.GetFiles(journey.Folder).Length);
    }
}
