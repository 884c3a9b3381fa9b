using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// What is kept while a package is uploaded in parts: which upload on which portal, and the parts that were confirmed. A
/// line for the upload, then one for each part; a line that broke off counts for nothing. Holds no secret. It lies in a
/// folder that the user alone can write into, and is held as long as the upload is under way: nobody else goes on with it.
/// </summary>
internal sealed class ArcGisUploadRecord : IDisposable
{
    private const int Longest = 1024 * 1024;
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Dictionary<string, string> _facts;
    private readonly object _lock = new();
    private FileStream? _held;

    private ArcGisUploadRecord(ArcGisUploadFile file, string portal, string user) => _facts = new()
    {
        ["portal"] = portal,
        ["user"] = user,
        ["length"] = file.Length.ToString(CultureInfo.InvariantCulture),
        ["sha256"] = file.Sha256,
    };

    /// <summary>Where the user's records lie; relative where the user has no such folder, and then none is kept.</summary>
    public static string Folder { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "MigrationTools", "uploads");

    /// <summary>The upload's item; null where the record names no upload of this content.</summary>
    public string? ItemId { get; private set; }

    /// <summary>The tag that the item bears.</summary>
    public string RunTag { get; private set; } = string.Empty;

    /// <summary>The length of each part but the last.</summary>
    public long PartSize { get; private set; }

    /// <summary>The parts of which the portal said that they arrived.</summary>
    public HashSet<int> Confirmed { get; } = [];

    /// <summary>False where another upload holds it, or it could not be written: then nothing can be resumed.</summary>
    public bool IsKept => _held is not null;

    /// <summary>Where the record of a package lies, for one user of one portal.</summary>
    public static string PathFor(string package, string portal, string user) =>
        Path.Combine(Folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{portal}\n{user}\n{Path.GetFullPath(package)}"))).ToLowerInvariant() + ".upload");

    /// <summary>Takes hold of the record, and reads what it says of an upload of this very content to this portal.</summary>
    public static ArcGisUploadRecord Open(ArcGisUploadFile file, string portal, string user)
    {
        var record = new ArcGisUploadRecord(file, portal, user);
        record.Try(() =>
        {
            record._held = Hold(PathFor(file.Path, portal, user));
            record.Read(record._held, file.Length);
        });
        return record;
    }

    /// <summary>Begins anew, with an upload that has no parts yet.</summary>
    public void Begin(string itemId, long partSize, string runTag)
    {
        Set(itemId, partSize, runTag, []);
        Try(() =>
        {
            _held?.SetLength(0);
            Append(JsonSerializer.Serialize(new Dictionary<string, string>(_facts)
            {
                ["item"] = itemId,
                ["tag"] = runTag,
                ["partSize"] = partSize.ToString(CultureInfo.InvariantCulture),
            }));
        });
    }

    /// <summary>Notes a part that arrived.</summary>
    public void Confirm(int number)
    {
        lock (_lock)
        {
            Confirmed.Add(number);
            Try(() => Append(number.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The upload is over, in whatever way.</summary>
    public void Delete()
    {
        // Emptied first: who opens it before it is gone finds nothing in it.
        Try(() => _held?.SetLength(0));
        Dispose();
    }

    /// <summary>Lets go of it. What it says stays for a later upload; one that says nothing goes.</summary>
    public void Dispose()
    {
        Quietly(() =>
        {
            if (_held is { Length: 0 }) File.Delete(_held.Name);
        });
        _held?.Dispose();
        _held = null;
    }

    /// <summary>Opens a file of the folder for this process alone; one that is not there is made. Links are no records.</summary>
    /// <exception cref="IOException">The user has no such folder, or another one holds the file.</exception>
    internal static FileStream Hold(string path)
    {
        // Without a home the path is relative, and would lie wherever one happens to be.
        if (!Path.IsPathFullyQualified(path)) throw new IOException("The user has no folder for it.");
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        if (OperatingSystem.IsWindows()) folder.Create();
        else Directory.CreateDirectory(folder.FullName, OwnerFolder);
        if (folder.LinkTarget is not null) throw new IOException("The folder is a link.");
        // Fails for a folder of another user.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.FullName, OwnerFolder);
        // A link is no record: it is taken away, and what it leads to is left alone.
        if (new FileInfo(path).LinkTarget is not null) File.Delete(path);
        var options = new FileStreamOptions
        {
            Mode = File.Exists(path) ? FileMode.Open : FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            // Windows deletes an open file only if it was opened so; elsewhere only None is an exclusive lock.
            Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && options.Mode == FileMode.CreateNew) options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }

    private void Read(FileStream held, long length)
    {
        if (held.Length is 0 or > Longest) return;
        var bytes = new byte[held.Length];
        held.ReadExactly(bytes);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        try
        {
            using var head = JsonDocument.Parse(lines[0]);
            var root = head.RootElement;
            if (_facts.Any(fact => root.Text(fact.Key, 2000) != fact.Value)) return;
            if (root.Id("item") is not { } item || root.Id("tag") is not { } tag) return;
            if (root.Number("partSize") is not { } partSize || partSize < ArcGisUpload.SmallestPart || partSize > length) return;
            // What stands behind the last line break was being written when all ended.
            Set(item, partSize, tag, lines[1..^1].Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0));
        }
        catch (JsonException)
        {
            // Damaged: it names nothing.
        }
    }

    private void Set(string itemId, long partSize, string runTag, IEnumerable<int> confirmed)
    {
        ItemId = itemId;
        PartSize = partSize;
        RunTag = runTag;
        Confirmed.Clear();
        Confirmed.UnionWith(confirmed);
    }

    private void Append(string line)
    {
        if (_held is null) return;
        _held.Seek(0, SeekOrigin.End);
        _held.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    private void Try(Action action)
    {
        if (!Quietly(action)) Dispose();
    }

    private static bool Quietly(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            return false;
        }
    }
}
