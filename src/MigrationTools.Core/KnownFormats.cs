using MigrationTools.Core.Arcadia;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.Core;

/// <summary>The package formats of all systems. The one place that knows them all: the rooms of the systems do not know each other.</summary>
public static class KnownFormats
{
    /// <summary>Every format, in the order in which they are asked.</summary>
    public static IReadOnlyList<IPackageFormat> All { get; } = [new ArcGisPackageFormat(), new ArcadiaBundleFormat(), new SnapLogicPackageFormat(), new OptimizePackageFormat()];

    /// <summary>A reader of packages of every system.</summary>
    public static PackageReader Reader { get; } = new(All);
}
