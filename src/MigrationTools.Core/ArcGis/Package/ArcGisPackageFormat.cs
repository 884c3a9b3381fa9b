using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>Export packages as files. What is inside is not looked at: the manifest beside it tells what it holds.</summary>
public sealed class ArcGisPackageFormat : IPackageFormat
{
    /// <inheritdoc />
    public string System => ArcGisConnection.SystemName;

    /// <summary>By its ending: the content has no published form.</summary>
    public bool Recognizes(PackageSource source) => source.Path?.EndsWith(ArcGisPackage.Extension, StringComparison.OrdinalIgnoreCase) == true;

    /// <inheritdoc />
    public Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken)
    {
        var manifest = source.Manifest;
        if (manifest is null && !Recognizes(source))
        {
            throw new MigrationException(ErrorKinds.PackageNotRecognized, $"{source.Name} has neither a manifest nor the ending {ArcGisPackage.Extension}.") { TargetObject = source.Path };
        }
        return Task.FromResult<MigrationPackage>(new ArcGisPackage
        {
            System = ArcGisConnection.SystemName,
            Kind = ArcGisPackage.ItemType,
            Items = [.. (manifest?.ToItems() ?? []).Where(item => item.System == ArcGisConnection.SystemName).Select(Item)],
        });
    }

    private static ArcGisItem Item(MigrationItem item) => new() { System = item.System, Type = item.Type, Id = item.Id, Name = item.Name, DependsOn = item.DependsOn };
}
