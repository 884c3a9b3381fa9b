using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Types of asset: one, several, or a text with , and ; as in a CSV cell. Task means Job; a typo fails; a blank is "not given".</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AssetTypeListAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return Array.Empty<SnapLogicAssetType>();
        return Binding.Split(inputData).Select(part => Parse(engineIntrinsics, part)).Distinct().ToArray();
    }

    private static SnapLogicAssetType Parse(EngineIntrinsics engine, object? part)
    {
        if (Binding.Unwrap(part) is SnapLogicAssetType type && Enum.IsDefined(type)) return type;
        try
        {
            return Enum.Parse<SnapLogicAssetType>(SnapLogicAssetTypes.Parse(Binding.Text(part) ?? string.Empty));
        }
        catch (MigrationException error)
        {
            throw Binding.Refuse(engine, error.Kind, error.What);
        }
    }
}
