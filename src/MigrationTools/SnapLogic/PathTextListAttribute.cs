using System.Collections;
using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;

namespace MigrationTools.SnapLogic;

/// <summary>
/// Paths of a control plane: each text is one, because names there can have commas. A blank is an empty path, which the
/// cmdlet refuses and remembers; an object is left to the parameters that bind by its properties.
/// </summary>
/// <param name="name">The parameter's own name, by which rows bind.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathTextListAttribute(string name) : ArgumentTransformationAttribute
{
    /// <summary>The parameter's own name, by which rows bind.</summary>
    public string Name { get; } = name;

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => Paths(engineIntrinsics, inputData).ToArray();

    private IEnumerable<string> Paths(EngineIntrinsics engine, object? value) => Binding.Unwrap(value) switch
    {
        null => [string.Empty],
        string text => [text.Trim()],
        IEnumerable many and not IDictionary => many.Cast<object?>().SelectMany(one => Paths(engine, one)),
        _ => throw Piped.NotTaken(engine, ErrorKinds.InvalidValue, value, "a path, and no row of your own", $"Pipe paths, or rows with {Name}.", [Name]),
    };
}
