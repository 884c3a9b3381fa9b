using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>
/// A package that is being written. It has a temporary name in the folder where it will lie (a move within one file system
/// is one step), and gets its final one when it is committed: what bears the final name is complete, and described.
/// Disposing it without a commit removes it.
/// </summary>
public sealed class PackageFile : IDisposable
{
    private readonly PackageDestination _destination;
    private readonly string _extension;
    private readonly PackageWriteStream _stream;
    private bool _done;

    internal PackageFile(PackageDestination destination, string path, string extension)
    {
        _destination = destination;
        _extension = extension;
        Path = path;
        TemporaryPath = PartialFile.PathFor(path);
        _stream = new PackageWriteStream((destination.OpenInstead ?? Create)(TemporaryPath), path);
    }

    /// <summary>The final path. Nothing is there yet.</summary>
    public string Path { get; private set; }

    /// <summary>
    /// Takes the content, from its first byte to its last. SetLength(0) starts over. Disposing it does nothing.
    /// Throws MigrationException (DiskFull, FileNotWritten) where the file system refuses.
    /// </summary>
    public Stream Stream => _stream;

    /// <summary>Bytes written so far.</summary>
    public long Length => _stream.Written.Length;

    /// <summary>SHA-256 of what is written so far, in lower-case hex.</summary>
    public string Sha256 => _stream.Written.Sha256();

    internal string TemporaryPath { get; }

    /// <summary>Chooses the name anew, now that the content tells a better one. Without effect where the destination is a file.</summary>
    /// <exception cref="MigrationException">FileExists, InvalidPath.</exception>
    public void NameAs(string? name, string id)
    {
        if (_destination.IsPrivate || _destination.IsFolder) Path = _destination.PathFor(name, id, _extension, given: Path);
    }

    /// <summary>Ends the writing, and opens what was written for a format to read. Nothing can be written after.</summary>
    /// <exception cref="MigrationException">PackageEmpty, DiskFull, FileNotWritten, PackageLocked.</exception>
    public PackageSource OpenSource()
    {
        _stream.EndWriting();
        CheckNotEmpty();
        try
        {
            var file = new FileStream(TemporaryPath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
            return new PackageSource(file, Path, manifest: null, knownSha256: Sha256) { LiesAt = TemporaryPath };
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Reading(TemporaryPath, e);
        }
    }

    /// <summary>Puts the content, and the manifest that describes it, under their final names.</summary>
    /// <param name="facts">What is known of it. Path, Length, Sha256 and IsPrivate are filled in here.</param>
    /// <returns>The package as it now lies there; reading its path gives the same.</returns>
    /// <exception cref="MigrationException">FileExists: the name was taken meanwhile. PackageEmpty, DiskFull, FileNotWritten.</exception>
    public async Task<T> CommitAsync<T>(T facts) where T : MigrationPackage
    {
        ObjectDisposedException.ThrowIf(_done, this);
        _stream.EndWriting();
        CheckNotEmpty();
        var package = (T)((MigrationPackage)facts with
        {
            Path = Path,
            Length = Length,
            Sha256 = Sha256,
            Source = facts.Source is null ? null : PlainText.Source(facts.Source, PackageManifest.LongestSource),
            IsPrivate = _destination.IsPrivate,
            IsPlanned = false,
        });
        await PutInPlaceAsync(PackageManifest.Of(package)).ConfigureAwait(false);
        _done = true;
        _stream.Abandon();
        return package;
    }

    /// <summary>As <see cref="CommitAsync"/>, for callers that cannot wait otherwise.</summary>
    /// <param name="facts">As there.</param>
    /// <exception cref="MigrationException">As there.</exception>
    public T Commit<T>(T facts) where T : MigrationPackage => CommitAsync(facts).GetAwaiter().GetResult();

    /// <summary>Removes the file if it was not committed.</summary>
    public void Dispose()
    {
        if (_done) return;
        _done = true;
        _stream.Abandon();
        Remove(TemporaryPath);
    }

    private static FileStream CreateNew(string path, bool ownerOnly)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 1,
            Options = FileOptions.SequentialScan,
        };
        if (ownerOnly && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private FileStream Create(string path) => CreateNew(path, _destination.IsPrivate);

    private async Task PutInPlaceAsync(PackageManifest manifest)
    {
        var manifestPath = PackageManifest.PathFor(Path);
        var temporaryManifest = PartialFile.PathFor(manifestPath);
        try
        {
            using (var file = Create(temporaryManifest)) ManifestText.Write(file, manifest);
            // A power cut after the moves must not find an empty file under a final name. Nobody reads private content after one.
            if (!_destination.IsPrivate)
            {
                await Task.WhenAll(
                    DiskThreads.RunAsync(() => FlushToDisk(TemporaryPath)),
                    DiskThreads.RunAsync(() => FlushToDisk(temporaryManifest))).ConfigureAwait(false);
            }
            if (!_destination.Force && File.Exists(Path)) throw PackageDestination.Exists(Path);
            // The manifest goes first: content is never there without one.
            MoveManifest(temporaryManifest, manifestPath);
            MoveContent(manifestPath);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Writing(Path, e);
        }
        finally
        {
            Remove(temporaryManifest);
        }
    }

    private void MoveManifest(string temporaryManifest, string manifestPath)
    {
        if (!_destination.Force)
        {
            // A manifest that lies there alone is from a crash in between. It makes room first, so that the move itself
            // overwrites nothing that appeared since.
            PackageDestination.CheckManifestPlace(Path);
            File.Delete(manifestPath);
        }
        try
        {
            File.Move(temporaryManifest, manifestPath, _destination.Force);
        }
        catch (IOException e) when (!_destination.Force && File.Exists(manifestPath))
        {
            throw PackageDestination.Exists(manifestPath, e);
        }
    }

    private void MoveContent(string manifestPath)
    {
        try
        {
            File.Move(TemporaryPath, Path, _destination.Force);
        }
        catch (IOException e) when (!_destination.Force && File.Exists(Path))
        {
            // It appeared within these last steps; what lies there now is not what our manifest describes.
            Remove(manifestPath);
            throw PackageDestination.Exists(Path, e);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            if (!File.Exists(Path)) Remove(manifestPath);
            throw;
        }
    }

    private static void FlushToDisk(string path)
    {
        // Through another handle than it was written by: the system keeps them for the file, not for the handle.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        file.Flush(flushToDisk: true);
    }

    private void CheckNotEmpty()
    {
        if (Length == 0) throw new MigrationException(ErrorKinds.PackageEmpty, $"There is nothing to put into '{Path}'.") { TargetObject = Path };
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            // What cannot be removed still does not bear the name of a package.
        }
    }
}
