using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>The sample bundle, and ways to change it.</summary>
internal static class PackageBundles
{
    private static readonly JsonSerializerOptions _likeServer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string SamplePath { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Arcadia", "sample.json");

    public static JsonObject Sample() => JsonNode.Parse(File.ReadAllText(SamplePath))!.AsObject();

    /// <summary>The smallest bundle that has one visual with the given fields.</summary>
    public static JsonObject With(string key, params JsonObject[] records) => new()
    {
        [key] = new JsonArray([.. records]),
        ["version"] = new JsonObject { ["Arcviz Version"] = "8.1.4" },
    };

    public static JsonObject Record(string model, JsonNode pk, JsonObject fields) => new() { ["model"] = model, ["pk"] = pk, ["fields"] = fields };

    public static JsonObject Visual(int pk, JsonObject? data = null, string type = "table") => Record("reports.report", pk, new JsonObject
    {
        ["report_name"] = "",
        ["report_type"] = type,
        ["report_data"] = new JsonObject { ["report_type"] = type, ["report_data"] = data ?? [] }.ToJsonString(_likeServer),
        ["uuid"] = $"00000000-0000-0000-0000-{pk:D12}",
    });

    public static JsonObject Dashboard(int pk, string name, JsonObject data) => Record("reports.report", pk, new JsonObject
    {
        ["report_name"] = name,
        ["report_type"] = "dashboard",
        ["report_data"] = data.ToJsonString(_likeServer),
    });

    /// <summary>Changes the JSON within a record's string.</summary>
    public static void Edit(JsonObject bundle, string key, int pk, Action<JsonObject> fields, Action<JsonObject>? data = null)
    {
        var record = bundle[key]!.AsArray().Single(record => record!["pk"]!.GetValue<int>() == pk)!["fields"]!.AsObject();
        fields(record);
        if (data is null) return;
        var inner = JsonNode.Parse(record["report_data"]!.GetValue<string>())!.AsObject();
        data(inner);
        record["report_data"] = inner.ToJsonString(_likeServer);
    }

    public static ArcadiaPackage Read(JsonNode bundle) => Read(bundle.ToJsonString());

    public static ArcadiaPackage Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public static ArcadiaPackage Read(byte[] bytes) => Read(new MemoryStream(bytes, writable: false));

    /// <summary>On the calling thread, so that its allocations can be counted.</summary>
    public static ArcadiaPackage Read(Stream stream)
    {
        using var source = new PackageSource(stream);
        using var scanner = new ArcadiaBundleScanner(source.Content, source.Name, default);
        return ArcadiaPackageFacts.Of(scanner.Read());
    }

    public static ArcadiaItem Item(this ArcadiaPackage package, string text) =>
        package.Items.Cast<ArcadiaItem>().Single(item => $"{item.Type} {item.Id}" == text);

    public static string[] Lines(ArcadiaPackage package) =>
        [.. package.Items.Select(item => $"{item.Type} {item.Id} '{item.Name}' <- {string.Join(", ", item.DependsOn)}".TrimEnd())];

    /// <summary>Everything that is known of it in one text.</summary>
    public static string Facts(ArcadiaPackage package) => string.Join('\n', Lines(package)
        .Concat(package.Warnings.Order(StringComparer.Ordinal))
        .Concat(package.Items.Cast<ArcadiaItem>().Select(item => $"{item.Uuid}|{item.ImportedUuid}|{item.SourceConnection}|{string.Join(',', item.Tables)}|{item.IsLinked}|{item.HasThumbnail}"))
        .Concat(package.Counts.Select(count => $"{count.Key}: {count.Value}"))
        .Append(package.SourceVersion ?? "?"));
}
