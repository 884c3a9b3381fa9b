using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>What is sent: the package's own file, or, where some of it is left out, a private file of the rest, byte for byte.</summary>
internal sealed class OptimizeImportPackage : IDisposable
{
    private readonly PackageFile? _own;

    private OptimizeImportPackage(string path, string sha256, PackageFile? own)
    {
        Path = path;
        Sha256 = sha256;
        _own = own;
    }

    public string Path { get; }

    public string Sha256 { get; }

    /// <exception cref="MigrationException">PackageChanged: the file is no longer the one that was read.</exception>
    public static async Task<OptimizeImportPackage> StageAsync(OptimizePackage package, IReadOnlyList<OptimizeEntity> sent, CancellationToken cancellationToken)
    {
        if (sent.Count == package.Entities.Count) return new OptimizeImportPackage(package.Path!, package.Sha256!, null);
        var file = new PackageDestination().Open("import", "part", ".json");
        try
        {
            await using (var source = Open(package.Path!))
            {
                var writer = new OptimizeListWriter(file.Stream);
                await writer.AddAsync(source, sent, cancellationToken).ConfigureAwait(false);
                await writer.EndAsync(cancellationToken).ConfigureAwait(false);
            }
            await CheckAsync(package, file, sent, cancellationToken).ConfigureAwait(false);
            return new OptimizeImportPackage(file.TemporaryPath, file.Sha256, file);
        }
        catch (EndOfStreamException error)
        {
            file.Dispose();
            throw Changed(package, error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _own?.Dispose();

    private static FileStream Open(string path)
    {
        try
        {
            return RegularFile.OpenRead(path, FileOptions.Asynchronous);
        }
        catch (Exception error) when (FileErrors.IsFileTrouble(error))
        {
            throw FileErrors.Reading(path, error);
        }
    }

    /// <summary>A file that was swapped since it was read must not be taken for the one that was planned and agreed to.</summary>
    private static async Task CheckAsync(OptimizePackage package, PackageFile file, IReadOnlyList<OptimizeEntity> sent, CancellationToken cancellationToken)
    {
        IReadOnlyList<OptimizeEntity> written = [];
        try
        {
            using var source = file.OpenSource();
            written = await OptimizeEntityReader.ReadAsync(source.Content, package.Path!, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException)
        {
            // What stands there now is not even a list.
        }
        var same = written.Count == sent.Count && written.Zip(sent).All(pair => pair.First.Type == pair.Second.Type && pair.First.Id == pair.Second.Id && pair.First.Fingerprint == pair.Second.Fingerprint);
        if (!same) throw Changed(package, null);
    }

    private static MigrationException Changed(OptimizePackage package, Exception? cause) =>
        new(ErrorKinds.PackageChanged, $"The file '{package.Path}' was changed after it was read.", inner: cause) { TargetObject = package.Path };
}
