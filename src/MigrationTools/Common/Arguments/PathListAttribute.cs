using System.Collections;
using System.Management.Automation;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// Paths: text, or file objects, which are meant literally. Never split, because a comma is a letter of a file name. All
/// else is left to the other parameters of the pipe: a row would bind as its own text before its Path is looked at.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathListAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return null;
        return Paths(Binding.Unwrap(inputData)).ToArray();
    }

    private static IEnumerable<string> Paths(object? value) => value switch
    {
        string text => [text],
        FileSystemInfo file => [WildcardPattern.Escape(file.FullName)],
        IDictionary => throw Binding.NotMine("This is no path."),
        IEnumerable many => many.Cast<object?>().SelectMany(one => Paths(Binding.Unwrap(one))),
        _ => throw Binding.NotMine("This is no path."),
    };
}
