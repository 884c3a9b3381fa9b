using System.Security.Cryptography;
using System.Text;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// Which package an import uploaded for itself, or that an export was to remove its own, kept until the job has ended: a job
/// that comes back from a file can name any, and only what stands here as well is known to be so. It lies in the user's folder of uploads, a small file
/// for each job that is under way, and holds no secret.
/// </summary>
internal static class ArcGisPackageRecord
{
    /// <summary>What stands in place of the package of an export, which is not there yet when its job begins.</summary>
    public const string Exported = "export";

    private const int Longest = 128;

    /// <summary>Notes the package of a job that was just started. Where nothing can be kept, nothing is known later.</summary>
    public static void Keep(ArcGisConnection portal, string jobId, string itemId) => Quietly(() =>
    {
        using var file = ArcGisUploadRecord.Hold(PathFor(portal, jobId));
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(itemId));
    });

    /// <summary>True if this user's import of this job uploaded the package.</summary>
    public static bool Names(ArcGisConnection portal, string jobId, string itemId)
    {
        var found = false;
        Quietly(() =>
        {
            var path = PathFor(portal, jobId);
            if (!File.Exists(path)) return;
            using var file = ArcGisUploadRecord.Hold(path);
            if (file.Length is 0 or > Longest) return;
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            found = string.Equals(Encoding.UTF8.GetString(bytes), itemId, StringComparison.OrdinalIgnoreCase);
        });
        return found;
    }

    /// <summary>The job has ended, and its package was seen to.</summary>
    public static void Forget(ArcGisConnection portal, string jobId) => Quietly(() => File.Delete(PathFor(portal, jobId)));

    /// <summary>Where the record of a job lies.</summary>
    internal static string PathFor(ArcGisConnection portal, string jobId) => Path.Combine(
        ArcGisUploadRecord.Folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{portal.Origin}\n{portal.Me}\njob {jobId.ToUpperInvariant()}"))).ToLowerInvariant() + ".package");

    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (FileErrors.IsFileTrouble(error))
        {
            // Without it the package is left, and that is said.
        }
    }
}
