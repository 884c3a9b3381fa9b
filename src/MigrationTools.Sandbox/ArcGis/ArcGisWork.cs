namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What copies files: at once where it takes no time, so that only the clock matters; else beside the requests.</summary>
internal static class ArcGisWork
{
    private const long Small = 16 * 1024 * 1024;

    public static Task<T> Start<T>(long bytes, Func<T> work)
    {
        if (bytes > Small) return Task.Run(work);
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return Task.FromException<T>(exception);
        }
    }
}
