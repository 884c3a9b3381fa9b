using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// One text: trimmed, a blank is empty and so "not given", and an object is refused instead of being bound as its type's
/// name. Empty and not null: null binds only with coercion, after which the engine no longer looks at a row's Path.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextAttribute : ArgumentTransformationAttribute
{
    /// <summary>True where the parameter also takes what is piped: then an object is left to the parameters that bind by its properties.</summary>
    public bool IsPiped { get; init; }

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return string.Empty;
        return Binding.Unwrap(inputData) is string or IFormattable
            ? Binding.Text(inputData)!.Trim()
            : throw (IsPiped
                ? Binding.NotMine("A text is due here.")
                : Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"A text is due here, not a {Binding.Unwrap(inputData)!.GetType().Name}."));
    }
}
