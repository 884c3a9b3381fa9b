using System.Globalization;

namespace MigrationTools.Benchmarks.Running;

/// <summary>Medians and extremes, and how they are written.</summary>
internal static class Figures
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Pair by pair: what disturbs the machine disturbs both of a pair, more or less.</summary>
    public static List<double> Pairs(IEnumerable<double> first, IEnumerable<double> second, Func<double, double, double> relate) =>
        [.. first.Zip(second, relate)];

    public static string Seconds(IEnumerable<double> values) => Text($"{Median(values):0.00} s");

    public static string Spread(IReadOnlyCollection<double> values, string unit = "", string format = "0.00") =>
        $"{Number(Median(values), format)}{unit} ({Number(values.Min(), format)}–{Number(values.Max(), format)})";

    public static string Megabytes(double bytes) => Text($"{bytes / 1024 / 1024:0} MB");

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
