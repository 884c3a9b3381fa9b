using System.Collections;
using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// Paths: each text is one (names have commas). A file that is given as an object means itself, whatever wildcards its
/// name looks like; one that names a file is left to the parameters that bind by its properties, and any other is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathListAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Binding.IsBlank(inputData) ? null : Paths(engineIntrinsics, inputData).ToArray();

    private static IEnumerable<string> Paths(EngineIntrinsics engine, object? value) => Binding.Unwrap(value) switch
    {
        string text => [text],
        FileSystemInfo file => [WildcardPattern.Escape(file.FullName)],
        PathInfo place => [WildcardPattern.Escape(place.Path)],
        IEnumerable many and not IDictionary => many.Cast<object?>().SelectMany(one => Paths(engine, one)),
        _ when Piped.Files.Any(name => !Binding.IsBlank(Binding.Property(value, name))) => throw Binding.NotMine("The object names its file."),
        _ => throw Piped.NotTaken(engine, ErrorKinds.InvalidValue, value, "a file, and names none", "Pipe files, paths, packages that have a file, or rows with a Path.", Piped.Files),
    };
}
