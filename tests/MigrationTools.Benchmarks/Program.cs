using System.CommandLine;
using MigrationTools.Benchmarks.Cases;
using MigrationTools.Benchmarks.Children;
using MigrationTools.Benchmarks.Running;

// The program starts itself anew for every measurement that is not made in a PowerShell.
if (args is ["child", var work]) return await ChildWork.RunAsync(work);

var all = new Dictionary<string, IBenchmark>
{
    ["a"] = new ExportMany(),
    ["b"] = new LargeBundle(),
    ["c"] = new ModuleImport(),
    ["d"] = new ManyPackages(),
    ["e"] = new ManyMigrations(),
    ["f"] = new OptimizeExports(),
    ["g"] = new ArcGisTransfers(),
};
var chosen = new Argument<string[]>("cases") { Description = $"Which cases: {string.Join(", ", all.Keys)}. All by default.", Arity = ArgumentArity.ZeroOrMore };
chosen.AcceptOnlyFromAmong([.. all.Keys]);
var runs = new Option<int?>("--runs") { Description = "How many pairs of runs; each case has a number of its own by default." };
var markdown = new Option<bool>("--markdown") { Description = "Also writes the table into docs/performance.md." };
var gigabytes = new Option<int>("--gigabytes") { Description = "How large the package of case g is.", DefaultValueFactory = _ => 1 };
var command = new RootCommand("Measures MigrationTools against what does the same without it.") { chosen, runs, markdown, gigabytes };
command.SetAction(async (parsed, cancellation) =>
{
    var names = parsed.GetValue(chosen) is { Length: > 0 } some ? some : [.. all.Keys];
    var write = parsed.GetValue(markdown);
    if (write && names.Length < all.Count)
    {
        await Console.Error.WriteLineAsync("--markdown writes the whole table: leave the names of cases away.");
        return 1;
    }
    using var bench = new Bench(parsed.GetValue(runs)) { Gigabytes = parsed.GetValue(gigabytes) };
    var rows = new List<Row>();
    foreach (var name in names.Distinct()) rows.AddRange(await all[name].RunAsync(bench, cancellation));
    Console.WriteLine();
    Console.WriteLine(Table.Text(rows));
    foreach (var note in bench.Notes) Console.WriteLine($"- {note}");
    if (write) Table.Write(rows, bench);
    return 0;
});
return await command.Parse(args).InvokeAsync();
