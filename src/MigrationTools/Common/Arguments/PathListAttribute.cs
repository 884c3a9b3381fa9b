using System.Collections;
using System.Management.Automation;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// Paths: each text is one (names have commas). A file that is given as an object means itself, whatever wildcards its
/// name looks like; any other object is left to the parameters that bind by its properties.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathListAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Binding.IsBlank(inputData) ? null : Paths(inputData).ToArray();

    private static IEnumerable<string> Paths(object? value) => Binding.Unwrap(value) switch
    {
        string text => [text],
        FileSystemInfo file => [WildcardPattern.Escape(file.FullName)],
        PathInfo place => [WildcardPattern.Escape(place.Path)],
        IEnumerable many and not IDictionary => many.Cast<object?>().SelectMany(Paths),
        var other => throw Binding.NotMine($"A path is due here, not a {other?.GetType().Name ?? "null"}."),
    };
}
