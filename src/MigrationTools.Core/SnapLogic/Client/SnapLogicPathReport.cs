using System.Text.Json;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A reply that lists paths: what worked, and what did not with its reason.</summary>
/// <param name="Successful">Paths, or names, as the server writes them.</param>
/// <param name="Failed">The same, each with the reason where one is given.</param>
/// <param name="IsReadable">False where the reply lists neither.</param>
internal sealed record SnapLogicPathReport(IReadOnlyList<string> Successful, IReadOnlyList<(string? Path, string? Reason)> Failed, bool IsReadable)
{
    private static readonly string[] PathNames = ["path", "version_path", "task_path", "name"];
    private static readonly string[] ReasonNames = ["reason", "message", "error"];

    public static SnapLogicPathReport Read(JsonElement root, string successful, string failed)
    {
        // Documented without the envelope for tasks and with it for versions; either is taken for both.
        var map = SnapLogicJson.Map(root);
        var good = SnapLogicJson.List(map, successful).Take(SnapLogicStatus.MostEntries).Select(entry => SnapLogicJson.Plain(entry) ?? SnapLogicJson.Text(entry, PathNames)).OfType<string>().ToList();
        var bad = SnapLogicJson.List(map, failed).Take(SnapLogicStatus.MostEntries)
            .Select(entry => (SnapLogicJson.Plain(entry) ?? SnapLogicJson.Text(entry, PathNames), SnapLogicJson.Text(entry, ReasonNames))).ToList();
        var readable = map.ValueKind == JsonValueKind.Object && (map.TryGetProperty(successful, out _) || map.TryGetProperty(failed, out _));
        return new SnapLogicPathReport(good, bad, readable);
    }
}
