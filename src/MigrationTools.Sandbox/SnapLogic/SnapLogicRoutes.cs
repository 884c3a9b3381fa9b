namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The names of the routes, by which faults, gates and the log find them.</summary>
internal static class SnapLogicRoutes
{
    public const string Public = "/api/1/rest/public/";
    public const string Session = "/api/1/rest/asset/session";

    public static string Find(string method, string path)
    {
        if (path.TrimEnd('/') == Session) return "session";
        if (!path.StartsWith(Public, StringComparison.Ordinal)) return "other";
        return (method, path[Public.Length..].TrimEnd('/').Split('/')) switch
        {
            ("POST", ["project", "migrate", _, ..]) => "migrate",
            ("GET", ["project", "migrate", _]) => "status",
            ("GET", ["migrate", _]) => "adminStatus",
            ("GET", ["project", "export", "assets"]) => "exportAssets",
            ("GET", ["project", "export", _, ..]) => "export",
            ("POST", ["project", "import", _, ..]) => "import",
            ("POST", ["project", "copy_assets"]) => "copyAssets",
            ("POST", ["project", "list_assets"]) => "listAssets",
            ("GET", ["snaplex", _]) => "snaplex",
            ("POST", ["task", "enable"]) => "taskEnable",
            ("POST", ["task", "disable"]) => "taskDisable",
            ("PATCH", ["task", "plex"]) => "taskPlex",
            ("POST", ["assetapi", "update", "owner"]) => "taskOwner",
            ("GET" or "POST" or "DELETE", ["assetapi", "acl", _, ..]) => "acl",
            ("POST" or "PUT" or "DELETE", ["assetapi", "project", _, ..]) => "project",
            ("POST", ["apim", "migrate_version", _, ..]) => "migrateVersion",
            ("POST", ["apim", "create_from_project"]) => "createVersion",
            ("POST", ["apim", "publish_versions"]) => "publish",
            ("POST", ["apim", "unpublish_versions"]) => "unpublish",
            ("POST", ["apim", "deprecate_versions"]) => "deprecate",
            ("POST", ["apim", "retire_versions"]) => "retire",
            ("DELETE", ["apim", _, "apim", _, _]) => "deleteVersion",
            _ => "other",
        };
    }

    /// <summary>The segments below the public prefix, each unescaped once; empty elsewhere.</summary>
    public static string[] Segments(string target)
    {
        var path = target.Split('?', 2)[0].TrimEnd('/');
        return path.StartsWith(Public, StringComparison.Ordinal) ? [.. path[Public.Length..].Split('/').Select(SnapLogicPath.Unescape)] : [];
    }
}
