using System.Globalization;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>What can be said about an import before anything is sent, and what a person should know afterwards.</summary>
internal static class ArcadiaImportChecks
{
    private const long Large = 50_000_000;

    /// <exception cref="MigrationException">SameServer, MultipleSourceConnections, DataConnectionMissing, ConflictNotSupported.</exception>
    public static void Run(ArcadiaPackage package, ArcadiaImportOptions options, ArcadiaConnection target, IMigrationObserver observer)
    {
        if (options.OnConflict == ConflictPolicy.Duplicate) throw ArcadiaImportOptions.NoDuplicates;
        if (!options.AllowSameServer && package.Source is { } source && target.IsAt(source))
        {
            throw new MigrationException(ErrorKinds.SameServer, $"The package comes from {package.Source}, which is where {target.Name} leads.") { TargetObject = package.Path };
        }
        if (string.IsNullOrWhiteSpace(options.DataConnection))
        {
            throw new MigrationException(ErrorKinds.DataConnectionMissing, $"To import into {target.Name}, the data connection that the datasets are bound to must be named.");
        }
        if (!options.SingleConnection && package.SourceConnections.Count > 1)
        {
            var parts = package.SourceConnections.Select(source => $"{source.Id} ({string.Join(", ", source.Datasets.Take(3).Select(name => $"'{name}'"))})");
            throw new MigrationException(ErrorKinds.MultipleSourceConnections,
                $"The datasets of the package hang on the source's data connections {string.Join(" and ", parts)}, and all would be bound to '{options.DataConnection}'.") { TargetObject = package.Path };
        }
        if (IsNewer(package.SourceVersion, target.Version))
        {
            observer.Warning($"The package comes from version {package.SourceVersion}, and {target.Name} is of version {target.Version}: an older server may refuse or misread it.");
        }
        if (package.Length > Large)
        {
            observer.Warning(string.Create(CultureInfo.InvariantCulture, $"The package has {package.Length / 1e6:0} MB; a proxy before the server may cap the size or the time of a request."));
        }
    }

    /// <summary>What no API can check.</summary>
    public static void AfterImport(ArcadiaPackage package, IReadOnlyList<MigrationResult> rows, ArcadiaConnection target, IMigrationObserver observer)
    {
        var changed = rows.Where(row => row.Status == MigrationStatus.Done).Select(row => $"{row.Type} {row.SourceId}").ToHashSet(StringComparer.Ordinal);
        foreach (var style in package.NamesAssetsById.Where(changed.Contains))
        {
            observer.Warning($"{style} of the package names a static asset by its number. Look on {target.Name} whether the picture is the right one: it is not known whether the server renumbers it.");
        }
    }

    internal static bool IsNewer(string? source, string? target) =>
        System.Version.TryParse(source, out var from) && System.Version.TryParse(target, out var to)
        && (from.Major, from.Minor).CompareTo((to.Major, to.Minor)) > 0;
}
