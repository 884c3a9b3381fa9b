using System.Globalization;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Cmdlets.Tests.Metadata;

namespace MigrationTools.Cmdlets.Tests.Pairs;

/// <summary>Every sort of object that comes out of a cmdlet, into every cmdlet that takes something through the pipe: live, and as it comes back out of a file.</summary>
public sealed class PairTests(PairBench bench, ModuleFixture module) : IClassFixture<PairBench>, IClassFixture<ModuleFixture>
{
    private static readonly string[] _forms = ["Live", "Clixml", "Csv"];

    public static TheoryData<string> Cmdlets => [.. PairTable.Cmdlets];

    [Fact]
    public void The_table_has_every_cmdlet_that_takes_something_and_no_object_that_there_is_not()
    {
        var taking = module.Parameters()
            .Where(entry => entry.Parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline || set.ValueFromPipelineByPropertyName))
            .Select(entry => entry.Cmdlet.Name).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.All(taking, name => Assert.True(PairTable.Cmdlets.Contains(name), $"{name} takes something through the pipe: PairTable.cs is to say what (a line with its name alone where it takes nothing that a cmdlet gives)."));
        Assert.All(taking, name => Assert.True(PairLines.Arguments.ContainsKey(name), $"{name} takes something through the pipe: PairLines.cs is to say what it needs beside that."));
        Assert.Equal(taking, PairTable.Cmdlets.Order(StringComparer.Ordinal));
        Assert.Equal(taking, PairLines.Arguments.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(PairTable.Kinds.Except(PairObjects.Kinds.Select(kind => kind.Name)));
    }

    [Fact]
    public void There_is_an_object_of_every_type_that_comes_out()
    {
        var made = PairObjects.Kinds.Select(kind => bench.Shell[kind.Variable]!.GetType()).ToHashSet();
        var coming = module.Cmdlets.SelectMany(cmdlet => cmdlet.OutputType).Select(output => output.Type).Where(type => type is not null && type != typeof(void)).Distinct();

        // A base type is there as one of those that derive from it.
        Assert.All(coming, type => Assert.True(made.Any(type!.IsAssignableFrom), $"PairObjects.cs has no object of {type}, which comes out of a cmdlet."));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task An_object_binds_where_the_table_says_and_is_refused_everywhere_else(string cmdlet)
    {
        var before = bench.State();
        var wrong = new List<string>();
        foreach (var form in _forms)
        {
            foreach (var (kind, variable) in PairObjects.Kinds)
            {
                // Of these there is nothing to come back.
                if (form != "Live" && variable is "process" or "file" or "table") continue;
                var (run, requests) = await bench.RunAsync($"$DebugPreference = 'Continue'; $piped = Get-{form} ${variable}; $piped | {cmdlet} {PairLines.Arguments[cmdlet]}");
                var expected = PairTable.Of(cmdlet, kind, form == "Live");
                var came = Outcome(run, requests);
                if (came != expected) wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{form} {kind}: {came}, and not {expected}."));
            }
        }
        if (cmdlet.StartsWith("Disconnect", StringComparison.Ordinal)) (await bench.RunAsync("Connect-All")).Run.Fine();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, bench.State());
    }

    /// <summary>In the words of the table.</summary>
    private static string Outcome(ShellRun run, int requests)
    {
        var looked = requests > 0 ? " after a look" : string.Empty;
        if (run.AllErrors.Count > 0)
        {
            if (run.Thrown is not null) return $"ended with {run.Thrown.Message}";
            if (run.AllErrors.FirstOrDefault(error => error.Kind() is null) is { } undocumented) return $"failed without words of ours: {undocumented}";
            if (run.AllErrors.Any(error => error.Kind() == "InternalError")) return $"failed inside: {run.AllErrors[0]}";
            return run.Output.All(row => row.Text("Status") == "Failed") ? $"refused{looked}" : "partly refused";
        }
        if (run.Warnings.Any(warning => warning.Contains("without a migration's Status", StringComparison.Ordinal))) return "passed over with a warning";
        if (run.Output.Count > 0 && run.Output.All(row => row.Text("Reason") == "NotActionable")) return $"left out{looked}";
        // Import-X takes what is piped in its set Object, as -InputObject.
        var words = run.Debug.Single(line => line.Contains(" takes what is piped in its set ", StringComparison.Ordinal)).TrimEnd('.').Split(" in its set ")[1].Split(", as ");
        return words[0] == "__AllParameterSets" ? words[1] : $"{words[1]} ({words[0]})";
    }

    [Fact]
    public async Task What_is_refused_is_told_by_what_it_is_and_what_is_due_and_is_remembered()
    {
        var (run, requests) = await bench.RunAsync("$gisItem, $snapPackage, $snapRow | Export-ArcadiaDashboard -Connection arcadia-dev; (Get-MigrationHistory -Newest 1)");

        Assert.Equal(0, requests);
        Assert.Equal(3, run.Errors.Count);
        Assert.Contains("A Shapefile of ArcGis is not a Dashboard of Arcadia", run.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("A package of SnapLogic is not a Dashboard of Arcadia", run.Errors[1].ToString(), StringComparison.Ordinal);
        Assert.Contains("A row about a Job of SnapLogic is not a Dashboard of Arcadia", run.Errors[2].ToString(), StringComparison.Ordinal);
        Assert.Equal("InvalidId", Assert.Single(run.Output).Text("ErrorId"));
    }

    [Fact]
    public async Task A_connection_that_is_piped_takes_no_credential_to_its_server()
    {
        // Its Uri would bind by name: the portal's login would go to a server of Arcadia.
        var (run, requests) = await bench.RunAsync("$arcadiaConnection | Connect-ArcGis -Credential $gisDevLogin");

        Assert.Equal("InvalidValue", run.Error.Kind());
        Assert.Equal(0, requests);
    }

    [Theory]
    [InlineData("'Dashboard', 'Dataset' | Get-ArcadiaArtifact -Connection arcadia-dev", "Type", "Dashboard, Dataset")]
    [InlineData("'Returns' | Get-OptimizeCollection -Connection optimize-dev", "Name", "Returns")]
    [InlineData("'Test' | Get-ArcGisGroup -Connection gis-dev", "Name", "Test")]
    [InlineData("[pscustomobject]@{ Id = $test; Connection = 'gis-dev' } | Get-ArcGisGroup", "Name", "Test")]
    [InlineData("[pscustomobject]@{ Connection = 'optimize-dev' } | Get-OptimizeCollection Returns", "Name", "Returns")]
    [InlineData("[pscustomobject]@{ Org = 'acme-prod' } | Get-SnapLogicSnaplex -Name my-snaplex", "Name", "my-snaplex")]
    [InlineData("$arcadiaDev | Connect-Arcadia -ApiKey $arcadiaDevKey -Name piped", "Name", "piped")]
    [InlineData("[pscustomobject]@{ Uri = $arcadiaDev; Name = 'row' } | Connect-Arcadia -ApiKey $arcadiaDevKey -NotDefault", "Name", "row")]
    public async Task Texts_and_rows_of_a_users_own_bind(string script, string property, string values)
    {
        var (run, _) = await bench.RunAsync(script);

        Assert.Equal(values, string.Join(", ", run.Fine().Values(property).Distinct()));
        (await bench.RunAsync("'piped', 'row' | Disconnect-MigrationConnection -ErrorAction Ignore")).Run.Fine();
    }

    [Fact]
    public async Task Lists_of_objects_are_indexed_as_scripts_know_them()
    {
        var lists = 0;
        foreach (var (kind, variable) in PairObjects.Kinds.Where(kind => bench.Shell[kind.Variable]!.GetType().Assembly == module.Core))
        {
            foreach (var property in bench.Shell[variable]!.GetType().GetProperties().Where(property => property.PropertyType.IsGenericType && property.PropertyType.Name == "IReadOnlyList`1"))
            {
                var (run, _) = await bench.RunAsync($"$list = ${variable}.{property.Name}; if ($list.Count) {{ ,$list[0]; ,$list[-1] }}");
                if (run.Output.Count == 0) continue;
                lists++;
                // The engine gives the whole list for an index that it does not see.
                Assert.All(run.Output, value => Assert.True(property.PropertyType.GetGenericArguments()[0].IsInstanceOfType(value.BaseObject), $"{kind}: {property.Name}[0] is a {value.BaseObject.GetType()}."));
            }
        }
        Assert.True(lists > 8, $"Only {lists} lists were looked at.");
    }
}
