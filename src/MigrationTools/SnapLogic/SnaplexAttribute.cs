using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;

namespace MigrationTools.SnapLogic;

/// <summary>A Snaplex: its path or label as text, or an object that Get-SnapLogicSnaplex gave, of which the path is taken.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SnaplexAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return string.Empty;
        if (Binding.Unwrap(inputData) is string text) return text.Trim();
        return Binding.Text(Binding.Property(inputData, "Type")) == "Snaplex" && Binding.Text(Binding.Property(inputData, "Id")) is { } path
            ? path
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"A Snaplex is due here, not a {Binding.Unwrap(inputData)!.GetType().Name}.", "Give its path, or an object of Get-SnapLogicSnaplex.");
    }
}
