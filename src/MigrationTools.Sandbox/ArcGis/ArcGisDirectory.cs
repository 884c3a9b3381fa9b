using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>Reading: the portal itself, users, groups, items, lists and searches.</summary>
internal sealed class ArcGisDirectory(ArcGisPortal portal)
{
    private const string OrganizationId = "0123456789ABCDEF";

    private ArcGisState State => portal.State;

    private ArcGisRelease Release => ArcGisRelease.Of(portal.Switches.Version);

    public JsonObject Root()
    {
        var root = new JsonObject { ["currentVersion"] = Release.CurrentVersion };
        AddVersion(root);
        return root;
    }

    public JsonObject Self(ArcGisCall call, string organization)
    {
        if (!IsOrganization(organization)) throw ArcGisError.Bad("Organization does not exist or is inaccessible.");
        var self = new JsonObject
        {
            ["id"] = OrganizationId,
            ["name"] = portal.Title,
            ["isPortal"] = true,
            ["portalName"] = portal.Title,
            ["portalHostname"] = portal.PublicUri.Authority + portal.PublicUri.AbsolutePath,
            ["currentVersion"] = Release.CurrentVersion,
            ["maxTokenExpirationMinutes"] = portal.Switches.MaxTokenMinutes,
            ["allSSL"] = true,
            ["supportsOAuth"] = true,
            ["supportsHostedServices"] = true,
        };
        AddVersion(self);
        if (call.Caller?.User is { } user) self["user"] = ArcGisView.User(user, asSelf: true);
        else if (call.Caller is not null) self["appInfo"] = new JsonObject { ["appId"] = portal.ClientId };
        return self;
    }

    public static bool IsOrganization(string organization) => organization is "self" or OrganizationId;

    public JsonObject User(ArcGisCall call, string name)
    {
        var caller = call.User();
        var user = State.Users.FirstOrDefault(candidate => candidate.Name == name) ?? throw ArcGisError.NoUser();
        var view = ArcGisView.User(user, asSelf: caller.IsAdministrator || caller == user);
        view["groups"] = ArcGisJson.Objects(State.Groups.Where(group => group.MembershipOf(user) != "none").Select(group => ArcGisView.Group(group, user)));
        return view;
    }

    public JsonObject Group(ArcGisCall call, string id) => ArcGisView.Group(VisibleGroup(call, id), call.User());

    /// <summary>A group that the caller sees.</summary>
    public ArcGisGroup VisibleGroup(ArcGisCall call, string id)
    {
        var user = call.User();
        return State.Group(id) is { } group && (user.IsAdministrator || group.MembershipOf(user) != "none") ? group : throw ArcGisError.NoGroup();
    }

    /// <summary>An item that the caller may read: their own, an administrator's, or one in a group of theirs.</summary>
    public ArcGisItem VisibleItem(ArcGisCall call, string id)
    {
        var user = call.User();
        return State.Item(id) is { } item && IsVisible(item, user) ? item : throw ArcGisError.NoItem();
    }

    public JsonObject Item(ArcGisCall call, string id)
    {
        var item = VisibleItem(call, id);
        return ArcGisView.Item(item, asOwner: call.User().IsAdministrator || item.Owner == call.User().Name);
    }

    public JsonObject GroupContent(ArcGisCall call, string id)
    {
        var group = VisibleGroup(call, id);
        return ArcGisView.Page(call, [.. group.Items.Select(item => State.Item(item)).OfType<ArcGisItem>().Select(item => ArcGisView.Item(item, asOwner: false))], "items");
    }

    public JsonObject UserContent(ArcGisCall call, string name, string folderId)
    {
        var caller = call.User();
        if (!State.Users.Any(candidate => candidate.Name == name)) throw ArcGisError.NoUser();
        if (!caller.IsAdministrator && caller.Name != name) throw ArcGisError.Forbidden();
        var folder = folderId.Length == 0 ? null : State.FolderById(name, folderId) ?? throw ArcGisError.NoFolder();
        var items = State.Items.Where(item => item.Owner == name && item.Folder == folder?.Id).OrderByDescending(item => item.Modified);
        var content = ArcGisView.Page(call, [.. items.Select(item => ArcGisView.Item(item, asOwner: true))], "items");
        content["username"] = name;
        content["currentFolder"] = folder is null ? null : Folder(folder);
        content["folders"] = ArcGisJson.Objects(State.Folders.Where(candidate => folder is null && candidate.Owner == name).Select(Folder));
        return content;
    }

    /// <summary>search: all items that the caller may read and that the index knows already.</summary>
    public JsonObject Search(ArcGisCall call)
    {
        var user = call.User();
        var known = call.Now - portal.Switches.SearchLag;
        var found = State.Items
            .Where(item => item.Modified <= known && item.State == UploadState.Completed && IsVisible(item, user))
            .Where(item => ArcGisSearch.Matches(Query(call), field => Fields(item, field)))
            .Select(item => ArcGisView.Item(item, asOwner: false));
        return Results(call, Sorted(call, [.. found]));
    }

    /// <summary>community/groups.</summary>
    public JsonObject Groups(ArcGisCall call)
    {
        var user = call.User();
        var found = State.Groups
            .Where(group => user.IsAdministrator || group.MembershipOf(user) != "none")
            .Where(group => ArcGisSearch.Matches(Query(call), field => field switch
            {
                "" or "title" => [group.Title],
                "id" => [group.Id],
                "owner" => [group.Owner],
                "orgid" or "accountid" => [OrganizationId],
                "access" => ["private"],
                _ => [],
            }))
            .Select(group => ArcGisView.Group(group, user));
        return Results(call, Sorted(call, [.. found]));
    }

    private bool IsVisible(ArcGisItem item, ArcGisUser user) => user.IsAdministrator || item.Owner == user.Name
        || State.Groups.Any(group => group.Items.Contains(item.Id) && group.MembershipOf(user) != "none");

    private IReadOnlyList<string> Fields(ArcGisItem item, string field) => field switch
    {
        "" => [item.Title, item.Snippet, .. item.Tags],
        "title" => [item.Title],
        "id" => [item.Id],
        "owner" => [item.Owner],
        "type" => [item.Type],
        "tags" => item.Tags,
        "typekeywords" => item.TypeKeywords,
        "group" => [.. State.Groups.Where(group => group.Items.Contains(item.Id)).Select(group => group.Id)],
        "orgid" or "accountid" => [OrganizationId],
        "access" => ["private"],
        _ => [],
    };

    private static string Query(ArcGisCall call) => call.Text("q") ?? throw ArcGisError.Bad("'q' must be specified.");

    private static IReadOnlyList<JsonObject> Sorted(ArcGisCall call, List<JsonObject> found)
    {
        if (call.Text("sortField") is not { } field) return found;
        IEnumerable<JsonObject> sorted = field is "created" or "modified" or "size"
            ? found.OrderBy(item => (long?)item[field] ?? 0)
            : found.OrderBy(item => item[field]?.ToString(), StringComparer.OrdinalIgnoreCase);
        return [.. call.Text("sortOrder") == "desc" ? sorted.Reverse() : sorted];
    }

    private static JsonObject Results(ArcGisCall call, IReadOnlyList<JsonObject> found)
    {
        var page = ArcGisView.Page(call, found, "results");
        page.Insert(0, "query", Query(call));
        return page;
    }

    private static JsonObject Folder(ArcGisFolder folder) => new() { ["username"] = folder.Owner, ["id"] = folder.Id, ["title"] = folder.Title };

    private void AddVersion(JsonObject view)
    {
        if (Release.EnterpriseVersion is null) return;
        view["enterpriseVersion"] = Release.EnterpriseVersion;
        view["enterpriseBuild"] = Release.Build;
    }
}
