using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

// The process that the tests kill: one export from a server and one import into another, as a script would do it.
// Usage: <source uri> <source key> <target uri> <target key> <folder, or - for private content> <Type:Id>...
// Each step, and each thing the engine tells, is a line of output: the tests kill it at one of them.
var observer = new Teller();
var selection = ArcadiaSelection.Of(args[5..].Select(item => item.Split(':')).Select(parts => (parts[0], parts[1])));
var source = await ArcadiaConnection.OpenWithApiKeyAsync(new ConnectionSettings { Name = "dev", Uri = new Uri(args[0]) }, args[1], observer, default);
var target = await ArcadiaConnection.OpenWithApiKeyAsync(new ConnectionSettings { Name = "prod", Uri = new Uri(args[2]) }, args[3], observer, default);
Teller.Say("connected");
var destination = args[4] == "-" ? new PackageDestination() : new PackageDestination(args[4] + Path.DirectorySeparatorChar, force: true);
var outcome = await new ArcadiaMigrator(source, observer).ExportAsync(selection, destination, default);
Teller.Say("exported");
if (outcome.Missing.Count > 0) throw outcome.Missing[0].Error;
var options = new ArcadiaImportOptions { DataConnection = "sales", Workspace = "Retail", SingleConnection = true };
var run = new ArcadiaImportRun();
foreach (var package in outcome.Packages)
{
    var import = new ArcadiaMigrator(target, observer).BeginImport(package, options, run);
    await import.PlanAsync(default);
    Teller.Say("planned");
    if (import.HasWork) await import.ApplyAsync(default);
    if (import.Rows.FirstOrDefault(row => row.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged)) is { } row) throw new InvalidOperationException(row.ToString());
}
Teller.Say("imported");
return 0;

internal sealed class Teller : IMigrationObserver
{
    private static readonly object _lock = new();

    public static void Say(string line)
    {
        lock (_lock)
        {
            Console.Out.WriteLine(line.ReplaceLineEndings(" "));
            Console.Out.Flush();
        }
    }

    public void Progress(ProgressUpdate update) => Say($"progress {update.Activity} {update.Done}");

    public void Verbose(string message) => Say(message);

    public void Debug(string message)
    {
    }

    public void Warning(string message) => Say(message);
}
