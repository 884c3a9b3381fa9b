using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The import: checks everything, and then writes one entity after the other, without a transaction.</summary>
internal sealed class OptimizeImport(OptimizeState state, OptimizeRules rules, BlobStore blobs, TimeProvider time)
{
    /// <summary>The most bytes that the index takes as one term.</summary>
    private const int LongestTerm = 32_766;

    public Reply Run(SandboxRequest request, CancellationToken stopping)
    {
        if (!request.Query.TryGetValue("collectionId", out var collectionId)) throw OptimizeRefusal.BadRequest("Must specify a collection ID for this request.");
        using var body = new MemoryStream(rules.Switches.ImportBody == ImportBody.Lost ? [] : request.Body);
        var release = new OptimizeRelease(rules.Switches.Indices);
        var entities = new OptimizeFile(release).Read(blobs.Extract(body, stopping));
        if (entities.Count == 0) return OptimizeJson.Reply(200, new JsonArray());
        var collection = new OptimizeChecks(state, rules, release).Run(entities, collectionId);
        return Answer(new Writer(this, collection.Id, request.FailAfter).Write(entities), release);
    }

    private Reply Answer(IEnumerable<OptimizeEntity> made, OptimizeRelease release) =>
        OptimizeJson.Reply(200, new JsonArray([.. rules.Order(made, entity => entity.Id).Select(entity => release.AnswersWithTypes
            ? new JsonObject { ["id"] = entity.Id, ["entityType"] = entity.IsDashboard ? "dashboard" : "report" }
            : new JsonObject { ["id"] = entity.Id })]));

    /// <summary>One import's writes. Of two entities with one id both are made, and the last takes the references.</summary>
    private sealed class Writer(OptimizeImport import, string collectionId, int? failAfter)
    {
        private readonly Dictionary<string, OptimizeEntity> _made = [];
        private int _count;

        public IEnumerable<OptimizeEntity> Write(IReadOnlyList<OptimizeFileEntity> entities)
        {
            foreach (var report in entities.Where(entity => !entity.IsDashboard && entity.Type != OptimizeTypes.Combined)) Write(report, Single(report));
            foreach (var report in entities.Where(entity => entity.Type == OptimizeTypes.Combined)) Write(report, Mapped(report, "reports", _ => true, Part));
            foreach (var dashboard in entities.Where(entity => entity.IsDashboard)) Write(dashboard, Mapped(dashboard, "tiles", OptimizeJson.IsUuid, Tile));
            return _made.Values;
        }

        private void Write(OptimizeFileEntity entity, JsonObject content)
        {
            if (failAfter <= _count++) throw OptimizeRefusal.ServerError("Was not able to write entity to the index: the connection was closed");
            if (Encoding.UTF8.GetByteCount(entity.Name!) > LongestTerm)
            {
                throw OptimizeRefusal.ServerError($"Document contains at least one immense term in field=\"name\" (whose UTF8 encoding is longer than the max length {LongestTerm})");
            }

            var now = import.Time.GetUtcNow();
            var made = new OptimizeEntity(Guid.NewGuid().ToString(), entity.Type, entity.Name!, entity.Description, collectionId, JsonText.ToElement(content), OptimizeState.SystemUser, now, now);
            import.State.Put(made);
            _made[entity.Id!] = made;
        }

        private JsonObject Single(OptimizeFileEntity report)
        {
            var content = report.Content!.DeepClone().AsObject();
            if (OptimizeDefinitions.Xml(import.State.Definitions, report) is { } xml) content["configuration"]!["xml"] = xml;
            return content;
        }

        private static JsonObject Mapped(OptimizeFileEntity entity, string list, Func<string?, bool> isReference, Func<string, string> map)
        {
            var content = entity.Content!.DeepClone().AsObject();
            foreach (var item in content[list]!.AsArray())
            {
                if (OptimizeJson.Text(OptimizeJson.Get(item, "id")) is { } id && isReference(id)) item!["id"] = map(id);
            }

            return content;
        }

        private string Part(string id) => _made.TryGetValue(id, out var made) && made.Type != OptimizeTypes.Combined ? made.Id : throw Unmapped(id);

        private string Tile(string id) => _made.TryGetValue(id, out var made) && !made.IsDashboard ? made.Id : throw Unmapped(id);

        private static OptimizeRefusal Unmapped(string id) => OptimizeRefusal.ServerError($"Cannot invoke \"getId()\" because the value for key {id} is null");
    }

    private OptimizeState State => state;

    private TimeProvider Time => time;
}
