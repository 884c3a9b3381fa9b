using MigrationTools.Core.Jobs;

namespace MigrationTools.Core.Observers;

/// <summary>
/// What the engine tells while it works. Called from any thread; an implementation never blocks and never throws,
/// because a slow listener must not stall a transfer.
/// </summary>
public interface IMigrationObserver
{
    /// <summary>How far a piece of work is. Later updates of the same key replace earlier ones.</summary>
    void Progress(ProgressUpdate update);

    /// <summary>One line a request: method, path, status, time, bytes. Already redacted.</summary>
    void Verbose(string message);

    /// <summary>Bodies and details. Already redacted.</summary>
    void Debug(string message);

    /// <summary>False where nobody sees them: taking the secrets out of a body costs more than many a request.</summary>
    bool WantsDebug => true;

    /// <summary>What a person who waits is glad to read, and need not act on; it is shown without being asked for.</summary>
    void Notice(string message) => Verbose(message);

    /// <summary>What a person should know although it is no failure.</summary>
    void Warning(string message);

    /// <summary>
    /// A server's job was started, or was seen in a newer state. From here on it must not get lost: whoever waits for it
    /// may be stopped, and the job goes on.
    /// </summary>
    void Job(MigrationJob job) { }
}
