using System.Text;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>Packages to import, as exports of real releases have them.</summary>
public static class OptimizeFixtures
{
    /// <summary>
    /// The names: <c>returns</c> (a dashboard of all kinds of tiles, a combined report and its parts), <c>decision</c>,
    /// <c>old</c> (3.7: numbers 8 and 5, <c>reports</c>), <c>filters</c> (a dashboard with every filter), <c>vendor</c>
    /// (the two dashboards of the vendor's page), <c>results</c>, <c>builtin</c>, <c>broken</c>, <c>prod</c>.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = ["returns", "decision", "old", "filters", "vendor", "results", "builtin", "broken", "prod"];

    /// <summary>The text of a package.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(OptimizeFixtures).Assembly.GetManifestResourceStream($"Optimize.{name}.json")
            ?? throw new ArgumentException($"There is no fixture {name}.", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
