using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>The package of an import: a file, one that is only planned, or one that is on the portal already.</summary>
internal sealed class ArcGisImportInput
{
    private const int SideBySide = 4;

    // More would be looked up for longer than anybody waits for an estimate.
    private const int MostLooks = 1_000;

    private readonly ArcGisConnection _target;
    private readonly MigrationPackage? _given;
    private readonly ArcGisImportOptions _options;
    private readonly IMigrationObserver _observer;
    private IReadOnlyList<ArcGisItem>? _listed;

    public ArcGisImportInput(ArcGisConnection target, MigrationPackage? package, string? packageItemId, ArcGisImportOptions options, IMigrationObserver observer)
    {
        _target = target;
        _given = package;
        _options = options;
        _observer = observer;
        PackageItem = packageItemId ?? (package is ArcGisPackage { Path: null, IsPlanned: false } seen ? seen.PackageItem : null);
        Name = PackageItem is not null ? $"item {PackageItem}" : package?.Path is { } path ? Path.GetFileName(path) : (package as ArcGisPackage)?.Group ?? "(planned)";
        Source = package?.Source;
        SourceVersion = package?.SourceVersion;
    }

    /// <summary>How messages call it.</summary>
    public string Name { get; private set; }

    /// <summary>What tells its rows from those of another input.</summary>
    public string? Key => _given?.Path ?? PackageItem;

    /// <summary>The portal it comes from, where known.</summary>
    public string? Source { get; private set; }

    /// <summary>That portal's release, where known.</summary>
    public string? SourceVersion { get; private set; }

    /// <summary>Its item, where it is on the portal.</summary>
    public string? PackageItem { get; }

    public bool IsOnPortal => PackageItem is not null;

    /// <summary>True where the portal itself has not looked into it.</summary>
    public bool IsEstimate => !IsOnPortal;

    /// <summary>The file that is to be uploaded.</summary>
    public ArcGisUploadFile? File { get; private set; }

    /// <summary>What an object says of itself is known before anybody is asked. Of a file, reading it tells.</summary>
    /// <exception cref="MigrationException">PackageOfOtherSystem.</exception>
    public void RequireOwnSystem()
    {
        if (_given is { System: not ArcGisConnection.SystemName } other)
        {
            throw new MigrationException(ErrorKinds.PackageOfOtherSystem, $"'{Name}' is a package of {SystemNames.Shown(other.System)}, not of {SystemNames.Shown(ArcGisConnection.SystemName)}.") { TargetObject = other.Path };
        }
    }

    /// <summary>Reads alone: that it is there, whole, and a package.</summary>
    /// <exception cref="MigrationException">PackageNotFound, PackageChanged … of a file; ArtifactNotFound, InvalidId of an item.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (PackageItem is { } id)
        {
            await OpenItemAsync(id, cancellationToken).ConfigureAwait(false);
        }
        else if (_given!.IsPlanned || _given.Path is null)
        {
            _listed = Known(_given.Items);
        }
        else
        {
            await OpenFileAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What it holds, as far as that is known before it is uploaded; null where nothing tells.</summary>
    /// <exception cref="MigrationException">DryRunUnreadable, where nothing may be overwritten unseen.</exception>
    public async Task<IReadOnlyList<ArcGisItem>?> ItemsAsync(CancellationToken cancellationToken)
    {
        if (IsOnPortal)
        {
            try
            {
                var seen = await new ArcGisPreview(_target, _observer).ReadAsync(_options.GroupId, PackageItem!, tries: 3, cancellationToken).ConfigureAwait(false);
                // What an export wrote down is the address that people connect to; the portal's own may be another.
                Source ??= seen.Source;
                SourceVersion = seen.SourceVersion;
                ArcGisImportChecks.Version(_target, _options, seen.SourceVersion, _observer);
                return [.. seen.Items.OfType<ArcGisItem>()];
            }
            catch (MigrationException error) when (error.Kind == ErrorKinds.DryRunUnreadable && _options.OnConflict != Results.ConflictPolicy.Fail && _options.Filter is null)
            {
                _observer.Warning($"{error.What} It is imported without a look beforehand.");
                return null;
            }
        }
        return _listed is { Count: > 0 } ? await LookAsync(_listed, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <exception cref="MigrationException">RowNotActionable: it is only planned.</exception>
    public void RequireContent()
    {
        if (IsOnPortal || File is not null) return;
        throw GivenPackage.Planned();
    }

    private async Task OpenItemAsync(string id, CancellationToken cancellationToken)
    {
        if (_given is ArcGisPackage { PackagePortal: { } portal } && !_target.IsAt(portal))
        {
            throw new MigrationException(ErrorKinds.WrongConnection, $"The package is item {id} of {portal}, and {_target.Name} leads to {_target.Origin}.",
                "Export it into a file and import that.") { TargetObject = id };
        }
        var item = await _target.Client.ItemAsync(id, _observer, cancellationToken).ConfigureAwait(false);
        if (item.Type != ArcGisPackage.ItemType)
        {
            throw new MigrationException(ErrorKinds.InvalidId, $"Item {id} of {_target.Name} is a {item.Type} ('{item.Name}') and no {ArcGisPackage.ItemType}.",
                "Give the item of a package: Add-ArcGisPackage makes one of a file.") { TargetObject = id };
        }
        Name = item.Name;
    }

    private async Task OpenFileAsync(CancellationToken cancellationToken)
    {
        var (file, package) = await ArcGisUploadReader.ReadAsync(GivenPackage.RequireFile(_given!), cancellationToken).ConfigureAwait(false);
        GivenPackage.RequireSame(_given!, package);
        File = file;
        Source = package.Source ?? Source;
        SourceVersion = package.SourceVersion ?? SourceVersion;
        _listed = Known(package.Items);
    }

    /// <summary>Ids out of a file go into addresses: what is none is left out.</summary>
    private List<ArcGisItem> Known(IReadOnlyList<MigrationItem> items)
    {
        var known = items.Where(item => ArcGisId.IsToken(item.Id)).DistinctBy(item => item.Id, StringComparer.OrdinalIgnoreCase)
            .Select(item => new ArcGisItem { System = item.System, Type = item.Type, Id = item.Id, Name = item.Name }).ToList();
        if (known.Count < items.Count) _observer.Warning($"{items.Count - known.Count} items that the manifest lists have no proper id of their own, and are left out.");
        return known;
    }

    /// <summary>Without the portal's own look into the package, each id is looked for there.</summary>
    private async Task<IReadOnlyList<ArcGisItem>> LookAsync(IReadOnlyList<ArcGisItem> items, CancellationToken cancellationToken)
    {
        var seen = items.ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, Math.Min(seen.Length, MostLooks)), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (i, stop) => seen[i] = seen[i] with { Exists = await _target.Client.FindItemAsync(seen[i].Id, _observer, stop).ConfigureAwait(false) is not null }).ConfigureAwait(false);
        return seen;
    }
}
