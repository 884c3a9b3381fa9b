using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Optimize;

/// <summary>Reads what an entity tells. Fields that are not known are nobody's business here: the bytes travel as they are.</summary>
internal static class OptimizeEntityParser
{
    // The server's own limits.
    private const int LongestDescription = 400;
    private const int LongestName = 32_768;

    // Fewer of each make the same message, and a hostile file could fill the memory with more.
    private const int MostParts = 10_000;

    /// <exception cref="MigrationException">PackageNotRecognized: it does not say what sort of entity it is.</exception>
    /// <param name="root">The entity, long texts left out.</param>
    /// <param name="offset">Its first byte in the file.</param>
    /// <param name="length">How many bytes it has there.</param>
    /// <param name="file">How messages call the file.</param>
    public static OptimizeEntity Parse(JsonElement root, long offset, long length, string file)
    {
        if (!root.TryMember("exportEntityType", out var sort) || SafeJson.TextOf(sort) is not { Length: > 0 } word)
        {
            throw new MigrationException(ErrorKinds.PackageNotRecognized, $"'{file}' is no export of Camunda Optimize: what stands at byte {offset} has no exportEntityType.") { TargetObject = file };
        }
        var (type, name) = (OptimizeWords.TypeOf(word), Text(root, "name"));
        var reading = new Reading(type, $"{OptimizeWords.InWords(OptimizeNames.Clean(type))} '{OptimizeNames.Of(type, Text(root, "id") ?? string.Empty, name)}'");
        reading.Common(root, name);
        if (type == OptimizeWords.Dashboard) reading.Dashboard(root);
        else if (OptimizeWords.IsKnown(type)) reading.Report(root);
        return new OptimizeEntity
        {
            Offset = offset,
            Length = length,
            Type = type,
            Id = Text(root, "id") ?? string.Empty,
            Name = name,
            IndexVersion = Version(root),
            Description = Text(root, "description"),
            Collection = Text(root, "collectionId"),
            References = reading.References,
            Definitions = reading.Definitions,
            VariableFilters = reading.Variables,
            Faults = reading.Faults,
            Fingerprint = OptimizeFingerprint.Of(root),
        };
    }

    private static int? Version(JsonElement root) => root.NumberOf("sourceIndexVersion");

    private static string? Text(JsonElement element, string name) => element.TextOf(name);

    private static bool IsTrue(JsonElement element, string name) => element.TryMember(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static bool Has(JsonElement element, string name) => element.TryMember(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>What one entity comes to.</summary>
    private sealed class Reading(string type, string title)
    {
        public List<string> References { get; } = [];

        public List<OptimizeDefinition> Definitions { get; } = [];

        public List<string> Variables { get; } = [];

        public List<string> Faults { get; } = [];

        public void Common(JsonElement root, string? name)
        {
            if (string.IsNullOrEmpty(Text(root, "id"))) Fault("has no id");
            if (name is null) Fault("has no name");
            else if (name.Length > LongestName) Fault($"has a name of {name.Length} letters, and a target takes {LongestName}");
            if (Text(root, "description") is { Length: var length } && length is 0 or > LongestDescription)
            {
                Fault(length == 0 ? "has an empty description, and a target takes none or one of 1 to 400 letters" : $"has a description of {length} letters, and a target takes {LongestDescription}");
            }
        }

        public void Dashboard(JsonElement root)
        {
            var isOld = Version(root) < OptimizeReleases.FirstWithTiles;
            var (due, other) = isOld ? ("reports", "tiles") : ("tiles", "reports");
            if (!Has(root, due))
            {
                // Whatever a server does not know it ignores: the dashboard would arrive empty, without an error.
                Fault(Has(root, other)
                    ? $"names its members '{other}', and its version {Version(root)} calls them '{due}': it would arrive empty"
                    : $"has no {due}");
            }
            if (IsTrue(root, "instantPreviewDashboard")) Fault("is an instant preview, which the product itself makes and no target imports");
            if (root.TryMember("availableFilters", out var filters) && filters.ValueKind == JsonValueKind.Null) Fault("has null for its filters, and a target takes a list");
            foreach (var filter in root.ListOf("availableFilters").Where(filter => Text(filter, "type") == "variable").Take(MostParts))
            {
                var name = filter.TryMember("data", out var data) ? OptimizeNames.Clean(Text(data, "name")) : string.Empty;
                Variables.Add(name.Length > 0 ? name : "without a name");
            }
            foreach (var tile in root.ListOf(Has(root, due) ? due : other))
            {
                if (tile.TryMember("id", out var id) && id.ValueKind == JsonValueKind.Null) Fault("has a tile whose id is null, on which a target fails");
                Refer(Text(tile, "id"));
            }
        }

        public void Report(JsonElement root)
        {
            if (!root.TryMember("data", out var data) || data.ValueKind == JsonValueKind.Null)
            {
                Fault("has no data");
                return;
            }
            if (IsTrue(data, "managementReport")) Fault("is a management report, which the product itself makes and no target imports");
            if (IsTrue(data, "instantPreviewReport")) Fault("is the report of an instant preview, which the product itself makes and no target imports");
            if (type == OptimizeWords.CombinedReport)
            {
                foreach (var part in data.ListOf("reports")) Refer(Text(part, "id"));
            }
            else
            {
                Define(data);
            }
        }

        private void Define(JsonElement data)
        {
            foreach (var definition in data.ListOf("definitions").Take(MostParts))
            {
                if (Text(definition, "key") is not { } key) continue;
                var tenants = definition.ListOf("tenantIds").Take(MostParts).Select(SafeJson.TextOf).ToList();
                Definitions.Add(new OptimizeDefinition(type == OptimizeWords.DecisionReport ? "decision" : "process", key, tenants));
            }
        }

        private void Refer(string? id)
        {
            if (OptimizeIds.IsReference(id) && References.Count < MostParts) References.Add(id!);
        }

        private void Fault(string what)
        {
            var sentence = $"The {title} {what}.";
            if (!Faults.Contains(sentence)) Faults.Add(sentence);
        }
    }
}
