using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>One stored record, never changed in place: exports read it while imports replace it.</summary>
internal sealed class ArcadiaRecord
{
    private readonly Lazy<IReadOnlyList<ArcadiaReference>> _references;

    public ArcadiaRecord(string key, long pk, JsonElement json)
    {
        Key = key;
        Pk = pk;
        Json = json;
        Fields = json.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Object ? fields : JsonText.Parse("{}");
        Uuid = Text("uuid");
        ImportedUuid = Text("imported_uuid");
        _references = new(() => ArcadiaReferences.Find(this));
    }

    public string Key { get; }

    public string Space => ArcadiaTypes.SpaceOf(Key);

    public long Pk { get; }

    /// <summary>The whole record, with whatever else it had beside model, pk and fields.</summary>
    public JsonElement Json { get; }

    public JsonElement Fields { get; }

    public string? Uuid { get; }

    public string? ImportedUuid { get; }

    public IReadOnlyList<ArcadiaReference> References => _references.Value;

    public string? Text(string field) =>
        Fields.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public long? Number(string field) =>
        Fields.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>What a person sees: visuals have no name of their own but a title.</summary>
    public string Name
    {
        get
        {
            var name = ArcadiaTypes.NameField(Key) is { } nameField ? Text(nameField) ?? "" : "";
            if (name.Length > 0 || Key != ArcadiaTypes.Visuals) return name;
            try
            {
                return (string?)JsonText.TryNode(Text("report_data"))?["report_data"]?["report_title"] ?? "";
            }
            catch (InvalidOperationException)
            {
                return "";
            }
        }
    }

    /// <summary>A copy with other fields or another pk.</summary>
    public ArcadiaRecord With(JsonObject fields, long? pk = null)
    {
        var whole = JsonObject.Create(Json)!;
        whole["pk"] = pk ?? Pk;
        whole["fields"] = fields;
        return new ArcadiaRecord(Key, pk ?? Pk, JsonText.ToElement(whole));
    }

    public JsonObject FieldsCopy() => JsonObject.Create(Fields)!;
}
