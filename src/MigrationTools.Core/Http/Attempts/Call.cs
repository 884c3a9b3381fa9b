using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Http;

/// <summary>One request with all its attempts.</summary>
internal sealed class Call(
    ApiRequest request, Uri address, IReplyReader reader, IMigrationObserver observer, FaultMaker faults, CancellationToken stop)
{
    private static long _lastId;

    internal ApiRequest Request => request;

    internal Uri Address => address;

    internal IReplyReader Reader => reader;

    internal IMigrationObserver Observer => observer;

    internal FaultMaker Faults => faults;

    /// <summary>The caller's own token.</summary>
    internal CancellationToken Stop => stop;

    internal long Id { get; } = Interlocked.Increment(ref _lastId);

    internal bool IsUnsafe => request.Safety == RequestSafety.Unsafe;

    internal int Attempts { get; set; }

    /// <summary>Which value of the credential the last attempt showed.</summary>
    internal long Generation { get; set; }

    internal bool IsRenewed { get; set; }

    /// <summary>Timestamp of the first failure, from where on the time for retries counts.</summary>
    internal long? FirstFailure { get; set; }

    /// <summary>How long was waited at the server's wish; not counted as time for retries.</summary>
    internal TimeSpan WaitedAtWish { get; set; }
}
