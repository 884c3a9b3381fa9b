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

    internal ArcGisAdd(ArcGisConnection portal, string path, TimeSpan timeout, IMigrationObserver observer)
    {
        _portal = portal;
        _path = path;
        _timeout = timeout;
        _observer = observer;
    }

    /// <summary>The package's item on the portal, once it is there.</summary>
    public ArcGisItem? Item { get; private set; }

    /// <summary>Both ends in words: 'Parcels.epk' -> prod.</summary>
    public string Description => $"'{Path.GetFileName(_path)}' -> {_portal.Name}";

    /// <summary>What would happen.</summary>
    public string Summary => $"Upload the package{(_file is { } file ? $" ({Http.ByteSize.Text(file.Length)})" : string.Empty)} into the content of {_portal.Me}";

    /// <summary>Reads alone: that the file is there, whole, and a package.</summary>
    /// <exception cref="Errors.MigrationException">PackageNotFound, PackageChanged, PackageNotRecognized …</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        MigrationPackage package;
        (_file, package) = await ArcGisImportInput.ReadAsync(_path, cancellationToken).ConfigureAwait(false);
        foreach (var warning in package.Warnings) _observer.Verbose(warning);
    }

    /// <summary>Uploads it.</summary>
    /// <exception cref="Errors.MigrationException">UploadFailed, UploadInterrupted, OutcomeUnknown …</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var id = await new ArcGisUpload(_portal, _observer, _timeout).RunAsync(_file!, cancellationToken).ConfigureAwait(false);
        Item = await _portal.Client.ItemAsync(id, _observer, cancellationToken).ConfigureAwait(false);
        if (Item.Size is { } size && size != _file!.Length) _observer.Warning($"The package has {_file.Length} bytes, and {_portal.Name} says that item {id} has {size}.");
    }
}
