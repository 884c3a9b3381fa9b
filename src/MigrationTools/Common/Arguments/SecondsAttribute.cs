using System.Globalization;
using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>Seconds: 30, "30" and "00:00:30" alike. (A TimeSpan parameter would make 30 three microseconds.)</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    /// <summary>The most that is allowed; a day where nothing is said.</summary>
    public int Most { get; init; } = 86_400;

    /// <summary>The least that is allowed.</summary>
    public int Least { get; init; } = 1;

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return null;
        var value = Binding.Unwrap(inputData);
        var text = Binding.Text(inputData)!.Trim();
        double seconds;
        if (value is TimeSpan span) seconds = span.TotalSeconds;
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds))
        {
            seconds = text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var parsed)
                ? parsed.TotalSeconds
                : double.NaN;
        }
        return seconds >= Least && seconds <= Most
            ? (int)Math.Ceiling(seconds)
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"'{text}' is no time between {Least} and {Most} seconds.", "Give seconds, or hh:mm:ss.");
    }
}
