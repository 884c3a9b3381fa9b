using System.Collections;
using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;

namespace MigrationTools.ArcGis;

/// <summary>Packages that are on a portal: ids of their items, the items themselves, or packages that know theirs, live or as they come back.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PackageItemAttribute : ArgumentTransformationAttribute
{
    private readonly ItemIdAttribute _ids = new(ArcGisConnection.SystemName, ArcGisPackage.ItemType) { AreWords = true, Or = "PackageItemId" };

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return null;
        var many = Binding.Unwrap(inputData) is IEnumerable list and not string and not IDictionary ? list.Cast<object>() : [inputData];
        return many.SelectMany(one => Of(engineIntrinsics, one)).ToArray();
    }

    private IEnumerable<ItemReference> Of(EngineIntrinsics engineIntrinsics, object one)
    {
        var isPackage = Binding.Text(Binding.Property(one, "System")) == ArcGisConnection.SystemName
            && Binding.Text(Binding.Property(one, "Kind")) == ArcGisPackage.ItemType;
        if (Binding.Unwrap(one) is string path && path.Trim().EndsWith(".epk", StringComparison.OrdinalIgnoreCase))
        {
            throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidId, $"'{path}' is a file, and a package on the portal is due.", "Add-ArcGisPackage uploads it; Get-MigrationPackage looks into a file.");
        }
        if (!isPackage) return _ids.Transform(engineIntrinsics, one) as ItemReference[] ?? [];
        if (Binding.Text(Binding.Property(one, nameof(ArcGisPackage.PackageItem))) is { Length: > 0 } item && ArcGisId.IsId(item))
        {
            return [new ItemReference(item, Binding.Text(Binding.Property(one, nameof(ArcGisPackage.PackagePortal))))];
        }
        throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidId, "The package is on no portal.", "Add-ArcGisPackage uploads it; Get-MigrationPackage looks into a file.");
    }
}
