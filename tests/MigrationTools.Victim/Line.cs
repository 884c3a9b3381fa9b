using MigrationTools.Core.Observers;
using MigrationTools.Victim.Lines;

namespace MigrationTools.Victim;

/// <summary>The lines of all systems.</summary>
public static class Line
{
    /// <summary>Runs a system's line.</summary>
    /// <param name="system">The system's name.</param>
    /// <param name="args">What its line needs to know.</param>
    /// <param name="observer">Is told what the engine tells.</param>
    /// <param name="say">Is told each step.</param>
    public static Task RunAsync(string system, IReadOnlyList<string> args, IMigrationObserver observer, Action<string> say)
    {
        ILine line = system switch
        {
            "Arcadia" => new ArcadiaLine(),
            "ArcGis" => new ArcGisLine(),
            "SnapLogic" => new SnapLogicLine(),
            "Optimize" => new OptimizeLine(),
            _ => throw new ArgumentException($"There is no line of '{system}'.", nameof(system)),
        };
        return line.RunAsync(args, observer, say);
    }
}
