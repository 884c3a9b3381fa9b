using MigrationTools.Core.Observers;

namespace MigrationTools.Victim.Lines;

/// <summary>The line of a script that is run, killed, and run again.</summary>
internal interface ILine
{
    /// <summary>Runs it to its end, and throws where it does not come to what it should.</summary>
    /// <param name="args">What the system needs to know.</param>
    /// <param name="observer">Is told what the engine tells.</param>
    /// <param name="say">Is told each step; the first is "connected".</param>
    Task RunAsync(IReadOnlyList<string> args, IMigrationObserver observer, Action<string> say);
}
