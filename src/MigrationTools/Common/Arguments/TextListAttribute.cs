using System.Collections;
using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>A list of names: an array, or a text with , and ; as in a CSV cell.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextListAttribute(params string[] names) : ArgumentTransformationAttribute
{
    /// <summary>Where it takes what is piped: the parameters that bind by name, to which rows that have one are left. Other objects are refused.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return null;
        if (Names.Count > 0 && Binding.Unwrap(inputData) is not (string or IFormattable) and (not IEnumerable or IDictionary))
        {
            throw Piped.NotTaken(engineIntrinsics, ErrorKinds.InvalidValue, inputData, "a name, and no row of your own", $"Pipe names, or rows with {string.Join(" or ", Names)}.", Names);
        }
        return Binding.Split(inputData).Select(part => Binding.Text(part)!).ToArray();
    }
}
