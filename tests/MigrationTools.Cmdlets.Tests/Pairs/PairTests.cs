using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Cmdlets.Tests.Metadata;

namespace MigrationTools.Cmdlets.Tests.Pairs;

public sealed class PairTests(PairBench bench, ModuleFixture module) : IClassFixture<PairBench>, IClassFixture<ModuleFixture>
{
    private const string Forms = """
        function Get-Live($value) { $value }
        function Get-Clixml($value) { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($value)) }
        function Get-Csv($value) {
            $cells = [ordered]@{}
            foreach ($property in $value.psobject.Properties) { try { $cells[$property.Name] = "$($property.Value)" } catch { $cells[$property.Name] = '' } }
            [pscustomobject]$cells
        }
        """;

    [Fact]
    public async Task Dump()
    {
        (await bench.RunAsync(Forms)).Run.Fine();
        var lines = new List<string>();
        foreach (var cmdlet in module.Cmdlets.Where(c => c.Parameters.Values.Any(p => p.ParameterSets.Values.Any(s => s.ValueFromPipeline || s.ValueFromPipelineByPropertyName))).OrderBy(c => c.Name == "Disconnect-MigrationConnection"))
        {
            if (!PairLines.Arguments.TryGetValue(cmdlet.Name, out var args)) { lines.Add($"NO ARGS {cmdlet.Name}"); continue; }
            foreach (var form in new[] { "Live", "Clixml", "Csv" })
            {
                foreach (var (name, variable) in PairObjects.Kinds)
                {
                    if (form != "Live" && variable is "process" or "file") continue;
                    var watch = System.Diagnostics.Stopwatch.StartNew();
                    var (run, requests) = await bench.RunAsync($"$DebugPreference = 'Continue'; $WarningPreference='Continue'; $piped = Get-{form} ${variable}; $piped | {cmdlet.Name} {args}");
                    var takes = run.Debug.FirstOrDefault(l => l.Contains(" takes what is piped"));
                    takes = takes is null ? "" : takes[(takes.IndexOf("set ")+4)..];
                    var err = run.AllErrors.Count == 0 ? "" : string.Join(" | ", run.AllErrors.Select(e => (e.Kind() ?? e.FullyQualifiedErrorId) + ": " + e));
                    lines.Add($"{cmdlet.Name,-36} {form,-7} {name,-34} {(run.Thrown is null ? "" : "THROWN ")}[{takes}] req={requests} out={string.Join(',', run.Output.Select(o => o.Text("Status") ?? o.BaseObject.GetType().Name).Distinct())} {err} {(run.Warnings.Count > 0 ? "WARN " + run.Warnings[0] : "")} {watch.ElapsedMilliseconds}ms");
                }
            }
        }
        File.WriteAllLines("/tmp/pairs_dump.txt", lines);
    }
}
