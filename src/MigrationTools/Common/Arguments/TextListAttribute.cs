using System.Management.Automation;

namespace MigrationTools.Common.Arguments;

/// <summary>A list of names: an array, or a text with , and ; as in a CSV cell.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextListAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return null;
        return Binding.Split(inputData).Select(part => Binding.Text(part)!).ToArray();
    }
}
