namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What a path below <c>/sharing/rest</c> names: an operation, and the ids in the path.</summary>
internal readonly record struct ArcGisRoute(string Name, string First = "", string Second = "", string Third = "")
{
    private const string Root = "/sharing/rest";

    private static readonly string[] ItemOperations =
        ["addPart", "parts", "commit", "status", "cancel", "delete", "canDelete", "protect", "unprotect", "reassign"];

    /// <summary>Operations that are POST only.</summary>
    public bool Changes => Name is "token" or "import" or "preview" or "export" or "addItem" or "addPart" or "commit" or "cancel" or "delete"
        or "protect" or "unprotect" or "reassign" or "createFolder" or "deleteFolder";

    /// <summary>The route of a path under a portal's context, or null where there is none.</summary>
    public static ArcGisRoute? Of(string context, string path)
    {
        if (!path.StartsWith(context + Root, StringComparison.Ordinal)) return null;
        var rest = path[(context.Length + Root.Length)..];
        if (rest.Length > 0 && rest[0] != '/') return null;
        return rest.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [] => new("root"),
            ["generateToken"] => new("token"),
            ["oauth2", "token"] => new("oauth"),
            ["search"] => new("search"),
            ["portals", var organization] => new("self", organization),
            ["portals", var organization, "jobs", var job] => new("job", organization, job),
            ["community", "self"] => new("communitySelf"),
            ["community", "users", var user] => new("user", user),
            ["community", "groups"] => new("groups"),
            ["community", "groups", var group] => new("group", group),
            ["community", "groups", var group, "import"] => new("import", group),
            ["community", "groups", var group, "importPreview", var item] => new("importPreview", group, item),
            ["community", "groups", var group, "export"] => new("export", group),
            ["content", "groups", var group] => new("groupContent", group),
            ["content", "items", var item] => new("item", item),
            ["content", "items", var item, "data"] => new("data", item),
            ["content", "users", var user] => new("userContent", user),
            ["content", "users", var user, "addItem"] => new("addItem", user),
            ["content", "users", var user, "createFolder"] => new("createFolder", user),
            ["content", "users", _, "items", var item] => new("item", item),
            ["content", "users", var user, "items", var item, var operation] when ItemOperations.Contains(operation) => new(operation, user, item),
            ["content", "users", var user, var folder, "addItem"] => new("addItem", user, folder),
            ["content", "users", var user, var folder, "delete"] => new("deleteFolder", user, folder),
            ["content", "users", _, _, "items", var item] => new("item", item),
            ["content", "users", var user, _, "items", var item, var operation] when ItemOperations.Contains(operation) => new(operation, user, item),
            ["content", "users", var user, var folder] => new("userContent", user, folder),
            _ => null,
        };
    }
}
