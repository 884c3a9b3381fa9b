using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>A dashboard's tiles: until 3.9 without a type, an address in the place of the id.</summary>
internal static class OptimizeTiles
{
    public static JsonObject Export(JsonObject tile, OptimizeRelease release)
    {
        var id = OptimizeJson.Text(OptimizeJson.Get(tile, "id")) ?? "";
        var configuration = OptimizeJson.Get(tile, "configuration");
        var type = OptimizeJson.Text(OptimizeJson.Get(tile, "type"));
        var address = OptimizeJson.Text(OptimizeJson.Get(configuration, "external"));
        if (type is null && release.HasTiles)
        {
            type = OptimizeJson.IsUuid(id) ? "optimize_report" : id.Length == 0 ? "text" : "external_url";
            if (type == "external_url") (id, configuration) = ("", new JsonObject { ["external"] = id });
        }
        else if (type == "external_url" && !release.HasTiles && address is not null)
        {
            (id, configuration) = (address, null);
        }

        var written = new JsonObject
        {
            ["id"] = id,
            ["position"] = OptimizeJson.Get(tile, "position")?.DeepClone(),
            ["dimensions"] = OptimizeJson.Get(tile, "dimensions")?.DeepClone(),
        };
        if (release.HasTiles) written["type"] = type;
        written["configuration"] = configuration?.DeepClone();
        return written;
    }
}
