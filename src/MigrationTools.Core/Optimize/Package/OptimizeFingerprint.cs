using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// Tells two entities of one name apart by what they show. Left out is what an import changes: ids, the collection, the
/// definitions' XML and versions, and what is null. Equal prints mean that they can stand for each other.
/// </summary>
internal static class OptimizeFingerprint
{
    private static readonly HashSet<string> Changed = new(StringComparer.Ordinal)
    {
        "id", "collectionId", "xml", "versions", "sourceIndexVersion", "userTaskReport", "instantPreviewDashboard", "displayName",
    };

    public static string Of(JsonElement entity)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(entity, hash);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Add(JsonElement value, IncrementalHash hash)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Add("{", hash);
                foreach (var member in value.EnumerateObject()
                    .Select(member => (Name: SafeJson.NameOf(member), member.Value))
                    .Where(member => member.Value.ValueKind != JsonValueKind.Null && !Changed.Contains(member.Name))
                    .OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    Add(member.Name, hash);
                    Add(":", hash);
                    Add(member.Value, hash);
                }
                Add("}", hash);
                break;
            case JsonValueKind.Array:
                Add("[", hash);
                foreach (var element in value.EnumerateArray())
                {
                    Add(element, hash);
                    Add(",", hash);
                }
                Add("]", hash);
                break;
            case JsonValueKind.String:
                Add("\"" + SafeJson.TextOf(value) + "\"", hash);
                break;
            case JsonValueKind.Number:
                // 5 and 5.0 are one number to the server.
                Add(value.TryGetDouble(out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : value.GetRawText(), hash);
                break;
            default:
                Add(value.GetRawText(), hash);
                break;
        }
    }

    private static void Add(string text, IncrementalHash hash) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
