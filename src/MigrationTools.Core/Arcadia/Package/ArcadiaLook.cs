using System.Text;
using System.Text.Json;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// What is found in the JSON and the free text inside a record's strings. Names are looked for wherever they stand: releases
/// have moved them around, and a name found too much only makes one more reference.
/// </summary>
internal sealed class ArcadiaLook
{
    private const int LongestId = 100;

    private static readonly JsonDocumentOptions _options = new() { MaxDepth = ArcadiaJsonScanner.MaxDepth };

    private readonly HashSet<ArcadiaReference> _found = [];
    private readonly List<string> _unreadable = [];
    private bool _secret;
    private bool _code;

    /// <summary>The title that people see.</summary>
    public string? Title { get; private set; }

    /// <summary>Fields whose JSON is none, or deeper than is looked.</summary>
    public IReadOnlyList<string> Unreadable => _unreadable;

    /// <summary>Parses a field's text, if there is any, and reads it. What cannot be parsed is noted, and no error.</summary>
    public void Json(string field, ReadOnlyMemory<byte> text, Action<JsonElement> read)
    {
        if (!text.Span.ContainsAnyExcept(" \t\r\n"u8)) return;
        try
        {
            using var document = JsonDocument.Parse(text, _options);
            read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a character, which System.Text.Json does not decode.
            _unreadable.Add(field);
        }
    }

    /// <summary>Notes what the data of a dashboard, a visual or an app's group names.</summary>
    public void Report(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object) return;
        var own = data.TryGetProperty("report_data", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : data;
        if (own.TryGetProperty("report_title", out var title) && title.ValueKind == JsonValueKind.String) Title = title.GetString();
        if (own.TryGetProperty("dashboard_id", out var dashboard) && IdOf(dashboard) is { } id) Add(ArcadiaTypes.Dashboard, id, ArcadiaRole.PointsTo);
        Walk(data);
    }

    /// <summary>Notes the static assets that a text names by their address.</summary>
    public void FindAssets(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var at = text.IndexOf("staticasset"u8);
            if (at < 0) return;
            text = text[(at + "staticasset".Length)..];
            var digits = AfterPath(text);
            var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (end >= 0) digits = digits[..end];
            if (digits.Length is > 0 and <= LongestId) Add(ArcadiaTypes.StaticAsset, Encoding.ASCII.GetString(digits), ArcadiaRole.Needs);
        }

        // Within JSON a slash may be written "\/".
        static ReadOnlySpan<byte> AfterPath(ReadOnlySpan<byte> text)
        {
            text = text.TrimStart((byte)'\\');
            if (!text.StartsWith("/raw"u8)) return default;
            text = text[4..].TrimStart((byte)'\\');
            return text.StartsWith("/"u8) ? text[1..] : default;
        }
    }

    /// <summary>Hands what was found over to the entry.</summary>
    public void AddTo(ArcadiaEntry entry)
    {
        entry.References.UnionWith(_found);
        entry.CarriesSecret |= _secret;
        entry.CarriesCode |= _code;
        entry.NamesAssets = _found.Any(reference => reference.Target == ArcadiaTypes.StaticAsset);
    }

    /// <summary>The ids in a list: numbers, texts, or objects with an "id".</summary>
    public static IEnumerable<string> Ids(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(IdOf).OfType<string>() : [];

    /// <summary>The texts in a list, without doubles.</summary>
    public static IReadOnlyList<string> Texts(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => ArcadiaNames.Clean(text.GetString())).Where(text => text.Length > 0).Distinct()]
        : [];

    /// <summary>The tables in a dataset's own description; SQL hides its tables, and stands as "text.sql".</summary>
    public static IReadOnlyList<string> TableNames(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray()
            .Where(table => table.ValueKind == JsonValueKind.Object)
            .Select(table => table.TryGetProperty("tablename", out var name) && name.ValueKind == JsonValueKind.String ? ArcadiaNames.Clean(name.GetString()) : string.Empty)
            .Where(name => name.Length > 0 && name != "text.sql").Distinct()]
        : [];

    private void Walk(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray()) Walk(element);
        }
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in value.EnumerateObject())
        {
            Note(property);
            Walk(property.Value);
        }
    }

    private void Note(JsonProperty property)
    {
        var value = property.Value;
        if (property.NameEquals("visual_widgets"u8) || property.NameEquals("dashboard_widgets"u8)) Widgets(value);
        else if (property.NameEquals("control_widgets"u8) || property.NameEquals("global_control_widgets"u8)) AddAll(ArcadiaTypes.Visual, Ids(value), ArcadiaRole.Shows);
        else if (property.NameEquals("behaviors"u8) || property.NameEquals("click_behavior"u8) || property.NameEquals("click_behaviors"u8)) Clicks(value);
        else if (property.NameEquals("css_styles"u8)) Styles(value);
        else if (property.NameEquals("selected_segments"u8)) AddAll(ArcadiaTypes.Segment, Ids(value), ArcadiaRole.Needs);
        else if (property.NameEquals("oneclick_dateranges"u8)) Ranges(value);
        else if (property.NameEquals("local_map_key"u8)) _secret |= IsText(value);
        else if (property.NameEquals("html_contents"u8)) _code |= IsText(value);
    }

    // "uri-<n>-widget-<pk>"
    private void Widgets(JsonElement list)
    {
        foreach (var id in Ids(list))
        {
            var pk = id[(id.LastIndexOf('-') + 1)..];
            if (pk.Length > 0 && pk.All(char.IsAsciiDigit)) Add(ArcadiaTypes.Visual, pk, ArcadiaRole.Shows);
        }
    }

    // {"reports": {"<pk>": {"primary": true | {"report_id": 0}}}}
    private void Clicks(JsonElement behavior)
    {
        if (behavior.ValueKind != JsonValueKind.Object || !behavior.TryGetProperty("reports", out var reports) || reports.ValueKind != JsonValueKind.Object) return;
        foreach (var report in reports.EnumerateObject())
        {
            Add(ArcadiaTypes.Visual, ArcadiaNames.Clean(report.Name), ArcadiaRole.LeadsTo);
            if (report.Value.ValueKind != JsonValueKind.Object) continue;
            foreach (var click in report.Value.EnumerateObject().Select(click => click.Value).Where(click => click.ValueKind == JsonValueKind.Object))
            {
                if (click.TryGetProperty("report_id", out var id) && IdOf(id) is { } pk && pk != "0") Add(null, pk, ArcadiaRole.LeadsTo);
            }
        }
    }

    // A list, or its text: JSON in a string in a string in a string.
    private void Styles(JsonElement value) => Inner("css_styles", value, list =>
    {
        if (list.ValueKind != JsonValueKind.Array) return;
        foreach (var style in list.EnumerateArray().Where(style => style.ValueKind == JsonValueKind.Object))
        {
            if (style.TryGetProperty("cssid", out var id) && IdOf(id) is { } pk) Add(ArcadiaTypes.CustomStyle, pk, ArcadiaRole.Needs);
        }
    });

    private void Ranges(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.TrimStart() is { } text && !text.StartsWith('[')) AddNames([text]);
        else Inner("oneclick_dateranges", value, list => AddNames(Texts(list)));

        void AddNames(IEnumerable<string> names) => AddAll(ArcadiaTypes.DateRange, names.Select(ArcadiaNames.Clean).Where(name => name.Length > 0), ArcadiaRole.NeedsByName);
    }

    private void Inner(string field, JsonElement value, Action<JsonElement> read)
    {
        if (value.ValueKind == JsonValueKind.String) Json(field, Encoding.UTF8.GetBytes(value.GetString()!), read);
        else read(value);
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && !value.ValueEquals(""u8);

    private static string? IdOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText() is { Length: <= LongestId } digits ? digits : null,
        JsonValueKind.String => ArcadiaNames.Clean(value.GetString()) is { Length: > 0 } text ? text : null,
        JsonValueKind.Object => value.TryGetProperty("id", out var id) && id.ValueKind != JsonValueKind.Object ? IdOf(id) : null,
        _ => null,
    };

    private void AddAll(ArcadiaType target, IEnumerable<string> values, ArcadiaRole role)
    {
        foreach (var value in values) Add(target, value, role);
    }

    private void Add(ArcadiaType? target, string value, ArcadiaRole role) => _found.Add(new ArcadiaReference(target, value, role));
}
