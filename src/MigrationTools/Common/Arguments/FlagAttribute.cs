using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>A switch that can also come from a CSV cell: true, yes, 1, x and their opposites; anything else fails.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FlagAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return new SwitchParameter(false);
        return Binding.Unwrap(inputData) switch
        {
            SwitchParameter flag => flag,
            bool yes => new SwitchParameter(yes),
            var other => (Binding.Text(other) ?? string.Empty).Trim().ToUpperInvariant() switch
            {
                "TRUE" or "YES" or "Y" or "1" or "X" => new SwitchParameter(true),
                "FALSE" or "NO" or "N" or "0" => new SwitchParameter(false),
                var text => throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"'{text}' is neither true nor false."),
            },
        };
    }
}
