using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MigrationTools.Core.Http;

/// <summary>What a server says in an error, out of whatever it wraps it in, as one short line.</summary>
internal static partial class ServerWords
{
    internal const int Limit = 500;

    private const int HintLimit = 120;

    private static readonly HashSet<string> TellingFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "error", "errors", "error_list", "error_description", "errorMessage", "message", "messages", "msg", "detail", "details",
        "detailedMessage", "reason", "title", "description", "non_field_errors", "response_map",
    };

    internal static string From(string text, string? contentType)
    {
        var trimmed = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (trimmed.Length == 0) return "";
        if (trimmed[0] is '{' or '[' or '"' && FromJson(trimmed) is { } words) return Line(words, Limit);
        if (trimmed[0] == '<' || HtmlPage.IsHtml(contentType)) return Line(HtmlPage.Words(trimmed), Limit);
        return Line(LastLineOfTrace(trimmed), Limit);
    }

    /// <summary>Enough to recognize a page or a text by.</summary>
    internal static string Hint(string text)
    {
        var words = text.AsSpan().TrimStart() is ['<', ..] ? HtmlPage.Title(text) ?? HtmlPage.Words(text) : text;
        return $"\"{Line(words, HintLimit)}\".";
    }

    /// <summary>One line, without control characters.</summary>
    internal static string Line(string text, int limit)
    {
        var clean = new StringBuilder(Math.Min(text.Length, limit) + 1);
        foreach (var c in text)
        {
            if (clean.Length > limit) break;
            if (char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format)
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
            }
            else
            {
                clean.Append(c);
            }
        }
        var line = clean.ToString().TrimEnd();
        return line.Length <= limit ? line : line[..(limit - 1)] + "…";
    }

    private static string? FromJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonShape.MaxDepth });
            if (json.RootElement.ValueKind == JsonValueKind.String) return SafeJson.TextOf(json.RootElement);
            var words = new List<string>();
            Collect(json.RootElement, telling: false, words);
            return words.Count > 0 ? string.Join("; ", words.Distinct(StringComparer.Ordinal)) : text;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Collect(JsonElement element, bool telling, List<string> words)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when telling && SafeJson.TextOf(element) is { } word && !string.IsNullOrWhiteSpace(word):
                words.Add(word);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Collect(item, telling, words);
                break;
            case JsonValueKind.Object:
                // Once inside an error, its unknown members are containers (a field's name and its complaints), not words.
                foreach (var member in element.EnumerateObject())
                {
                    var isTelling = TellingFields.Contains(SafeJson.NameOf(member));
                    if (isTelling || member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
                    {
                        Collect(member.Value, isTelling || telling, words);
                    }
                }
                break;
        }
    }

    private static string LastLineOfTrace(string text) =>
        text.Contains("Traceback (most recent call last)", StringComparison.Ordinal)
            ? text.TrimEnd().Split('\n')[^1]
            : text;
}
