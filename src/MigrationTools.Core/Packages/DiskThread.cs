namespace MigrationTools.Core.Packages;

/// <summary>Threads for what waits for the disk and has no asynchronous form.</summary>
internal static class DiskThread
{
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
