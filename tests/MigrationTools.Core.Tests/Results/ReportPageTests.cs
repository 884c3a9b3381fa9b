using System.Diagnostics;
using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Packages;

namespace MigrationTools.Core.Tests.Results;

/// <summary>The page in a real browser: its own script runs, and nobody else's.</summary>
public sealed class ReportPageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_script_of_a_name_runs_and_the_own_one_does()
    {
        var text = Reports.Write(_folder, Reports.Of([.. Reports.HostileRows(), Reports.Row("plain")]) with { Title = "Release" });

        var page = await OpenAsync("report.html");

        Assert.Contains("<title>Release</title>", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("<script").Length - 1);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", page, StringComparison.Ordinal);
        Assert.Equal(Reports.Hostile.Length + 1, page.Split("<tr data-status").Length - 1);
        // Written hidden, and shown by the page's own script alone.
        Assert.Contains("<p class=\"search\" hidden>", text, StringComparison.Ordinal);
        Assert.Contains("<p class=\"search\"><", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_keeps_out_what_would_have_come_through()
    {
        var text = Reports.Write(_folder, Reports.Of(Reports.Row("plain", MigrationStatus.Failed)) with { Title = "Release" });
        _folder.Write("slipped.html", text.Replace("plain</bdi>", "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"></bdi>", StringComparison.Ordinal));
        _folder.Write("open.html", text.Replace("plain</bdi>", "<script>document.title='owned'</script></bdi>", StringComparison.Ordinal)
            .Replace("http-equiv=\"Content-Security-Policy\"", "name=\"none\"", StringComparison.Ordinal));

        var pages = await Task.WhenAll(OpenAsync("slipped.html"), OpenAsync("open.html"));

        Assert.Contains("<title>Release</title>", pages[0], StringComparison.Ordinal);
        // Without the policy it is the other way: this test can fail.
        Assert.Contains("<title>owned</title>", pages[1], StringComparison.Ordinal);
    }

    /// <summary>The page as it is when its scripts are through.</summary>
    private async Task<string> OpenAsync(string file)
    {
        var browser = Find();
        Assert.SkipWhen(browser is null, $"None of {string.Join(", ", Browsers)} is on PATH: the page was not opened in a browser.");
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The page is this test's own. Containers mostly lack what a browser needs to lock itself in.
        foreach (var argument in new[] { "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", $"--user-data-dir={_folder.File("profile-" + file)}", "--dump-dom", new Uri(_folder.File(file)).AbsoluteUri })
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            var page = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0 && page.Length > 0, await errors);
            return page;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string? Find() => (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        from name in Browsers
        let path = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
        where File.Exists(path)
        select path).FirstOrDefault();
}
