using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>One package's file on its way to a portal, without an import.</summary>
public sealed class ArcGisAdd
{
    private readonly ArcGisConnection _portal;
    private readonly string _path;
    private readonly TimeSpan _timeout;
    private readonly IMigrationObserver _observer;
    private ArcGisUploadFile? _file;
    private MigrationPackage? _package;

    internal ArcGisAdd(ArcGisConnection portal, string path, TimeSpan timeout, IMigrationObserver observer)
    {
        _portal = portal;
        _path = path;
        _timeout = timeout;
        _observer = observer;
    }

    /// <summary>The package as it is on the portal, from which an import can go on; under a rehearsal a planned one.</summary>
    public ArcGisPackage? Package { get; private set; }

    /// <summary>Both ends in words: 'Parcels.epk' -> prod.</summary>
    public string Description => $"'{Path.GetFileName(_path)}' -> {_portal.Name}";

    /// <summary>What would happen.</summary>
    public string Summary => $"Upload the package{(_file is { } file ? $" ({Http.ByteSize.Text(file.Length)})" : string.Empty)} into the content of {_portal.Me}";

    /// <summary>Reads alone: that the file is there, whole, and a package.</summary>
    /// <exception cref="Errors.MigrationException">PackageNotFound, PackageChanged, PackageNotRecognized …</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        (_file, _package) = await ArcGisUploadReader.ReadAsync(_path, cancellationToken).ConfigureAwait(false);
        foreach (var warning in _package.Warnings) _observer.Verbose(warning);
    }

    /// <summary>A rehearsal: the package that is planned.</summary>
    public void LeaveOut() => Package = Facts() with { IsPlanned = true };

    /// <summary>Uploads it.</summary>
    /// <exception cref="Errors.MigrationException">UploadFailed, UploadInterrupted, OutcomeUnknown …</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var id = await new ArcGisUpload(_portal, _observer, _timeout).RunAsync(_file!, cancellationToken).ConfigureAwait(false);
        Package = Facts() with { PackageItem = id, PackagePortal = _portal.Origin };
        var item = await _portal.Client.FindItemAsync(id, _observer, cancellationToken).ConfigureAwait(false);
        if (item?.Size is { } size && size != _file!.Length) _observer.Warning($"The package has {_file.Length} bytes, and {_portal.Name} says that item {id} has {size}.");
    }

    private ArcGisPackage Facts() => new()
    {
        System = ArcGisConnection.SystemName,
        Kind = ArcGisPackage.ItemType,
        Length = _file!.Length,
        Sha256 = _file.Sha256,
        Source = _package!.Source,
        SourceVersion = _package.SourceVersion,
        ExportedAt = _package.ExportedAt,
        Requested = _package.Requested,
        Items = _package.Items,
        Warnings = _package.Warnings,
    };
}
