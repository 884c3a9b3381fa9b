using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>
/// What a project holds, as far as an export of it tells. There is no listing that needs less: exports are for environment
/// administrators, so what could not be known is said as such.
/// </summary>
internal sealed record SnapLogicInventory
{
    // Both ends may hold very many: nothing is looked for from one end to the other.
    private readonly Lazy<ILookup<string, string>> _typesByName;
    private readonly Lazy<HashSet<(string, string)>> _held;

    private SnapLogicInventory()
    {
        _typesByName = new(() => Assets.Where(asset => asset.Type != SnapLogicArchive.EntryType).ToLookup(asset => asset.Name, asset => asset.Type, StringComparer.Ordinal));
        _held = new(() => Assets.Select(asset => (asset.Type, asset.Name)).ToHashSet());
    }

    /// <summary>True where it is there, false where it is not; null where that could not be known.</summary>
    public bool? Exists { get; private init; }

    /// <summary>Its assets, where the archive tells them.</summary>
    public IReadOnlyList<MigrationItem> Assets { get; private init; } = [];

    /// <summary>True where the archive tells assets with their types.</summary>
    public bool IsReadable => Assets.Any(asset => asset.Type != SnapLogicArchive.EntryType);

    /// <summary>True where what it holds is known asset by asset, be it nothing.</summary>
    public bool IsTold => Exists == true && (IsReadable || Assets.Count == 0) && Why is null;

    /// <summary>Why it could not be known.</summary>
    public string? Why { get; private init; }

    /// <summary>True where the user may not look: looking again will not tell more.</summary>
    public bool IsForbidden { get; private init; }

    /// <summary>The type of the only asset of a name; null where there is none, or several.</summary>
    /// <param name="name">The name.</param>
    /// <param name="among">The types that were asked for; null for any.</param>
    public string? TypeOf(string name, IReadOnlyList<string>? among = null) =>
        _typesByName.Value[name].Where(type => among?.Contains(type) != false).Take(2).ToList() is [var only] ? only : null;

    public bool Has(MigrationItem item) => _held.Value.Contains((item.Type, item.Name));

    /// <summary>What a package would bring.</summary>
    public static SnapLogicInventory Of(MigrationPackage package) => new() { Exists = true, Assets = package.Items };

    /// <exception cref="MigrationException">NotAuthenticated: then nothing else will work either.</exception>
    public static async Task<SnapLogicInventory> LookAsync(SnapLogicConnection connection, SnapLogicPath project, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new PackageDestination().Open(project.Name, project.Name, ".zip");
            await connection.Client.ExportAsync(project, [], ignoreSizeLimit: false, file.Stream, observer, cancellationToken).ConfigureAwait(false);
            using var source = file.OpenSource();
            var package = await new SnapLogicPackageFormat().ReadAsync(source, cancellationToken).ConfigureAwait(false);
            return new SnapLogicInventory { Exists = true, Assets = package.Items };
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.PathNotFound)
        {
            return new SnapLogicInventory { Exists = false };
        }
        catch (MigrationException error) when (error.Kind != ErrorKinds.NotAuthenticated)
        {
            // An archive that came and cannot be read is of a project that is there.
            var isThere = error.Kind.Class == ErrorClass.InvalidData;
            return new SnapLogicInventory { Exists = isThere ? true : null, Why = error.What, IsForbidden = error.Kind == ErrorKinds.Forbidden };
        }
    }
}
