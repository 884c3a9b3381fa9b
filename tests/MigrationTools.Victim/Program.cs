using MigrationTools.Core.Observers;
using MigrationTools.Victim;

// The process that the tests kill. Arguments: the system, and what its line needs to know. Each step, and each thing the engine tells, is a line of output: they kill it at one of them.
await Line.RunAsync(args[0], args[1..], new Teller(), Teller.Say);
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
