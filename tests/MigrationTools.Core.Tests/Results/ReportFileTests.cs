using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.Results.Reports;
using MigrationTools.Core.Tests.Packages;

namespace MigrationTools.Core.Tests.Results;

/// <summary>A report under its final name is whole, and what others wrote into it stays text.</summary>
public sealed class ReportFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a;=1+1", "\"a;'=1+1\"")]
    [InlineData("a; \t@SUM(1)", "\"a;  '@SUM(1)\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a;\"=1", "\"a;\"\"'=1\"")]
    [InlineData("a-b;c=d", "\"a-b;c=d\"")]
    public void A_spreadsheet_that_separates_by_semicolons_gets_no_formula(string name, string cell)
    {
        var text = Reports.Write(_folder, Reports.Of(Reports.Row(name)), "report.csv");

        Assert.Contains($",{cell},", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("report.HTM")]
    [InlineData("report.jsonl")]
    [InlineData("report.csv")]
    public void Nothing_but_the_report_is_left_in_the_folder(string name)
    {
        Assert.Contains("Sales", Reports.Write(_folder, Reports.Of(Reports.Row("Sales")), name), StringComparison.Ordinal);
        Assert.Equal([name], _folder.Names());
    }

    [Theory]
    [InlineData("report.txt")]
    [InlineData("report")]
    [InlineData("none/report.html")]
    public void A_path_that_cannot_be_a_report_is_refused_before_anything_is_written(string name)
    {
        var error = Assert.Throws<MigrationException>(() => new ReportFile(_folder.File(name)));

        Assert.Equal("InvalidPath", error.ErrorId);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void A_server_has_one_name_on_the_page_and_its_address_beside_it()
    {
        var page = Reports.Write(_folder, Reports.Of(Reports.Row("imported"), Reports.Row("exported", source: "dev", target: null), Reports.Row("elsewhere", source: "https://other.example.com")) with
        {
            Servers = [new("Arcadia", "dev", "https://dev.example.com"), new("Arcadia", "prod", "https://prod.example.com"), new("Optimize", "prod", "https://elsewhere.example.com")],
        });

        Assert.Contains("<bdi>dev (https://dev.example.com)</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>prod (https://prod.example.com)</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>https://other.example.com</bdi>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere.example.com", page, StringComparison.Ordinal);
        // On two routes; in the rows the name alone.
        Assert.Equal(3, page.Split("https://dev.example.com").Length);
    }

    [Fact]
    public void A_file_that_is_there_stays_without_force_also_if_it_comes_late()
    {
        var path = _folder.File("report.html");
        var file = new ReportFile(path);
        _folder.Write("report.html", "mine");

        Assert.Equal("FileExists", Assert.Throws<MigrationException>(() => file.Write(Reports.Of(Reports.Row("Sales")))).ErrorId);
        Assert.Equal("FileExists", Assert.Throws<MigrationException>(() => new ReportFile(path)).ErrorId);

        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(["report.html"], _folder.Names());
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("report.jsonl")]
    [InlineData("report.csv")]
    public void A_failure_in_the_midst_leaves_the_old_file_and_no_half_one(string name)
    {
        _folder.Write(name, "old");
        // The second row cannot be had: the first is written by then.
        var report = Reports.Of(new BrokenRows());

        Assert.Throws<InvalidOperationException>(() => new ReportFile(_folder.File(name), force: true).Write(report));

        Assert.Equal("old", File.ReadAllText(_folder.File(name)));
        Assert.Equal([name], _folder.Names());
    }

    [Fact]
    public void Lines_of_json_keep_every_letter_and_are_one_line_each()
    {
        var lines = Reports.Write(_folder, Reports.Of(Reports.HostileRows()), "report.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Reports.Hostile.Length, lines.Length);
        Assert.All(lines.Zip(Reports.Hostile), pair =>
        {
            Assert.DoesNotContain(pair.First, letter => letter is < ' ' or '\u009b' or '\u202E' or '\u2028');
            using var json = JsonDocument.Parse(pair.First);
            Assert.Equal(pair.Second.Replace('\uD83D', '\uFFFD'), json.RootElement.GetProperty("Name").GetString());
            Assert.Equal("Failed", json.RootElement.GetProperty("Status").GetString());
        });
    }

    [Fact]
    public void A_spreadsheet_gets_no_formula_no_control_and_every_row()
    {
        var text = Reports.Write(_folder, Reports.Of(Reports.HostileRows()), "report.csv");

        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Reports.Hostile.Length + 1, lines.Length);
        Assert.DoesNotContain(lines, line => line.Any(letter => char.IsControl(letter) || letter is '\u202E' or '\u2028'));
        Assert.DoesNotContain(",=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"=", text.Replace("\"\"", "''", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"https", text, StringComparison.Ordinal);
        Assert.Contains("\"'@SUM", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("report.jsonl")]
    [InlineData("report.csv")]
    public void A_user_in_an_address_is_in_no_report(string name)
    {
        var text = Reports.Write(_folder, Reports.Of(Reports.Row("Sales", source: "https://jane:hunter2@dev.example.com/bi", target: "/data/a@b/prod.json")), name);

        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.Contains("https://dev.example.com/bi", text, StringComparison.Ordinal);
        Assert.Contains("/data/a@b/prod.json", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_holds_all_it_needs_and_names_nothing_that_could_be_loaded()
    {
        var text = Reports.Write(_folder, Reports.Of(Reports.HostileRows()) with { Title = Reports.Hostile[0] });

        Assert.Equal(1, Count(text, "<script>"));
        Assert.Equal(1, Count(text, "</script>"));
        Assert.Equal(1, Count(text, "<style>"));
        Assert.Equal(0, Count(text, "<img") + Count(text, "<svg") + Count(text, "<base") + Count(text, "<a ") + Count(text, "<link"));
        Assert.DoesNotContain(" src=\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" href=\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", text.Split("</style>")[0], StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => (char.IsControl(letter) && letter != '\n') || letter is '\u202E' or '\u2066' or '\u2028');
    }

    [Fact]
    public void Trouble_stands_first_and_order_is_kept_within()
    {
        var text = Reports.Write(_folder, Reports.Of(
            Reports.Row("row-a", MigrationStatus.Unchanged), Reports.Row("row-b"), Reports.Row("row-c", MigrationStatus.Unknown),
            Reports.Row("row-d", MigrationStatus.Failed), Reports.Row("row-e"), Reports.Row("row-f", MigrationStatus.Failed)));

        var order = new[] { "row-d", "row-f", "row-c", "row-b", "row-e", "row-a" };
        Assert.Equal(order, order.OrderBy(name => text.IndexOf(name, StringComparison.Ordinal)));
        Assert.Contains("Partly failed: 2 failed, 1 unknown, 2 done, 1 unchanged of 6 items.", text, StringComparison.Ordinal);
        Assert.Contains("exit code 2", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Nothing to report")]
    [InlineData("Planned Planned", "A rehearsal: 2 planned of 2 items. Nothing was changed.")]
    [InlineData("Done", "All well: 1 done of 1 item.")]
    [InlineData("Unchanged Skipped", "All well: 1 skipped, 1 unchanged of 2 items. Nothing was changed.")]
    [InlineData("Planned Done", "All well: 1 done of 1 item (before that, 1 rehearsed).")]
    [InlineData("Planned Failed", "Failed: 1 failed of 1 item (before that, 1 rehearsed).")]
    [InlineData("Done Planned", "All well: 1 planned, 1 done of 2 items.")]
    [InlineData("Failed", "Failed: 1 failed of 1 item.")]
    [InlineData("Failed Canceled", "Nothing went well: 1 failed, 1 canceled of 2 items.")]
    [InlineData("Unknown", "The outcome is open: 1 unknown of 1 item.")]
    [InlineData("Done Unknown", "Not all is known: 1 unknown, 1 done of 2 items.")]
    [InlineData("Done Failed", "Partly failed: 1 failed, 1 done of 2 items.")]
    public void One_sentence_says_what_came_of_it(string statuses, string sentence)
    {
        var rows = statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(status => Reports.Row("x", Enum.Parse<MigrationStatus>(status))).ToList();

        Assert.Contains(sentence, Reports.Write(_folder, Reports.Of(rows)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Exported 1 item; nothing was imported.", "planned")]
    [InlineData("Planned", "A rehearsal: 1 planned of 1 item (before that, 1 exported). Nothing was changed.", "planned")]
    [InlineData("Done", "All well: 1 done of 1 item (before that, 1 exported).", "good")]
    [InlineData("Failed", "Failed: 1 failed of 1 item (before that, 1 exported).", "bad")]
    [InlineData("Canceled", "The outcome is open: 1 canceled of 1 item (before that, 1 exported).", "unsaid")]
    public void An_export_is_no_part_of_what_came_of_the_target(string import, string sentence, string tone)
    {
        var rows = import.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(status => Reports.Row("x", Enum.Parse<MigrationStatus>(status))).Prepend(Export()).ToList();

        var page = Reports.Write(_folder, Reports.Of(rows));

        Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.Contains($"<header class=\"{tone}\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Exports_that_failed_make_a_script_that_only_exports_partly_failed()
    {
        var failed = Export();
        var page = Reports.Write(_folder, Reports.Of(Export(), failed with { Result = failed.Result with { Status = MigrationStatus.Failed } }));

        Assert.Contains("Partly failed: 1 failed, 1 done of 2 items.", page, StringComparison.Ordinal);
        Assert.Contains("exit code 2", page, StringComparison.Ordinal);
    }

    private static ReportRow Export()
    {
        var row = Reports.Row("export", target: null);
        return row with { Result = row.Result with { Action = MigrationAction.None } };
    }

    [Fact]
    public void A_run_that_ended_early_says_so()
    {
        var report = Reports.Of(Reports.Row("Sales"));

        Assert.Contains("ended before all rows had come", Reports.Write(_folder, report with { IsComplete = false }), StringComparison.Ordinal);
        Assert.DoesNotContain("ended before all rows had come", Reports.Write(_folder, report), StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private sealed class BrokenRows : IReadOnlyList<ReportRow>
    {
        public int Count => 2;

        public ReportRow this[int index] => index == 0 ? Reports.Row("first") : throw new InvalidOperationException("no second row");

        public IEnumerator<ReportRow> GetEnumerator()
        {
            for (var index = 0; index < Count; index++) yield return this[index];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
