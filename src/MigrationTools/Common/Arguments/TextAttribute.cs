using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>One text: trimmed, a blank is "not given", and an object is refused instead of being bound as its type's name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return null;
        return Binding.Unwrap(inputData) is string or IFormattable
            ? Binding.Text(inputData)!.Trim()
            : throw Binding.Refuse(ErrorKinds.InvalidValue, $"A text is due here, not a {Binding.Unwrap(inputData)!.GetType().Name}.");
    }
}
