using MigrationTools.Core.Packages;

namespace MigrationTools.Common.Arguments;

/// <summary>The Path of a row that a user wrote (CSV, PSCustomObject): as given, perhaps relative or with wildcards.</summary>
internal sealed record PackageRow : MigrationPackage
{
    public static PackageRow Of(string path) => new() { System = string.Empty, Kind = string.Empty, Path = path.Trim() };
}
