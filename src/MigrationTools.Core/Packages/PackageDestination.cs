using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>Where the packages of one export go: a file, a folder, or content private to the process.</summary>
public sealed class PackageDestination
{
    // What is added to a name: ".manifest.json" to it, and a dot, a random part and ".partial" while it is written.
    private const int LongestFileName = 255;
    private const int LongestAddition = 40;

    private readonly object _gate = new();
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly PrivateContent _private;
    private int _swept;

    /// <param name="path">
    /// An absolute path: of a file, or "into" a folder if it is one or ends in a separator (then it is made when the first
    /// package is). Null keeps the content private to the process.
    /// </param>
    /// <param name="force">Whether a file that is there may be replaced.</param>
    /// <exception cref="MigrationException">InvalidPath: the path is relative, or no path.</exception>
    public PackageDestination(string? path = null, bool force = false) : this(path, force, PrivateContent.OfProcess)
    {
    }

    internal PackageDestination(string? path, bool force, PrivateContent privateContent)
    {
        _private = privateContent;
        Path = path;
        Force = force;
        if (path is null) return;
        if (path.Contains('\0', StringComparison.Ordinal) || !System.IO.Path.IsPathFullyQualified(path)) throw Invalid($"'{path}' is no absolute path.");
        IsFolder = System.IO.Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
    }

    /// <summary>The path as given; null for private content.</summary>
    public string? Path { get; }

    /// <summary>Whether a file that is there may be replaced.</summary>
    public bool Force { get; }

    /// <summary>True where packages go into a folder, under names of their own.</summary>
    public bool IsFolder { get; }

    /// <summary>True where the content stays private to the process.</summary>
    public bool IsPrivate => Path is null;

    /// <summary>For tests: what stands for the file that is written to.</summary>
    internal Func<string, Stream>? OpenInstead { get; init; }

    /// <summary>Says before anything is requested what would fail afterwards. Changes nothing, so it also serves a rehearsal.</summary>
    /// <exception cref="MigrationException">FileExists: the file is there, and Force was not given. InvalidPath: the folder is not there, or the name cannot be used.</exception>
    public void Check()
    {
        if (Path is null) return;
        if (IsFolder) CheckFolder(Path);
        else CheckFile(Path);
    }

    /// <summary>Begins a package's file. Nothing bears its final name before it is committed.</summary>
    /// <param name="name">Its name, as people know it or as a server proposes it; reduced to a plain one. Not used where the destination is a file.</param>
    /// <param name="id">What tells it from another of the same name: its id.</param>
    /// <param name="extension">With the dot, such as ".json".</param>
    /// <exception cref="MigrationException">FileExists, InvalidPath, DiskFull, FileNotWritten.</exception>
    public PackageFile Open(string? name, string id, string extension)
    {
        Check();
        var path = PathFor(name, id, extension, given: null);
        try
        {
            if (!IsPrivate) Prepare(System.IO.Path.GetDirectoryName(path)!);
            return new PackageFile(this, path, extension);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Writing(path, e);
        }
    }

    /// <summary>The final path of a package, other than all given before; <paramref name="given"/> is given back first.</summary>
    internal string PathFor(string? name, string id, string extension, string? given)
    {
        lock (_gate)
        {
            if (given is not null) Release(given);
            var path = IsPrivate ? PrivatePath(name, id, extension, given) : IsFolder ? InFolder(name, id, extension) : Path!;
            if (!TryTake(path))
                throw Invalid($"'{path}' is one file, and more than one package is to go there.", "Give a folder, or a path that ends in a separator.");
            if (!IsPrivate) CheckFile(path);
            return path;
        }
    }

    private void Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        if (Interlocked.Exchange(ref _swept, 1) == 0) PartialFile.Sweep(folder);
    }

    // A package needs two names, and each of them keeps others away.
    private bool TryTake(string path)
    {
        if (IsTaken(path)) return false;
        _taken.Add(path);
        _taken.Add(PackageManifest.PathFor(path));
        return true;
    }

    private bool IsTaken(string path) => _taken.Contains(path) || _taken.Contains(PackageManifest.PathFor(path));

    private void Release(string path)
    {
        _taken.Remove(path);
        _taken.Remove(PackageManifest.PathFor(path));
    }

    private string PrivatePath(string? name, string id, string extension, string? given) => given is null
        ? _private.NewFile(Stem(name, id, extension) + extension)
        : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(given)!, Stem(name, id, extension) + extension);

    private string InFolder(string? name, string id, string extension)
    {
        var stem = Stem(name, id, extension);
        var plain = System.IO.Path.Combine(Path!, stem + extension);
        if (!IsTaken(plain)) return plain;
        var withId = $"{stem} ({Shortened(PlainName.From(id, "2"))})";
        for (var number = 2; ; number++)
        {
            var other = System.IO.Path.Combine(Path!, withId + extension);
            if (!IsTaken(other)) return other;
            withId = $"{stem} ({Shortened(PlainName.From(id, "2"))}, {number})";
        }
    }

    private static string Shortened(string id) => id.Length <= 40 ? id : id[^40..];

    private static string Stem(string? name, string id, string extension)
    {
        if (name is not null && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) name = name[..^extension.Length];
        return PlainName.From(name, id);
    }

    private static void CheckFolder(string path)
    {
        var folder = System.IO.Path.TrimEndingDirectorySeparator(path);
        if (File.Exists(folder)) throw Invalid($"'{folder}' is a file, and a folder is meant.", "Leave the separator at its end away, or name a folder.");
    }

    private void CheckFile(string path)
    {
        if (Directory.Exists(path)) throw Invalid($"'{path}' is a folder, and a file of that name is to be written.");
        var folder = System.IO.Path.GetDirectoryName(path);
        if (!IsFolder && !Directory.Exists(folder)) throw Invalid($"There is no folder '{folder}'.");
        if (System.Text.Encoding.UTF8.GetByteCount(System.IO.Path.GetFileName(path)) > LongestFileName - LongestAddition)
            throw Invalid($"The file name of '{path}' is too long.", $"Choose one of at most {LongestFileName - LongestAddition} bytes.");
        if (path.EndsWith(PackageManifest.Suffix, StringComparison.OrdinalIgnoreCase))
            throw Invalid($"'{path}' is the name of a manifest, and a package is to be written.", $"Choose a name that does not end in {PackageManifest.Suffix}.");
        if (Force) return;
        if (File.Exists(path)) throw Exists(path);
        CheckManifestPlace(path);
    }

    /// <summary>What lies where the manifest goes is replaced only if it is one itself, left alone by a crash: anything else is somebody's file.</summary>
    /// <exception cref="MigrationException">FileExists, with the name of what is there.</exception>
    internal static void CheckManifestPlace(string packagePath)
    {
        var path = PackageManifest.PathFor(packagePath);
        if (!File.Exists(path)) return;
        try
        {
            _ = PackageManifest.ReadBeside(packagePath);
        }
        catch (MigrationException e)
        {
            throw Exists(path, e);
        }
    }

    internal static MigrationException Exists(string path, Exception? cause = null) =>
        new(ErrorKinds.FileExists, $"The file '{path}' is already there.", inner: cause) { TargetObject = path };

    private static MigrationException Invalid(string what, string? remedy = null) => new(ErrorKinds.InvalidPath, what, remedy);
}
