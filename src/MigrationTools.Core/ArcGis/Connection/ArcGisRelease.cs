using System.Globalization;

namespace MigrationTools.Core.ArcGis;

/// <summary>A release of ArcGIS Enterprise, such as 11.3. Compared as numbers, component by component: 11.10 is later than 11.4.</summary>
public sealed class ArcGisRelease
{
    // Portals before 11.3 tell the API's version only. Those in between have at least what the earlier one has.
    private static readonly (int[] Api, string Release)[] Known =
        [([8, 2], "10.8.1"), ([8, 4], "10.9"), ([2024, 1], "11.3"), ([2024, 2], "11.4")];

    private readonly int[] _numbers;

    private ArcGisRelease(int[] numbers, string text, bool isCertain)
    {
        _numbers = numbers;
        Text = text;
        IsCertain = isCertain;
    }

    /// <summary>The first release that has export packages.</summary>
    internal static ArcGisRelease First { get; } = Parse("10.8.1")!;

    /// <summary>As people know it: 11.3, 10.8.1; where it is not certain, what the portal says of itself.</summary>
    public string Text { get; }

    /// <summary>False where the portal's own number is not known, and only what it has at least.</summary>
    public bool IsCertain { get; }

    /// <summary>True if it is this release or a later one.</summary>
    public bool Has(string release) => !IsBefore(Parse(release)!);

    /// <summary>True if the other one is later.</summary>
    public bool IsBefore(ArcGisRelease other) => Compare(_numbers, other._numbers) < 0;

    /// <inheritdoc />
    public override string ToString() => Text;

    /// <summary>Reads "11.3.0", "10.8.1"; null for anything else.</summary>
    public static ArcGisRelease? Parse(string? text) =>
        Numbers(text) is { } numbers ? new ArcGisRelease(numbers, string.Join('.', Trimmed(numbers)), isCertain: true) : null;

    /// <summary>The release of a portal, by what it says of itself.</summary>
    internal static ArcGisRelease Of(string? enterpriseVersion, string? currentVersion)
    {
        if (Parse(enterpriseVersion) is { } said) return said;
        if (Numbers(currentVersion) is not { } api) return new ArcGisRelease(First._numbers, "unknown", isCertain: false);
        var exact = Known.FirstOrDefault(known => Compare(known.Api, api) == 0).Release;
        if (exact is not null) return Parse(exact)!;
        var least = Known.LastOrDefault(known => Compare(known.Api, api) < 0).Release ?? First.Text;
        return new ArcGisRelease(Parse(least)!._numbers, $"unknown (API {currentVersion})", isCertain: false);
    }

    private static int[]? Numbers(string? text)
    {
        var parts = text?.Trim().Split('.') ?? [];
        if (parts.Length is 0 or > 6) return null;
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }
        return numbers;
    }

    // "11.3" and "11.3.0" are one release; "11" alone stays as it is.
    private static IEnumerable<int> Trimmed(int[] numbers) => numbers.Length > 2 && numbers[^1] == 0 ? Trimmed(numbers[..^1]) : numbers;

    private static int Compare(int[] one, int[] other)
    {
        for (var i = 0; i < Math.Max(one.Length, other.Length); i++)
        {
            var difference = (i < one.Length ? one[i] : 0).CompareTo(i < other.Length ? other[i] : 0);
            if (difference != 0) return difference;
        }
        return 0;
    }
}
