using System.Text.Json;
using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>Rows on their way into a file, whatever they went through before and however the pipeline ends.</summary>
public sealed class ExportResultTests
{
    private const string Import = "Import-ArcadiaPackage minimal.json, none.json -Connection prod -DataConnection sales -Workspace Retail -ErrorAction SilentlyContinue";

    [Theory]
    [InlineData("$rows")]
    [InlineData("$rows | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }")]
    [InlineData("$rows | ForEach-Object { $r = $_; [pscustomobject]@{ System = $r.System; Type = $r.Type; Name = $r.Name; Status = [int]$r.Status; Action = [long]$r.Action; ErrorId = $r.ErrorId; Target = $r.Target; Duration = \"$($r.Duration)\" } }")]
    [InlineData("Get-MigrationHistory")]
    [InlineData("Get-MigrationHistory | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }")]
    public async Task Rows_are_rows_wherever_they_come_from(string source)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.FineAsync($"$rows = {Import}; {source} | Export-MigrationResult rows.jsonl");

        Assert.Empty(run.Output);
        Assert.Empty(run.Warnings);
        var lines = await LinesAsync(lab, "rows.jsonl");
        Assert.Equal(["Done", "Done", "Done", "Failed"], lines.Select(line => Text(line, "Status")).Order(StringComparer.Ordinal));
        var failed = Assert.Single(lines, line => Text(line, "Status") == "Failed");
        Assert.Equal("PackageNotFound", Text(failed, "ErrorId"));
        var done = lines.First(line => Text(line, "Status") == "Done");
        Assert.Equal(("Arcadia", "Create", "prod"), (Text(done, "System"), Text(done, "Action"), Text(done, "Target")));
        Assert.NotEqual("00:00:00", Text(done, "Duration"));
        var isHistory = source.StartsWith("Get-", StringComparison.Ordinal);
        Assert.Equal(isHistory ? "Import-ArcadiaPackage" : null, Text(done, "Command"));
        Assert.Equal(isHistory, Text(done, "Time") is { } time && DateTimeOffset.Parse(time, null) > DateTimeOffset.UtcNow.AddMinutes(-5));
    }

    [Fact]
    public async Task What_was_written_measures_like_the_rows()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.FineAsync($"{Import} | Export-MigrationResult rows.csv -PassThru | Export-MigrationResult rows.html -PassThru -Title 'Release 7' | Measure-MigrationResult");

        Assert.Equal(2, Assert.Single(run.Output).Value("ExitCode"));
        Assert.Equal(5, (await File.ReadAllLinesAsync(Path.Combine(lab.Folder, "rows.csv"))).Length);
        var page = await File.ReadAllTextAsync(Path.Combine(lab.Folder, "rows.html"));
        Assert.Contains("<title>Release 7</title>", page, StringComparison.Ordinal);
        Assert.Contains("Partly failed: 1 failed, 3 done of 4 items.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_handed_on_at_once_and_as_they_came()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.FineAsync($$"""
            {{Import}} | Export-MigrationResult rows.html -PassThru | ForEach-Object { "$([System.IO.File]::Exists("$folder/rows.html")) $($_.GetType().Name)" }
            """);

        Assert.Equal(4, run.Output.Count);
        Assert.All(run.Output, line => Assert.Equal("False MigrationResult", line.ToString()));
        Assert.True(File.Exists(Path.Combine(lab.Folder, "rows.html")));
    }

    [Theory]
    [InlineData("rows.html", "FileExists")]
    [InlineData("rows.txt", "InvalidPath")]
    [InlineData("nowhere/rows.html", "InvalidPath")]
    [InlineData("env:rows.html", "InvalidPath")]
    [InlineData("rows*.html", "InvalidPath")]
    public async Task What_cannot_be_written_is_said_before_anything_is_changed(string path, string id)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");
        await File.WriteAllTextAsync(Path.Combine(lab.Folder, "rows.html"), "mine");

        var run = await lab.RunAsync($"Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales | Export-MigrationResult '{path}'");

        Assert.Equal(id, run.Error.Id());
        Assert.Empty(lab.Prod.Log.Requests);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(lab.Folder, "rows.html")));
        await lab.FineAsync("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales | Export-MigrationResult rows.html -Force");
        Assert.NotEqual("mine", await File.ReadAllTextAsync(Path.Combine(lab.Folder, "rows.html")));
    }

    [Theory]
    [InlineData("& { $rows[0]; throw 'upstream' } | Export-MigrationResult rows.html")]
    [InlineData("$rows | Export-MigrationResult rows.html -PassThru | ForEach-Object { throw 'downstream' }")]
    [InlineData("$rows | Export-MigrationResult rows.html -PassThru | Stop-Upstream")]
    [InlineData("$ErrorActionPreference = 'Stop'; & { $rows[0]; Import-ArcadiaPackage none.json -Connection prod -DataConnection sales } | Export-MigrationResult rows.html")]
    public async Task What_had_come_is_written_however_the_pipeline_ends(string script)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");
        await lab.FineAsync("$global:rows = Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales");

        await lab.RunAsync(script);

        var page = await File.ReadAllTextAsync(Path.Combine(lab.Folder, "rows.html"));
        Assert.Contains("ended before all rows had come", page, StringComparison.Ordinal);
        Assert.Contains("data-status=\"done\"", page, StringComparison.Ordinal);
        // On -ErrorAction Stop the row comes before its error.
        Assert.Equal(script.Contains("'Stop'", StringComparison.Ordinal), page.Contains("PackageNotFound", StringComparison.Ordinal));
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(lab.Folder), file => file.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_leaves_a_whole_report_of_what_had_come()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");
        var seen = new TaskCompletionSource();
        lab.Shell["seen"] = seen;
        await lab.FineAsync("$global:rows = Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales");

        var job = lab.Shell.Start("$rows[0] | Export-MigrationResult rows.html -PassThru | Wait-Stop -Seen $seen");
        await Lab.Within(seen.Task);
        await Lab.Within(job.StopAsync());
        Assert.True((await Lab.Within(job.Completion)).WasStopped);

        Assert.Contains("ended before all rows had come", await File.ReadAllTextAsync(Path.Combine(lab.Folder, "rows.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@() | Export-MigrationResult rows.html")]
    [InlineData("$null | Export-MigrationResult rows.html")]
    [InlineData("Export-MigrationResult rows.html -InputObject $null")]
    public async Task No_row_is_a_report_of_no_row(string script)
    {
        await using var lab = await Lab.StartAsync(connect: false);
        // Yesterday's success must not be taken for today's.
        await File.WriteAllTextAsync(Path.Combine(lab.Folder, "rows.html"), "yesterday");

        var run = await lab.FineAsync(script + " -Force");

        Assert.Empty(run.Warnings);
        Assert.Contains("Nothing to report", await File.ReadAllTextAsync(Path.Combine(lab.Folder, "rows.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_row_is_left_out_and_said()
    {
        await using var lab = await Lab.StartAsync(connect: false);

        var run = await lab.FineAsync("[pscustomobject]@{ Status = 'Done' }, 'text', [pscustomobject]@{ Status = 'Fertig' } | Export-MigrationResult rows.jsonl");

        Assert.Equal(2, run.Warnings.Count);
        Assert.Single(await LinesAsync(lab, "rows.jsonl"));
    }

    private static async Task<List<JsonElement>> LinesAsync(Lab lab, string file) =>
        [.. (await File.ReadAllLinesAsync(Path.Combine(lab.Folder, file))).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
