using System.Text.Json;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Optimize;

/// <summary>Members of JSON that somebody else wrote: nothing here throws, whatever it holds.</summary>
internal static class OptimizeJson
{
    /// <summary>The member of a name; false where it has none, or is no object.</summary>
    public static bool TryMember(this JsonElement element, string name, out JsonElement value)
    {
        value = default;
        if (element.ValueKind != JsonValueKind.Object) return false;
        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            // Another member's name holds half a character, which the library does not compare.
            var found = false;
            foreach (var member in element.EnumerateObject())
            {
                if (SafeJson.NameOf(member) != name) continue;
                value = member.Value;
                found = true;
            }
            return found;
        }
    }

    /// <summary>The text of a member; null where it is none.</summary>
    public static string? TextOf(this JsonElement element, string name) => element.TryMember(name, out var value) ? SafeJson.TextOf(value) : null;

    /// <summary>The number of a member; null where it is none that fits.</summary>
    public static int? NumberOf(this JsonElement element, string name) =>
        element.TryMember(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>The elements of a member that is a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> ListOf(this JsonElement element, string name) =>
        element.TryMember(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
