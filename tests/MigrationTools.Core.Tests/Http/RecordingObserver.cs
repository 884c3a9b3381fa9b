using System.Collections.Concurrent;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Tests.Http;

/// <summary>Keeps everything it is told.</summary>
internal sealed class RecordingObserver : IMigrationObserver
{
    public ConcurrentQueue<ProgressUpdate> Updates { get; } = new();

    public ConcurrentQueue<string> VerboseLines { get; } = new();

    public ConcurrentQueue<string> DebugLines { get; } = new();

    public ConcurrentQueue<string> Notices { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<MigrationJob> Jobs { get; } = new();

    public string Everything => string.Join('\n',
        VerboseLines.Concat(DebugLines).Concat(Notices).Concat(Warnings).Concat(Updates.Select(update => update.ToString())));

    public void Progress(ProgressUpdate update) => Updates.Enqueue(update);

    public void Verbose(string message) => VerboseLines.Enqueue(message);

    public void Debug(string message) => DebugLines.Enqueue(message);

    public bool WantsDebug { get; init; } = true;

    public void Notice(string message) => Notices.Enqueue(message);

    public void Warning(string message) => Warnings.Enqueue(message);

    public void Job(MigrationJob job) => Jobs.Enqueue(job);
}
