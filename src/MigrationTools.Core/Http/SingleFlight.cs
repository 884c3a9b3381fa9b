namespace MigrationTools.Core.Http;

/// <summary>Lets many ask for the same work at once and does it once. Who stops waiting does not stop it for the others.</summary>
internal sealed class SingleFlight
{
    private readonly object _lock = new();
    private Task? _flight;

    internal Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        Task flight;
        lock (_lock)
        {
            // Task.Run: a caller that is stopped while the work still runs synchronously must get away.
            if (_flight is null or { IsCompleted: true }) _flight = Task.Run(work, CancellationToken.None);
            flight = _flight;
        }
        return flight.WaitAsync(cancellationToken);
    }
}
