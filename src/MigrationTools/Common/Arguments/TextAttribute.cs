using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// One text: trimmed, a blank is empty and so "not given", and an object is refused instead of being bound as its type's
/// name. Empty and not null: null binds only with coercion, after which the engine no longer looks at a row's Path.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextAttribute(params string[] names) : ArgumentTransformationAttribute
{
    /// <summary>True where a parameter beside it takes objects through the pipe, and says what it does not take.</summary>
    public bool IsPiped { get; init; }

    /// <summary>Where it takes what is piped, and nothing beside it does: the parameters that bind by name, to which rows that have one are left.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    private string? Remedy => Names.Count == 0 ? null : $"Pipe texts, or rows with {string.Join(" or ", Names)}.";

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return string.Empty;
        return Binding.Unwrap(inputData) is string or IFormattable
            ? Binding.Text(inputData)!.Trim()
            : throw (IsPiped
                ? Binding.NotMine("A text is due here.")
                : Piped.NotTaken(engineIntrinsics, ErrorKinds.InvalidValue, inputData, Names.Count == 0 ? "a text" : "a text, and no row of your own", Remedy, Names));
    }
}
