namespace MigrationTools.Core.Observers;

/// <summary>Listens to nothing.</summary>
public sealed class SilentObserver : IMigrationObserver
{
    /// <summary>The one instance.</summary>
    public static SilentObserver Instance { get; } = new();

    /// <inheritdoc />
    public void Progress(ProgressUpdate update) { }

    /// <inheritdoc />
    public void Verbose(string message) { }

    /// <inheritdoc />
    public void Debug(string message) { }

    /// <inheritdoc />
    public bool WantsDebug => false;

    /// <inheritdoc />
    public void Warning(string message) { }
}
