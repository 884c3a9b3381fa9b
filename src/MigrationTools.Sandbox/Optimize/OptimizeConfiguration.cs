using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>A report's configuration: the server fills in what is missing, and drops what it does not know.</summary>
internal static class OptimizeConfiguration
{
    private const string SingleDefaults = """
        {"color":"#1991c8","aggregationTypes":[{"type":"avg","value":null}],"userTaskDurationTimes":["total"],"showInstanceCount":false,
        "pointMarkers":true,"precision":null,"hideRelativeValue":false,"hideAbsoluteValue":false,"alwaysShowRelative":false,"alwaysShowAbsolute":false,
        "showGradientBars":true,"xml":null,"tableColumns":{"includeNewVariables":true,"excludedColumns":[],"includedColumns":[],"columnOrder":[]},
        "targetValue":{"countChart":{"isBelow":false,"value":"100"},"durationProgress":{"baseline":{"unit":"hours","value":"0"},
        "target":{"unit":"hours","value":"2","isBelow":false}},"active":false,"countProgress":{"baseline":"0","target":"100","isBelow":false},
        "durationChart":{"unit":"hours","isBelow":false,"value":"2"},"isKpi":null},"heatmapTargetValue":{"active":false,"values":{}},
        "groupByDateVariableUnit":"automatic","distributeByDateVariableUnit":"automatic",
        "customBucket":{"active":false,"bucketSize":"10.0","bucketSizeUnit":null,"baseline":"0.0","baselineUnit":null},
        "distributeByCustomBucket":{"active":false,"bucketSize":"10.0","bucketSizeUnit":null,"baseline":"0.0","baselineUnit":null},
        "sorting":null,"processPart":null,"measureVisualizations":{"frequency":"bar","duration":"line"},"stackedBar":false,"horizontalBar":false,
        "logScale":false,"yLabel":"","xLabel":""}
        """;

    private const string CombinedDefaults = """
        {"pointMarkers":true,"hideRelativeValue":false,"hideAbsoluteValue":false,"alwaysShowRelative":false,"alwaysShowAbsolute":false,
        "targetValue":{"countChart":{"isBelow":false,"value":"100"},"active":false,"durationChart":{"unit":"hours","isBelow":false,"value":"2"}},
        "yLabel":"","xLabel":""}
        """;

    public static JsonObject Of(string type, JsonNode? given, OptimizeRelease release)
    {
        var combined = type == OptimizeTypes.Combined;
        var configuration = JsonNode.Parse(combined ? CombinedDefaults : SingleDefaults)!.AsObject();
        foreach (var name in configuration.Select(member => member.Key).ToList())
        {
            if (given is JsonObject found && found.TryGetPropertyValue(name, out var value)) configuration[name] = value?.DeepClone();
        }

        if (combined) return configuration;
        configuration["aggregationTypes"] = Aggregations(configuration["aggregationTypes"], release);
        if (!release.HasTiles) configuration.Remove("horizontalBar");
        if (configuration["targetValue"] is JsonObject target && !release.HasKpi) target.Remove("isKpi");
        return configuration;
    }

    /// <summary>Words up to 3.7, objects from 3.8 on.</summary>
    private static JsonArray Aggregations(JsonNode? given, OptimizeRelease release) => new([.. OptimizeJson.List(given).Select(item => (item, release.HasAggregationObjects) switch
    {
        (JsonObject, true) => item.DeepClone(),
        (JsonObject, false) => OptimizeJson.Get(item, "type")?.DeepClone(),
        (_, true) => new JsonObject { ["type"] = item?.DeepClone(), ["value"] = null },
        _ => item?.DeepClone(),
    })]);
}
