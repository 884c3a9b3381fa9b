using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>What is to be imported, and how.</summary>
internal sealed record ArcadiaImportOrder(
    string Path, ArcadiaUser User, byte[] Skeleton, ArcadiaDataConnection Connection, ArcadiaWorkspace Workspace,
    bool DryRun, bool SanityCheck, bool Thumbnails = true, int? FailAfter = null);

/// <summary>The import: match, check, rewrite, store.</summary>
internal sealed class ArcadiaImport(ArcadiaState state, ArcadiaSwitches switches)
{
    private static readonly string[] OwnFields = ["uuid", "imported_uuid", "workspace", "dataconnection"];

    public Reply Run(ArcadiaImportOrder order)
    {
        JsonElement bundle;
        try
        {
            bundle = JsonText.Parse(order.Skeleton);
        }
        catch (JsonException exception)
        {
            return ArcadiaErrors.Json(400, "The file is not valid JSON: " + exception.Message);
        }

        if (bundle.ValueKind != JsonValueKind.Object) return ArcadiaErrors.Json(400, "The file is not an exported bundle.");
        if (switches.NewerBundle == NewerBundle.BadRequest && ArcadiaReleases.IsNewer(bundle, switches.Release))
        {
            return ArcadiaErrors.Json(400, "The file was exported from a newer version.");
        }

        var broken = ArcadiaBundle.Lists(bundle).FirstOrDefault(item => !ArcadiaBundle.IsRecord(item.Record));
        if (broken.Key is not null) return ArcadiaErrors.Json(400, $"A record of {broken.Key} lacks pk or fields.");
        if (order.SanityCheck && MissingTables(order, bundle) is { Count: > 0 } missing) return Refuse(order, missing);
        return state.Update(content => Run(order, bundle, content));
    }

    private (ArcadiaContent Content, Reply Answer) Run(ArcadiaImportOrder order, JsonElement bundle, ArcadiaContent before)
    {
        var content = before;
        var plan = new ArcadiaImportPlan(before, bundle, switches, order.Thumbnails);
        foreach (var item in plan.Items) Prepare(item, plan, order);
        if (MissingRight(order, plan) is { } right) return (before, ArcadiaErrors.Forbidden(right));
        var written = 0;
        foreach (var item in plan.Items)
        {
            if (order.FailAfter is { } limit && written >= limit)
            {
                var stays = switches.FailureMidway == FailureMidway.Partial && !order.DryRun ? content : before;
                return (stays, ArcadiaErrors.Exception(order.Path, "IntegrityError", $"could not save {item.Key} record: connection to the metadata database was lost"));
            }

            if (item.Action != PlannedAction.Unchanged) content = content.With(item.Record!);
            written++;
        }

        content = content.WithMembers(ArcadiaBundle.Members(bundle));
        return (order.DryRun ? before : content, new ArcadiaImportAnswer(switches, order.DryRun).Of(plan));
    }

    private void Prepare(ArcadiaPlanned item, ArcadiaImportPlan plan, ArcadiaImportOrder order)
    {
        var incoming = JsonObject.Create(item.File.GetProperty("fields"))!;
        ArcadiaReferences.Rewrite(item.Key, incoming, plan.Map, switches.FreeTextPks == FreeTextPks.Rewritten);
        var fields = item.Existing?.FieldsCopy() ?? [];
        foreach (var (name, value) in incoming.ToList())
        {
            if (item.Existing is not null && OwnFields.Contains(name)) continue;
            fields[name] = name == "dashboards" && item.Key == ArcadiaTypes.Datasets ? Union(fields[name], value) : value?.DeepClone();
        }

        if (item.Existing is null)
        {
            fields["imported_uuid"] = item.Uuid;
            fields["uuid"] = Guid.NewGuid().ToString();
            if (ArcadiaTypes.SpaceOf(item.Key) == ArcadiaTypes.Reports) fields["workspace"] = order.Workspace.Id;
        }

        if (item.Key == ArcadiaTypes.Datasets) fields["dataconnection"] = order.Connection.Id;
        var whole = JsonObject.Create(item.File)!;
        whole["pk"] = item.Pk;
        whole["fields"] = fields;
        item.Record = new ArcadiaRecord(item.Key, item.Pk, JsonText.ToElement(whole));
        if (item.Existing is null) item.Action = PlannedAction.New;
        else if (switches.UnchangedDetection == UnchangedDetection.On && JsonElement.DeepEquals(item.Existing.Fields, item.Record.Fields)) item.Action = PlannedAction.Unchanged;
        else item.Action = PlannedAction.Update;
    }

    /// <summary>The back references of a shared dataset grow: another bundle's dashboards stay.</summary>
    private static JsonNode? Union(JsonNode? existing, JsonNode? incoming)
    {
        if (existing is not JsonArray old || incoming is not JsonArray added) return incoming?.DeepClone();
        var known = old.Select(item => item?.ToJsonString()).ToHashSet();
        var union = (JsonArray)old.DeepClone();
        foreach (var item in added.Where(item => known.Add(item?.ToJsonString()))) union.Add(item?.DeepClone());
        return union;
    }

    private static string? MissingRight(ArcadiaImportOrder order, ArcadiaImportPlan plan)
    {
        var user = order.User;
        if (!user.MayUse(order.Connection)) return "access to connection " + order.Connection.Name;
        var datasets = plan.Items.Where(item => item.Key == ArcadiaTypes.Datasets).ToList();
        if (datasets.Exists(item => item.Action == PlannedAction.New))
        {
            if (!user.May(ArcadiaRights.CreateDatasets)) return "Create datasets";
            if (!user.May(ArcadiaRights.ExploreTables)) return "Explore tables";
        }

        if (datasets.Exists(item => item.Action == PlannedAction.Update) && !user.May(ArcadiaRights.ManageDatasets)) return "Manage dataset";
        if (plan.Items.Any(item => item.Key == ArcadiaTypes.CustomCss) && !user.May(ArcadiaRights.ManageStyles)) return "Manage custom styles";
        if (!user.May(ArcadiaRights.ManageVisuals) && plan.Items.Any(item => item.Key != ArcadiaTypes.Datasets)) return "Manage visuals and dashboards";
        return null;
    }

    /// <summary>SQL hides its tables in free text: such a dataset is checked only by the list that newer releases add.</summary>
    private static List<string> MissingTables(ArcadiaImportOrder order, JsonElement bundle)
    {
        var named = ArcadiaBundle.Lists(bundle).Where(item => item.Key == ArcadiaTypes.Datasets)
            .SelectMany(item => Tables(new ArcadiaRecord(item.Key, 0, item.Record)));
        return [.. named.Distinct().Where(table => !order.Connection.Tables.Contains(table))];
    }

    private static IEnumerable<string> Tables(ArcadiaRecord dataset)
    {
        foreach (var table in JsonText.TryNode(dataset.Text("dataset_info")) as JsonArray ?? [])
        {
            if ((table as JsonObject)?["tablename"]?.ToString() is { } name && name != "text.sql") yield return name;
        }

        foreach (var name in JsonText.TryNode(dataset.Text("dataset_tablenames")) as JsonArray ?? [])
        {
            if (name is not null) yield return name.ToString();
        }
    }

    private Reply Refuse(ArcadiaImportOrder order, List<string> missing)
    {
        var messages = missing.ConvertAll(table => $"Table {table} was not found on connection {order.Connection.Name}.");
        return switches.MissingTable switch
        {
            MissingTable.Html500 => ArcadiaErrors.Exception(order.Path, "TableNotFound", messages[0]),
            MissingTable.Errors200 => Reply.Json(200, new JsonObject { ["errors"] = new JsonArray([.. messages.Select(message => (JsonNode)message)]) }),
            _ => ArcadiaErrors.Text(400, string.Join('\n', messages)),
        };
    }
}

/// <summary>What an import does with an object.</summary>
internal enum PlannedAction
{
    New,
    Update,
    Unchanged,
}

/// <summary>One record of the file, and what becomes of it.</summary>
internal sealed class ArcadiaPlanned
{
    public required string Key { get; init; }

    public required JsonElement File { get; init; }

    public required string? Uuid { get; init; }

    public required string FilePk { get; init; }

    public ArcadiaRecord? Existing { get; init; }

    public required long Pk { get; init; }

    public ArcadiaRecord? Record { get; set; }

    public PlannedAction Action { get; set; }
}

/// <summary>Which records match which objects, and the pks that new ones will have.</summary>
internal sealed class ArcadiaImportPlan
{
    private readonly Dictionary<(string Space, long FilePk), long> _pks = [];
    private readonly List<ArcadiaPlanned> _items = [];

    public ArcadiaImportPlan(ArcadiaContent content, JsonElement bundle, ArcadiaSwitches switches, bool thumbnails)
    {
        var matches = Index(content, switches);
        var next = new Dictionary<string, long>();
        var lists = ArcadiaBundle.Lists(bundle)
            .Where(item => thumbnails || item.Key != ArcadiaTypes.Images)
            .OrderBy(item => Array.IndexOf(ArcadiaTypes.ImportOrder, item.Key) is >= 0 and var index ? index : int.MaxValue);
        foreach (var (key, file) in lists)
        {
            var space = ArcadiaTypes.SpaceOf(key);
            var uuid = file.GetProperty("fields").TryGetProperty("uuid", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            var existing = uuid is null ? null : matches.GetValueOrDefault((space, uuid));
            var pk = existing?.Pk ?? next.GetValueOrDefault(space, content.NextPk(space));
            if (existing is null) next[space] = pk + 1;
            var token = file.GetProperty("pk").GetRawText();
            if (long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var filePk)) _pks[(space, filePk)] = pk;
            _items.Add(new ArcadiaPlanned { Key = key, File = file, Uuid = uuid, FilePk = token, Existing = existing, Pk = pk });
        }
    }

    public IReadOnlyList<ArcadiaPlanned> Items => _items;

    /// <summary>The target's pk for a pk in the file, or null for what the file does not hold.</summary>
    public long? Map(string space, long filePk) => _pks.TryGetValue((space, filePk), out var pk) ? pk : null;

    private static Dictionary<(string, string), ArcadiaRecord> Index(ArcadiaContent content, ArcadiaSwitches switches)
    {
        var index = new Dictionary<(string, string), ArcadiaRecord>();
        foreach (var record in content.All.OrderBy(record => record.Pk))
        {
            if (record.ImportedUuid is { } imported) index.TryAdd((record.Space, imported), record);
        }

        if (switches.Matching == Matching.ImportedUuid) return index;
        foreach (var record in content.All)
        {
            if (record.Uuid is { } own) index.TryAdd((record.Space, own), record);
        }

        return index;
    }
}
