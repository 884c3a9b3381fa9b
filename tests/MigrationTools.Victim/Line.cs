using MigrationTools.Core.Observers;
using MigrationTools.Victim.Lines;

namespace MigrationTools.Victim;

/// <summary>The lines of all systems. A line is found by its name.</summary>
public static class Line
{
    /// <summary>Runs a system's line.</summary>
    /// <param name="system">The system's name.</param>
    /// <param name="args">What its line needs to know.</param>
    /// <param name="observer">Is told what the engine tells.</param>
    /// <param name="say">Is told each step.</param>
    public static Task RunAsync(string system, IReadOnlyList<string> args, IMigrationObserver observer, Action<string> say)
    {
        var type = typeof(ILine).Assembly.GetType($"{typeof(ILine).Namespace}.{system}Line")
            ?? throw new ArgumentException($"There is no line of '{system}': write Lines/{system}Line.cs.", nameof(system));
        return ((ILine)Activator.CreateInstance(type)!).RunAsync(args, observer, say);
    }
}
