using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// What lies beside a package while it is uploaded in parts: which upload on which portal, and the parts that were
/// confirmed. A line for the upload, then one for each part; a line that broke off counts for nothing. Holds no secret.
/// </summary>
internal sealed class ArcGisUploadRecord
{
    private const int Longest = 1024 * 1024;

    private readonly string _path;
    private readonly object _lock = new();

    private ArcGisUploadRecord(string path, string itemId, long partSize, HashSet<int> confirmed)
    {
        _path = path;
        ItemId = itemId;
        PartSize = partSize;
        Confirmed = confirmed;
    }

    /// <summary>The upload's item.</summary>
    public string ItemId { get; }

    /// <summary>The length of each part but the last.</summary>
    public long PartSize { get; }

    /// <summary>The parts of which the portal said that they arrived.</summary>
    public HashSet<int> Confirmed { get; }

    /// <summary>False where it could not be written: then nothing can be resumed.</summary>
    public bool IsKept { get; private set; } = true;

    /// <summary>Where the record of a package lies, for one user of one portal. Hidden: it is no package.</summary>
    public static string PathFor(string package, string portal, string user)
    {
        var mark = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{portal}\n{user}")))[..8].ToLowerInvariant();
        return Path.Combine(Path.GetDirectoryName(package)!, $".{Path.GetFileName(package)}.{mark}.upload");
    }

    /// <summary>Begins a record; one that is there is replaced.</summary>
    public static ArcGisUploadRecord Begin(ArcGisUploadFile file, string portal, string user, string itemId, long partSize)
    {
        var record = new ArcGisUploadRecord(PathFor(file.Path, portal, user), itemId, partSize, []);
        record.Write(() => File.WriteAllText(record._path, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["portal"] = portal,
            ["user"] = user,
            ["item"] = itemId,
            ["partSize"] = partSize.ToString(CultureInfo.InvariantCulture),
            ["length"] = file.Length.ToString(CultureInfo.InvariantCulture),
            ["sha256"] = file.Sha256,
        }) + "\n"));
        return record;
    }

    /// <summary>The record of an upload of this very content to this portal; null where there is none.</summary>
    public static ArcGisUploadRecord? Find(ArcGisUploadFile file, string portal, string user)
    {
        var path = PathFor(file.Path, portal, user);
        try
        {
            if (!File.Exists(path) || RegularFile.LengthOf(path) > Longest) return null;
            var lines = File.ReadAllText(path).Split('\n');
            using var head = JsonDocument.Parse(lines[0]);
            var root = head.RootElement;
            if (root.Text("portal", 2000) != portal || root.Text("user") != user || root.Text("sha256") != file.Sha256 || root.Number("length") != file.Length) return null;
            if (root.Id("item") is not { } item || root.Number("partSize") is not { } partSize || partSize < ArcGisUpload.SmallestPart || partSize > file.Length) return null;
            // What stands behind the last line break was being written when all ended.
            var confirmed = lines[1..^1].Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0);
            return new ArcGisUploadRecord(path, item, partSize, [.. confirmed]);
        }
        catch (Exception e) when (e is JsonException || FileErrors.IsFileTrouble(e))
        {
            return null;
        }
    }

    /// <summary>Notes a part that arrived.</summary>
    public void Confirm(int number)
    {
        lock (_lock)
        {
            Confirmed.Add(number);
            Write(() => File.AppendAllText(_path, number.ToString(CultureInfo.InvariantCulture) + "\n"));
        }
    }

    /// <summary>The upload is over, in whatever way.</summary>
    public void Delete() => Write(() => File.Delete(_path));

    private void Write(Action action)
    {
        try
        {
            if (IsKept) action();
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            IsKept = false;
        }
    }
}
