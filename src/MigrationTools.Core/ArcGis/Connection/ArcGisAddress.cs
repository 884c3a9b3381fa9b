namespace MigrationTools.Core.ArcGis;

/// <summary>What people paste as a portal's address, down to where its API begins.</summary>
internal static class ArcGisAddress
{
    // The pages and APIs of a portal, all directly below its context path.
    private static readonly HashSet<string> Pages = new(StringComparer.OrdinalIgnoreCase) { "home", "sharing", "portaladmin", "apps" };

    /// <summary>The portal's context, with a slash at its end: what comes before /home/ or /sharing/.</summary>
    public static Uri BaseOf(Uri given)
    {
        var segments = given.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var context = segments.TakeWhile(segment => !Pages.Contains(segment)).ToList();
        if (context.Count == segments.Length && context.Count > 0 && context[^1].EndsWith(".html", StringComparison.OrdinalIgnoreCase)) context.RemoveAt(context.Count - 1);
        // Without a web adaptor there is only one.
        if (context.Count == 0 && given.Port == 7443) context.Add("arcgis");
        return new Uri(given.GetLeftPart(UriPartial.Authority) + "/" + string.Concat(context.Select(segment => segment + "/")));
    }
}
