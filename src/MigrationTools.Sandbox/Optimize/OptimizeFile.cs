using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>An entity of an import, parsed: what the server does not know is gone.</summary>
/// <param name="Id">The id in the file.</param>
/// <param name="Type">One of <see cref="OptimizeTypes"/>.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">The description.</param>
/// <param name="IndexVersion">The index number; 0 where it is missing.</param>
/// <param name="Content">A report's data; a dashboard's tiles and filters.</param>
/// <param name="InstantPreview">Whether the product built it.</param>
internal sealed record OptimizeFileEntity(
    string? Id, string Type, string? Name, string? Description, int IndexVersion, JsonObject? Content, bool InstantPreview)
{
    public bool IsDashboard => Type == OptimizeTypes.Dashboard;

    public bool IsManagement => Content is not null && OptimizeJson.IsTrue(OptimizeJson.Get(Content, "managementReport"));

    public IReadOnlyList<JsonNode?> Tiles => OptimizeJson.List(OptimizeJson.Get(Content, "tiles"));

    public IReadOnlyList<JsonNode?> Filters => OptimizeJson.List(OptimizeJson.Get(Content, "availableFilters"));

    public IReadOnlyList<JsonNode?> Definitions => OptimizeJson.List(OptimizeJson.Get(Content, "definitions"));

    public IReadOnlyList<string?> Parts => [.. OptimizeJson.List(OptimizeJson.Get(Content, "reports")).Select(part => OptimizeJson.Text(OptimizeJson.Get(part, "id")))];

    public IEnumerable<string> NullFields()
    {
        if (Id is null) yield return "id";
        if (Name is null) yield return "name";
        if (!IsDashboard && Content is null) yield return "data";
        if (!IsDashboard) yield break;
        if (OptimizeJson.Get(Content, "tiles") is null) yield return "tiles";
        if (OptimizeJson.Get(Content, "availableFilters") is null) yield return "availableFilters";
    }
}

/// <summary>Reads the body of an import: the parser, and what it refuses.</summary>
internal sealed class OptimizeFile(OptimizeRelease release)
{
    private const string Unreadable = "Could not import entities because the provided file is not a valid list of OptimizeEntityExportDtos. Error:";

    public IReadOnlyList<OptimizeFileEntity> Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) throw OptimizeRefusal.BadFile("Could not import entity because the provided file is null or empty.");
        JsonNode? node;
        try
        {
            node = OptimizeJson.Parse(body);
        }
        catch (JsonException exception)
        {
            throw OptimizeRefusal.BadFile(Unreadable + exception.Message);
        }

        // The real server's parser gives null for it, and what follows falls over.
        if (node is null) throw OptimizeRefusal.ServerError("Cannot invoke \"java.util.Set.stream()\" because the return value is null");
        var entities = new List<OptimizeFileEntity>();
        foreach (var entity in OptimizeJson.List(node).Select(Entity))
        {
            // A set: what is wholly equal is there once.
            if (!entities.Exists(other => Same(other, entity))) entities.Add(entity);
        }

        return entities;
    }

    private static bool Same(OptimizeFileEntity one, OptimizeFileEntity other) =>
        one with { Content = null } == other with { Content = null } && JsonNode.DeepEquals(one.Content, other.Content);

    private OptimizeFileEntity Entity(JsonNode? node)
    {
        if (node is not JsonObject given) throw Wrong($"Cannot construct instance of `OptimizeEntityExportDto` from {node?.GetValueKind().ToString() ?? "Null"} value");
        var type = OptimizeJson.Text(OptimizeJson.Get(given, "exportEntityType"))
            ?? throw Wrong("Could not resolve subtype of [simple type, class OptimizeEntityExportDto]: missing type id property 'exportEntityType'");
        if (!OptimizeTypes.All.Contains(type)) throw NoSubtype("OptimizeEntityExportDto", type, OptimizeTypes.All);
        var content = type == OptimizeTypes.Dashboard ? Dashboard(given) : Object(given, "data") is { } data ? Report(type, data) : null;
        return new(Scalar(given, "id"), type, Scalar(given, "name"), release.HasDescription ? Scalar(given, "description") : null, Index(given), content,
            OptimizeJson.IsTrue(OptimizeJson.Get(given, "instantPreviewDashboard")) || OptimizeJson.IsTrue(OptimizeJson.Get(content, "instantPreviewReport")));
    }

    /// <summary>A missing list is an empty one; null stays, to be refused later.</summary>
    private JsonObject Dashboard(JsonObject given)
    {
        var filters = Items(given, "availableFilters");
        foreach (var filter in filters ?? []) FilterType(filter, OptimizeVocabulary.DashboardFilters, "DashboardFilterDto");
        return new()
        {
            ["tiles"] = Items(given, release.Members) is { } tiles ? new JsonArray([.. tiles.Select(Tile)]) : null,
            ["availableFilters"] = filters is null ? null : new JsonArray([.. filters.Select(filter => filter?.DeepClone())]),
        };
    }

    private JsonObject Tile(JsonNode? node)
    {
        if (node is not JsonObject tile) throw Wrong("Cannot construct instance of `DashboardReportTileDto`");
        if (Scalar(tile, "type") is { } type && release.HasTiles) tile["type"] = Word(type, OptimizeVocabulary.TileTypes, "DashboardTileType");
        return tile.DeepClone().AsObject();
    }

    private JsonObject Report(string type, JsonObject data)
    {
        var words = type == OptimizeTypes.Decision ? OptimizeVocabulary.DecisionVisualizations : OptimizeVocabulary.ProcessVisualizations;
        if (Scalar(data, "visualization") is { } visualization) data["visualization"] = Word(visualization, words, "Visualization");
        if (type != OptimizeTypes.Combined)
        {
            var filters = type == OptimizeTypes.Decision ? OptimizeVocabulary.DecisionFilters : OptimizeVocabulary.ProcessFilters;
            foreach (var filter in OptimizeJson.List(OptimizeJson.Get(data, "filter"))) FilterType(filter, filters, "ReportFilterDto");
            if (Object(data, "configuration") is { } configuration) Aggregations(configuration);
            if (OptimizeJson.List(OptimizeJson.Get(data, "definitions")).Any(definition => definition is not JsonObject)) throw Wrong("Cannot construct instance of `ReportDataDefinitionDto`");
        }

        return OptimizeFormat.Data(type, data, release);
    }

    private void Aggregations(JsonObject configuration)
    {
        foreach (var item in OptimizeJson.List(OptimizeJson.Get(configuration, "aggregationTypes")))
        {
            if (item is JsonObject != release.HasAggregationObjects) throw Wrong("Cannot construct instance of `AggregationDto` from this value");
            _ = Word(OptimizeJson.Text(release.HasAggregationObjects ? OptimizeJson.Get(item, "type") : item) ?? "", OptimizeVocabulary.Aggregations, "AggregationType");
        }
    }

    private static void FilterType(JsonNode? filter, IReadOnlyList<string> known, string type)
    {
        if (filter is not JsonObject) throw Wrong($"Cannot construct instance of `{type}`");
        var name = OptimizeJson.Text(OptimizeJson.Get(filter, "type"))
            ?? throw Wrong($"Could not resolve subtype of [simple type, class {type}]: missing type id property 'type'");
        if (!known.Contains(name)) throw NoSubtype(type, name, known);
    }

    /// <summary>Null where the member is null; an empty list where there is no member.</summary>
    private static IReadOnlyList<JsonNode?>? Items(JsonObject given, string name) =>
        !given.TryGetPropertyValue(name, out var value) ? [] : value is null ? null : OptimizeJson.List(value);

    private static JsonObject? Object(JsonObject given, string name) => OptimizeJson.Get(given, name) switch
    {
        null => null,
        JsonObject found => found,
        _ => throw Wrong($"Cannot deserialize the value of member \"{name}\": an object is due"),
    };

    private static string? Scalar(JsonObject given, string name) => OptimizeJson.Get(given, name) switch
    {
        JsonObject or JsonArray => throw Wrong($"Cannot deserialize value of type `java.lang.String` of member \"{name}\""),
        var value => OptimizeJson.Text(value),
    };

    private static int Index(JsonObject given) => Scalar(given, "sourceIndexVersion") is not { } text ? 0
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong($"Cannot deserialize value of type `int` from \"{text}\"");

    private static string Word(string given, IReadOnlyList<string> known, string type) =>
        known.FirstOrDefault(word => word.Equals(given, StringComparison.OrdinalIgnoreCase))
        ?? throw Wrong($"Cannot deserialize value of type `{type}` from String \"{given}\": not one of the values accepted for Enum class: {OptimizeJson.Brackets(known)}");

    private static OptimizeRefusal NoSubtype(string type, string given, IReadOnlyList<string> known) =>
        Wrong($"Could not resolve type id '{given}' as a subtype of `{type}`: known type ids = {OptimizeJson.Brackets(known.Order(StringComparer.Ordinal))}");

    private static OptimizeRefusal Wrong(string text) => OptimizeRefusal.BadFile(Unreadable + text);
}
