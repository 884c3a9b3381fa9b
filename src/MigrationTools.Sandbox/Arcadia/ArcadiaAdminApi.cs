using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The vendor's admin API: lists of users, workspaces, connections, datasets, visuals …, one change at a time.</summary>
internal sealed class ArcadiaAdminApi(ArcadiaState state, ArcadiaSwitches switches)
{
    private static readonly string[] Types =
        ["users", "groups", "roles", "datasets", "connections", "visuals", "segments", "filterassociations", "workspaces"];

    /// <summary>Answers a path below <c>/arc/adminapi/v1/</c>.</summary>
    public Reply Run(SandboxRequest request, string path, ArcadiaUser user)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var type = parts.ElementAtOrDefault(0) ?? "";
        if (switches.AdminApi == AdminApiTypes.Forbidden) return ArcadiaErrors.Json(403, "The admin API is not enabled for this user.");
        if (!Types.Contains(type) || (switches.AdminApi == AdminApiTypes.Listed && !switches.AdminTypes.Contains(type))) return ArcadiaErrors.NotFound(request.Path);
        long? id = null;
        if (parts.Length > 1)
        {
            if (parts.Length > 2 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return ArcadiaErrors.NotFound(request.Path);
            id = number;
        }

        return request.Method switch
        {
            "GET" => Get(request, type, id, user),
            "POST" => Post(request, type, id, user),
            "DELETE" when id is not null => Delete(type, id.Value, user),
            _ => Reply.Empty(405),
        };
    }

    private Reply Get(SandboxRequest request, string type, long? id, ArcadiaUser user)
    {
        if (Needed(type, false) is var needed && !user.May(needed)) return ArcadiaErrors.Forbidden(needed.ToString());
        var detail = request.Query.GetValueOrDefault("detail") is "1" or "true";
        var items = List(type, user, detail)
            .Where(item => id is null || (long?)item["id"] == id)
            .Where(item => new[] { "name", "dataset_id", "workspace_id" }.All(filter =>
                !request.Query.TryGetValue(filter, out var wanted) || (item[filter] ?? item["title"])?.ToString() == wanted));
        return Reply.Json(200, new JsonArray([.. items]));
    }

    private IEnumerable<JsonObject> List(string type, ArcadiaUser user, bool detail)
    {
        var content = state.Content;
        return type switch
        {
            "users" => state.Users.Select(item => new JsonObject { ["id"] = (long)item.Id, ["username"] = item.Name, ["name"] = item.Name }),
            "connections" => state.Connections.Where(user.MayUse).Select(item => new JsonObject { ["id"] = (long)item.Id, ["name"] = item.Name, ["type"] = item.Type }),
            "workspaces" => state.Workspaces.Where(item => item.OwnerId is null || item.OwnerId == user.Id).Select(Workspace),
            "datasets" => content.Of(ArcadiaTypes.Datasets).Select(item => Dataset(item, detail)),
            "visuals" => content.Of(ArcadiaTypes.Dashboards).Concat(content.Of(ArcadiaTypes.Visuals))
                .Where(item => state.CanSee(user, item)).OrderBy(item => item.Pk).Select(item => Visual(item, detail)),
            "segments" => content.Of(ArcadiaTypes.Segments).Select(item => new JsonObject
            {
                ["id"] = item.Pk, ["name"] = item.Name, ["dataset_id"] = item.Number("dataset"), ["data"] = JsonText.TryNode(item.Text("segment_data")),
            }),
            _ => [],
        };
    }

    private Reply Post(SandboxRequest request, string type, long? id, ArcadiaUser user)
    {
        if (Needed(type, true) is var needed && !user.May(needed)) return ArcadiaErrors.Forbidden(needed.ToString());
        if (JsonText.TryNode(request.Form.GetValueOrDefault("data")) is not JsonArray { Count: 1 } list || list[0] is not JsonObject item)
        {
            return ArcadiaErrors.Json(400, "data must be a JSON list with exactly one item.");
        }

        return type switch
        {
            "visuals" => PostVisual(item, id, user),
            "datasets" when id is not null => PostDataset(item, id.Value),
            "workspaces" when id is null => PostWorkspace(item),
            "connections" when id is null => PostConnection(item, request.Form.GetValueOrDefault("validate") == "true"),
            _ => ArcadiaErrors.Json(400, $"{type} cannot be changed this way."),
        };
    }

    /// <summary>Without an id it makes a copy: the trap is the real one's.</summary>
    private Reply PostVisual(JsonObject item, long? id, ArcadiaUser user)
    {
        var existing = id is { } pk ? state.Content.Find(ArcadiaTypes.Reports, pk) : null;
        if (id is not null && (existing is null || !state.CanSee(user, existing))) return ArcadiaErrors.Json(404, "No such visual.");
        var workspace = (long?)item["workspace_id"];
        if (workspace is not null && !state.Workspaces.Exists(candidate => candidate.Id == workspace && (candidate.OwnerId is null || candidate.OwnerId == user.Id)))
        {
            return ArcadiaErrors.Json(400, "No such workspace.");
        }

        ArcadiaRecord? saved = null;
        state.Update(content =>
        {
            var type = existing?.Text("report_type") ?? item["type"]?.ToString() ?? "table";
            var fields = existing?.FieldsCopy() ?? new JsonObject
            {
                ["report_type"] = type, ["report_data"] = item["data"] is { } data ? JsonText.Browser(data) : "{}",
                ["workspace"] = state.PrivateOf(user).Id, ["uuid"] = Guid.NewGuid().ToString(), ["imported_uuid"] = null,
            };
            Set(fields, "report_name", item["title"]);
            Set(fields, "report_description", item["description"]);
            Set(fields, "dataset", item["dataset_id"]);
            Set(fields, "workspace", item["workspace_id"]);
            saved = existing?.With(fields) ?? New(content, type == "dashboard" ? ArcadiaTypes.Dashboards : ArcadiaTypes.Visuals, "reports.report", fields);
            return content.With(saved);
        });
        return Reply.Json(200, new JsonArray(Visual(saved!, false)));
    }

    private Reply PostDataset(JsonObject item, long id)
    {
        if (state.Content.Find(ArcadiaTypes.Datasets, id) is not { } existing) return ArcadiaErrors.Json(404, "No such dataset.");
        var fields = existing.FieldsCopy();
        Set(fields, "dataset_name", item["name"]);
        Set(fields, "dataconnection", item["dc_id"]);
        Set(fields, "dataset_description", item["description"]);
        var saved = existing.With(fields);
        state.Update(content => content.With(saved));
        return Reply.Json(200, new JsonArray(Dataset(saved, false)));
    }

    private Reply PostWorkspace(JsonObject item)
    {
        if (item["name"]?.ToString() is not { Length: > 0 } name) return ArcadiaErrors.Json(400, "name is missing.");
        var id = state.AddWorkspace(name);
        return Reply.Json(200, new JsonArray(Workspace(state.Workspaces.Find(workspace => workspace.Id == id)!)));
    }

    private Reply PostConnection(JsonObject item, bool validateOnly)
    {
        if (item["name"]?.ToString() is not { Length: > 0 } name) return ArcadiaErrors.Json(400, "name is missing.");
        if (validateOnly) return Reply.Json(200, new JsonArray(item.DeepClone()));
        var id = state.AddConnection(name);
        return Reply.Json(200, new JsonArray(new JsonObject { ["id"] = (long)id, ["name"] = name, ["type"] = "impyla" }));
    }

    /// <summary>A dashboard takes its visuals with it, and each report its thumbnail.</summary>
    private Reply Delete(string type, long id, ArcadiaUser user)
    {
        if (Needed(type, true) is var needed && !user.May(needed)) return ArcadiaErrors.Forbidden(needed.ToString());
        if (type is not ("visuals" or "datasets")) return ArcadiaErrors.Json(400, $"{type} cannot be deleted this way.");
        var space = type == "visuals" ? ArcadiaTypes.Reports : ArcadiaTypes.Datasets;
        if (state.Content.Find(space, id) is not { } record || !state.CanSee(user, record)) return ArcadiaErrors.Json(404, $"No such object in {type}.");
        state.Update(content =>
        {
            var doomed = new List<ArcadiaRecord> { record };
            if (record.Key == ArcadiaTypes.Dashboards)
            {
                doomed.AddRange(record.References.Where(reference => reference is { Space: ArcadiaTypes.Reports, Brings: true })
                    .Select(reference => content.Find(reference.Space, reference.Pk)).OfType<ArcadiaRecord>());
            }

            doomed.AddRange(doomed.SelectMany(content.DependentsOf).ToList());
            return doomed.Aggregate(content, (left, gone) => left.Without(gone));
        });
        return Reply.Empty(200);
    }

    private static ArcadiaRecord New(ArcadiaContent content, string key, string model, JsonObject fields)
    {
        var pk = content.NextPk(ArcadiaTypes.SpaceOf(key));
        return new ArcadiaRecord(key, pk, JsonText.ToElement(new JsonObject { ["model"] = model, ["pk"] = pk, ["fields"] = fields }));
    }

    private static ArcadiaRights Needed(string type, bool change) => (type, change) switch
    {
        ("users" or "groups" or "roles" or "filterassociations", _) => ArcadiaRights.Administer,
        ("connections" or "workspaces", true) => ArcadiaRights.Administer,
        ("datasets" or "segments", true) => ArcadiaRights.ManageDatasets,
        (_, true) => ArcadiaRights.ManageVisuals,
        _ => ArcadiaRights.Open,
    };

    private JsonObject Workspace(ArcadiaWorkspace item) => new()
    {
        ["id"] = (long)item.Id, ["name"] = item.Name, ["desc"] = "", ["editable"] = true, ["private_user_id"] = item.OwnerId,
        ["acl"] = new JsonArray(new JsonArray(1, 3, item.OwnerId is { } owner ? state.Users.Find(user => user.Id == owner)?.Name : "admin")),
    };

    private JsonObject Dataset(ArcadiaRecord item, bool detail)
    {
        var dataset = new JsonObject { ["id"] = item.Pk, ["name"] = item.Name };
        if (!detail) return dataset;
        var connection = item.Number("dataconnection");
        dataset["dc_id"] = connection;
        dataset["dc_name"] = state.Connections.Find(candidate => candidate.Id == connection)?.Name;
        dataset["type"] = item.Text("dataset_type");
        dataset["detail"] = item.Text("dataset_detail");
        dataset["description"] = item.Text("dataset_description");
        dataset["info"] = JsonText.TryNode(item.Text("dataset_info"));
        dataset["settings"] = JsonText.TryNode(item.Text("dataset_settings"));
        return dataset;
    }

    private static JsonObject Visual(ArcadiaRecord item, bool detail)
    {
        var visual = new JsonObject
        {
            ["id"] = item.Pk, ["title"] = item.Name, ["type"] = item.Text("report_type"), ["description"] = item.Text("report_description"),
            ["dataset_id"] = item.Number("dataset"), ["workspace_id"] = item.Number("workspace"),
        };
        if (detail) visual["data"] = JsonText.TryNode(item.Text("report_data"));
        return visual;
    }

    private static void Set(JsonObject fields, string name, JsonNode? value)
    {
        if (value is not null) fields[name] = value.DeepClone();
    }
}
