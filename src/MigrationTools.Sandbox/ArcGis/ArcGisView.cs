using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>Items, groups and users as the portal shows them, and lists in pages.</summary>
internal static class ArcGisView
{
    private const int DefaultPage = 10;
    private const int LongestPage = 100;

    public static JsonObject Item(ArcGisItem item, bool asOwner)
    {
        var view = new JsonObject
        {
            ["id"] = item.Id,
            ["owner"] = item.Owner,
            ["created"] = ArcGisJson.Milliseconds(item.Created),
            ["modified"] = ArcGisJson.Milliseconds(item.Modified),
            ["guid"] = null,
            ["name"] = item.FileName,
            ["title"] = item.Title,
            ["type"] = item.Type,
            ["typeKeywords"] = ArcGisJson.Strings(item.TypeKeywords),
            ["description"] = item.Description,
            ["tags"] = ArcGisJson.Strings(item.Tags),
            ["snippet"] = item.Snippet,
            ["thumbnail"] = null,
            ["extent"] = new JsonArray(),
            ["url"] = item.Url,
            ["access"] = "private",
            ["size"] = item.State == UploadState.Completed ? item.Size : -1,
            ["protected"] = item.Protected,
            ["numViews"] = 0,
        };
        if (asOwner) view["ownerFolder"] = item.Folder;
        return view;
    }

    public static JsonObject Group(ArcGisGroup group, ArcGisUser? user)
    {
        var view = new JsonObject
        {
            ["id"] = group.Id,
            ["title"] = group.Title,
            ["isInvitationOnly"] = true,
            ["owner"] = group.Owner,
            ["description"] = null,
            ["snippet"] = group.Snippet,
            ["tags"] = new JsonArray(),
            ["created"] = ArcGisJson.Milliseconds(group.Created),
            ["access"] = "private",
            ["capabilities"] = new JsonArray(),
        };
        if (user is not null)
        {
            view["userMembership"] = new JsonObject { ["username"] = user.Name, ["memberType"] = group.MembershipOf(user) };
        }

        return view;
    }

    public static JsonObject User(ArcGisUser user, bool asSelf)
    {
        var view = new JsonObject { ["username"] = user.Name, ["fullName"] = user.FullName };
        if (!asSelf) return view;
        view["role"] = user.Role;
        view["privileges"] = ArcGisJson.Strings(user.Role switch
        {
            "org_user" => ["portal:user:joinGroup", "portal:user:viewOrgItems"],
            "org_admin" => ["portal:admin:reassignItems", "portal:admin:viewUsers", "portal:user:createGroup", "portal:user:createItem"],
            _ => ["portal:user:createGroup", "portal:user:createItem"],
        });
        return view;
    }

    /// <summary>total, start, num, nextStart, and the page under a name.</summary>
    public static JsonObject Page(ArcGisCall call, IReadOnlyList<JsonObject> all, string name, int usual = DefaultPage, int end = -1)
    {
        var start = Math.Max(1, call.Number("start", 1));
        var size = Math.Clamp(call.Number("num", usual), 0, LongestPage);
        var page = all.Skip(start - 1).Take(size).ToList();
        var next = start + page.Count;
        return new()
        {
            ["total"] = all.Count,
            ["start"] = start,
            ["num"] = page.Count,
            ["nextStart"] = page.Count == 0 || next > all.Count ? end : next,
            [name] = ArcGisJson.Objects(page),
        };
    }
}
