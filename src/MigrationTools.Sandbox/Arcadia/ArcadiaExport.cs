using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The export: reads the ids, closes over dependencies, writes the bundle of the release.</summary>
internal sealed class ArcadiaExport(ArcadiaState state, ArcadiaSwitches switches, BlobStore blobs)
{
    /// <summary>Longer ones are streamed without a length.</summary>
    private const int BufferedRecords = 3000;

    public async Task<Reply> RunAsync(SandboxRequest request, ArcadiaUser user, CancellationToken cancellation)
    {
        if (!user.May(ArcadiaRights.Open)) return ArcadiaErrors.Forbidden("Manage visuals and dashboards");
        var content = state.Content;
        var asked = new List<(string Key, long Pk)>();
        foreach (var (parameter, key) in ArcadiaTypes.Parameters)
        {
            if (!request.Query.TryGetValue(parameter, out var text)) continue;
            if (Ids(text) is not { } ids) return ArcadiaErrors.Json(400, $"{parameter} is no JSON list of ids.");
            asked.AddRange(ids.Select(pk => (key, pk)));
        }

        var all = !ArcadiaTypes.Parameters.Keys.Any(request.Query.ContainsKey);
        if (all && switches.ExportWithoutParameters == ExportWithoutParameters.BadRequest) return ArcadiaErrors.Json(400, "Nothing to export was named.");
        List<ArcadiaRecord> roots;
        if (all)
        {
            roots = switches.ExportWithoutParameters == ExportWithoutParameters.Everything
                ? [.. content.All.Where(record => state.CanSee(user, record))] : [];
        }
        else
        {
            roots = [.. asked.Select(item => Find(content, user, item.Key, item.Pk)).OfType<ArcadiaRecord>()];
            var missing = asked.Where(item => Find(content, user, item.Key, item.Pk) is null).ToList();
            if (missing.Count > 0 && Refusal(request.Path, missing) is { } refusal) return refusal;
        }

        var records = Close(content, roots);
        var dryRun = ArcadiaForm.IsTrue(request.Query.GetValueOrDefault("dry_run"));
        if (dryRun && switches.ExportDryRun == ExportDryRun.Summary) return Summary(records);
        return await BundleAsync(request, content, records, cancellation);
    }

    private async Task<Reply> BundleAsync(SandboxRequest request, ArcadiaContent content, List<ArcadiaRecord> records, CancellationToken cancellation)
    {
        var release = switches.Release;
        var keys = ArcadiaReleases.KeysOf(release).ToList();
        keys.AddRange(records.Select(record => record.Key).Where(key => !ArcadiaTypes.Keys.Contains(key)).Distinct().Order(StringComparer.Ordinal));
        var members = (records.Count > 0 ? content.Members : content.Members.Clear()).Where(member => !keys.Contains(member.Key)).ToDictionary();
        keys.AddRange(members.Keys.Order(StringComparer.Ordinal).Append("version"));
        var order = switches.KeyOrder == KeyOrder.Shuffled ? new Random(StableHash(switches.Seed + request.Target)) : null;
        order?.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(keys));
        // One seed for all records: then each is the same however often the lazy list is walked.
        var fieldSeed = order?.Next();
        var lists = records.ToLookup(record => record.Key);
        JsonNode Shape(ArcadiaRecord record) => Ordered(ArcadiaReleases.Shape(record, release, content), fieldSeed);
        members["version"] = JsonText.ToElement(Ordered(ArcadiaReleases.VersionOf(release), fieldSeed));
        Task Write(Stream body, CancellationToken stopping) => ArcadiaBundle.WriteAsync(body, keys, lists, Shape, members, blobs, stopping);
        Reply reply;
        if (records.Count > BufferedRecords || records.Exists(record => IsLarge(record)))
        {
            reply = Reply.Stream(200, "application/json", Write);
        }
        else
        {
            using var buffer = new MemoryStream();
            await Write(buffer, cancellation);
            reply = Reply.Bytes(200, "application/json", buffer.ToArray());
        }

        return request.Query.TryGetValue("filename", out var name) && name.Length > 0
            ? reply.With("Content-Disposition", $"attachment; filename={HeaderText(name)}.json") : reply;
    }

    private bool IsLarge(ArcadiaRecord record) => blobs.Find(record.Text("staticasset_contents")) is not null || blobs.Find(record.Text("img")) is not null;

    private ArcadiaRecord? Find(ArcadiaContent content, ArcadiaUser user, string key, long pk) =>
        content.Find(ArcadiaTypes.SpaceOf(key), pk) is { } record && record.Key == key && state.CanSee(user, record) ? record : null;

    private Reply? Refusal(string path, List<(string Key, long Pk)> missing) => switches.UnknownId switch
    {
        UnknownId.NotFoundJson => ArcadiaErrors.Json(404,
            "Not found: " + string.Join(", ", missing.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key} {item.Pk}"))) + "."),
        UnknownId.BadRequest => ArcadiaErrors.Json(400, "Some of the requested objects do not exist."),
        UnknownId.ServerErrorHtml => ArcadiaErrors.Exception(path, "DoesNotExist",
            string.Create(CultureInfo.InvariantCulture, $"{missing[0].Key} matching query does not exist: {missing[0].Pk}")),
        _ => null,
    };

    /// <summary>Follows what brings along, and takes what belongs to what is taken.</summary>
    private static List<ArcadiaRecord> Close(ArcadiaContent content, List<ArcadiaRecord> roots)
    {
        var taken = new HashSet<(string, long)>();
        var records = new List<ArcadiaRecord>();
        var queue = new Queue<ArcadiaRecord>(roots);
        var ranges = content.Of(ArcadiaTypes.DateRanges).ToLookup(record => record.Name);
        while (queue.TryDequeue(out var record))
        {
            if (!taken.Add((record.Space, record.Pk))) continue;
            records.Add(record);
            foreach (var reference in record.References.Where(reference => reference.Brings))
            {
                if (reference.Name is not null) foreach (var range in ranges[reference.Name]) queue.Enqueue(range);
                else if (content.Find(reference.Space, reference.Pk) is { } target) queue.Enqueue(target);
            }

            foreach (var dependent in content.DependentsOf(record)) queue.Enqueue(dependent);
        }

        // Types from a future that this server only stores: nobody knows their owners, so they are never lost.
        if (records.Count > 0)
        {
            records.AddRange(content.All.Where(record => !ArcadiaTypes.Keys.Contains(record.Key) && taken.Add((record.Space, record.Pk))));
        }

        return [.. records.OrderBy(record => record.Pk)];
    }

    private static Reply Summary(List<ArcadiaRecord> records) => Reply.Json(200, new JsonObject
    {
        ["dry_run"] = true,
        ["objects"] = new JsonObject(ArcadiaTypes.Keys.Select(key =>
            KeyValuePair.Create(key, (JsonNode?)records.Count(record => record.Key == key)))),
    });

    private static List<long>? Ids(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<List<long>>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Ordered(JsonObject source, int? seed)
    {
        if (seed is not { } number) return source;
        var random = new Random(number);
        return Shuffled(source, random, source.ContainsKey("fields"));
    }

    private static JsonObject Shuffled(JsonObject source, Random random, bool fieldsToo)
    {
        var members = source.ToArray();
        random.Shuffle(members);
        source.Clear();
        return new JsonObject(members.Select(member => member.Key == "fields" && fieldsToo && member.Value is JsonObject fields
            ? KeyValuePair.Create(member.Key, (JsonNode?)Shuffled(fields, random, false)) : member));
    }

    private static string HeaderText(string name) => string.Concat(name.Select(character => character is > ' ' and <= '~' and not ('"' or ';' or '\\') ? character : '_'));

    private static int StableHash(string text)
    {
        var hash = 17;
        foreach (var character in text) hash = unchecked((hash * 31) + character);
        return hash;
    }
}
