using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>One exit code for a scheduler, whatever the rows went through before.</summary>
public sealed class MeasureTests
{
    private const int AllWell = 0, Partly = 2, Failed = 3, NothingToSay = 4;

    public static TheoryData<string, int> Combinations => new()
    {
        { "", NothingToSay },
        { "Done", AllWell },
        { "Planned", AllWell },
        { "Unchanged", AllWell },
        { "Skipped", AllWell },
        { "Planned Done Unchanged Skipped", AllWell },
        { "Failed", Failed },
        { "Failed Canceled", Failed },
        { "Failed Unknown", Failed },
        { "Done Failed", Partly },
        { "Skipped Failed", Partly },
        { "Done Canceled", Partly },
        { "Done Unknown", Partly },
        { "Done Failed Unknown Canceled", Partly },
        { "Canceled", NothingToSay },
        { "Unknown", NothingToSay },
        { "Unknown Canceled", NothingToSay },
    };

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Statuses_come_to_an_exit_code(string statuses, int expected)
    {
        using var shell = new Shell();
        var names = statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        shell["names"] = names;
        // The numbers under which the states are kept in files.
        shell["numbers"] = names.Select(name => Array.IndexOf(["Planned", "Done", "Unchanged", "Skipped", "Failed", "Canceled", "Unknown"], name)).ToArray();

        foreach (var source in new[] { "$names", "$numbers", "($numbers | ForEach-Object { [long]$_ })", "($names | ForEach-Object { $_.ToUpperInvariant() })" })
        {
            var run = (await shell.RunAsync($"{source} | ForEach-Object {{ [pscustomobject]@{{ Status = $_ }} }} | Measure-MigrationResult")).Fine();

            Assert.Empty(run.Warnings);
            var summary = Assert.Single(run.Output);
            Assert.Equal(expected, summary.Value("ExitCode"));
            Assert.Equal(names.Length, summary.Value("Total"));
            foreach (var group in names.GroupBy(name => name)) Assert.Equal(group.Count(), summary.Value(group.Key));
        }
    }

    [Theory]
    [InlineData("$null | Measure-MigrationResult")]
    [InlineData("Measure-MigrationResult")]
    [InlineData("Measure-MigrationResult $null")]
    [InlineData("Measure-MigrationResult @()")]
    [InlineData("@() | Measure-MigrationResult")]
    [InlineData("$undefined | Measure-MigrationResult")]
    [InlineData("$null, $null | Measure-MigrationResult")]
    public async Task Nothing_is_nothing_to_say_and_no_error(string script)
    {
        using var shell = new Shell();

        var run = (await shell.RunAsync(script)).Fine();

        Assert.Equal(NothingToSay, Assert.Single(run.Output).Value("ExitCode"));
        Assert.Empty(run.Warnings);
    }

    [Theory]
    [InlineData("'text'")]
    [InlineData("[pscustomobject]@{ Status = 'Fertig' }")]
    [InlineData("[pscustomobject]@{ Status = 17 }")]
    [InlineData("[pscustomobject]@{ Name = 'x' }")]
    [InlineData("[System.Diagnostics.Process]::GetCurrentProcess()")]
    public async Task What_is_no_row_is_left_out_and_said(string value)
    {
        using var shell = new Shell();

        var run = (await shell.RunAsync($"[pscustomobject]@{{ Status = 'Done' }}, ({value}) | Measure-MigrationResult")).Fine();

        Assert.Single(run.Warnings);
        Assert.Equal(1, run.Output[0].Value("Total"));
    }

    [Fact]
    public async Task Rows_history_and_what_came_back_from_a_file_measure_alike()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.RunAsync("""
            $rows = Import-ArcadiaPackage minimal.json, none.json -Connection prod -DataConnection sales -ErrorAction SilentlyContinue
            $back = $rows | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }
            $rows | Measure-MigrationResult
            $back | Measure-MigrationResult
            Measure-MigrationResult $rows
            Get-MigrationHistory | Measure-MigrationResult
            """);

        Assert.Equal(4, run.Output.Count);
        Assert.All(run.Output, summary =>
        {
            Assert.Equal(Partly, summary.Value("ExitCode"));
            Assert.Equal(3, summary.Value("Done"));
            Assert.Equal(1, summary.Value("Failed"));
        });
    }

    [Fact]
    public async Task Enums_keep_their_names_through_a_file()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.FineAsync("""
            Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales |
                ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }
            """);

        Assert.All(run.Output, row =>
        {
            Assert.Equal("Done", row.Text("Status"));
            Assert.Equal("Create", row.Text("Action"));
            Assert.Equal("None", row.Text("Reason"));
        });
    }

    [Fact]
    public async Task No_summary_stands_among_the_rows()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.FineAsync("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales");

        Assert.All(run.Output, row => Assert.Contains("MigrationTools.Core.Results.MigrationResult", row.TypeNames));
    }
}
