using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>
/// Files that belong to this process and go with it: a folder below the temporary one that only its owner may enter,
/// with a lock held for as long as the process lives. The lock is what tells a dead owner: a process that is killed
/// cannot tidy up, so the next one does.
/// </summary>
public sealed class PrivateContent
{
    private const string Prefix = "MigrationTools-";
    private const string LockName = ".lock";
    private const int Attempts = 20;

    // What lies in a folder without a lock is not known to be nobody's: a cleaner may have taken the lock alone.
    private static readonly TimeSpan _timeToLock = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly string _root;
    private readonly bool _leavesNothing;
    private FileStream? _lock;
    private string? _folder;
    private bool _swept;

    internal PrivateContent(string root, bool leavesNothing = false)
    {
        _root = root;
        _leavesNothing = leavesNothing;
    }

    /// <summary>The content of this process.</summary>
    public static PrivateContent OfProcess { get; } = new(Path.GetTempPath(), leavesNothing: true);

    /// <summary>A path for a new file of this plain name, in a folder of its own. The file is not there yet.</summary>
    /// <exception cref="MigrationException">DiskFull, FileNotWritten: the folder could not be made.</exception>
    public string NewFile(string name)
    {
        try
        {
            var folder = Path.Combine(OwnFolder(), Guid.NewGuid().ToString("N")[..12]);
            MakeOwnerOnly(folder);
            return Path.Combine(folder, PlainName.From(name, "package"));
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Writing(_folder ?? _root, e);
        }
    }

    /// <summary>True where a path lies in a folder private to a process: this one, or one that may be long gone.</summary>
    public static bool IsPrivate(string path) =>
        path.Split('/', '\\').Any(IsFolderName);

    /// <summary>Lets go of the lock, as the end of the process does; the content stays for the next one to sweep.</summary>
    internal void Abandon()
    {
        lock (_gate)
        {
            _lock?.Dispose();
            (_lock, _folder) = (null, null);
        }
    }

    private string OwnFolder()
    {
        lock (_gate)
        {
            if (!_swept) Sweep();
            _swept = true;
            // Cleaners of the temporary folder do not ask for locks: what they took is made again.
            if (_folder is null || !Directory.Exists(_folder)) Claim();
            return _folder!;
        }
    }

    private void Claim()
    {
        for (var attempt = 1; ; attempt++)
        {
            var folder = Path.Combine(_root, Prefix + Guid.NewGuid().ToString("N"));
            try
            {
                if (TryClaim(folder)) return;
            }
            catch (IOException) when (attempt < Attempts)
            {
            }
            if (attempt >= Attempts) throw new IOException($"No private folder could be made in '{_root}'.");
        }
    }

    private bool TryClaim(string folder)
    {
        MakeOwnerOnly(folder);
        var path = Path.Combine(folder, LockName);
        var held = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        // Making and locking are two steps: another process may have swept the file in between.
        if (!File.Exists(path))
        {
            held.Dispose();
            return false;
        }
        _lock?.Dispose();
        (_lock, _folder) = (held, folder);
        if (_leavesNothing) AppDomain.CurrentDomain.ProcessExit += (_, _) => Leave(held, folder);
        return true;
    }

    // An orderly end leaves nothing behind; a killed process leaves it to the next one.
    private static void Leave(FileStream held, string folder)
    {
        held.Dispose();
        TryDelete(folder);
    }

    private void Sweep()
    {
        // Where locks are switched off, a living owner cannot be told from a dead one.
        if (LocksAreOff()) return;
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(_root, Prefix + "*"))
            {
                if (IsFolderName(Path.GetFileName(folder))) SweepOne(folder);
            }
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            // Others sweep at the same time, and not every folder lets itself be listed: nothing here is owed to the caller.
        }
    }

    private static void SweepOne(string folder)
    {
        try
        {
            if (!IsOurMaking(folder)) return;
            var path = Path.Combine(folder, LockName);
            if (!File.Exists(path))
            {
                if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > _timeToLock) TryDelete(folder);
                // Empty, it is one whose owner died before it was locked, or is about to lock it; that one makes another.
                else Directory.Delete(folder);
                return;
            }
            // Windows deletes an open file only if it was opened so; elsewhere only None is an exclusive lock.
            var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
            using var free = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share, bufferSize: 1);
            TryDelete(folder);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            // Held by a living owner, another user's, or gone by now.
        }
    }

    private static bool IsOurMaking(string folder)
    {
        if ((File.GetAttributes(folder) & FileAttributes.ReparsePoint) != 0) return false;
        return OperatingSystem.IsWindows() || File.GetUnixFileMode(folder) == FileMode700;
    }

    private static bool LocksAreOff() =>
        (AppContext.TryGetSwitch("System.IO.DisableFileLocking", out var off) && off)
        || Environment.GetEnvironmentVariable("DOTNET_SYSTEM_IO_DISABLEFILELOCKING") is "1" or "true";

    private static void TryDelete(string folder)
    {
        try
        {
            // The lock goes last: whoever is killed on the way leaves what the next one knows to sweep.
            foreach (var content in Directory.EnumerateDirectories(folder)) Directory.Delete(content, recursive: true);
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            // What is in use now is swept another time.
        }
    }

    private const UnixFileMode FileMode700 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static void MakeOwnerOnly(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, FileMode700);
    }

    private static bool IsFolderName(string name) =>
        name.Length == Prefix.Length + 32 && name.StartsWith(Prefix, StringComparison.Ordinal) && LowerHex.Is(name.AsSpan(Prefix.Length));
}
