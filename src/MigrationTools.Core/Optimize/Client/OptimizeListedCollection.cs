using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Optimize;

/// <summary>A definition that a collection's reports may use.</summary>
/// <param name="Type">process or decision.</param>
/// <param name="Key">The definition's key.</param>
/// <param name="Tenants">Its tenants, null for the one without a name; null in place of the list where the answer has none.</param>
internal sealed record OptimizeDataSource(string Type, string Key, IReadOnlyList<string?>? Tenants);

/// <summary>A collection as the server tells of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Scope">Its data sources; null where the answer has none that can be read.</param>
internal sealed record OptimizeListedCollection(string Id, string Name, string? Owner, IReadOnlyList<OptimizeDataSource>? Scope)
{
    public static OptimizeListedCollection Read(string id, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The answer about collection {id} is no object.") { TargetObject = id };
        }
        var name = Text(answer, "name");
        return new OptimizeListedCollection(id, string.IsNullOrEmpty(name) ? $"Collection {id}" : name, Text(answer, "owner"), ReadScope(answer));
    }

    private static List<OptimizeDataSource>? ReadScope(JsonElement answer)
    {
        if (!answer.TryMember("data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryMember("scope", out var scope) || scope.ValueKind != JsonValueKind.Array) return null;
        var sources = new List<OptimizeDataSource>();
        foreach (var entry in scope.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "definitionType") is not { } type || Text(entry, "definitionKey") is not { } key) return null;
            var tenants = entry.TryMember("tenants", out _) ? entry.ListOf("tenants").Select(SafeJson.TextOf).ToList() : null;
            sources.Add(new OptimizeDataSource(type, key, tenants));
        }
        return sources;
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryMember(name, out var value) && SafeJson.TextOf(value) is { } text ? SafeJson.Clean(text, 500) : null;
}
