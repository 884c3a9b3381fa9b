using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// Sends the parts of a package that are missing, some side by side, each read from the file as it goes and tried again by
/// itself. Each is held against its seal on the way, so that only parts of the file that was planned arrive.
/// </summary>
internal sealed class ArcGisParts(ArcGisConnection portal, ArcGisUploadFile file, ArcGisUploadRecord record, IMigrationObserver observer)
{
    private const int SideBySide = 4;

    private ArcGisPartSeals? _seals;

    /// <summary>How many parts a file has.</summary>
    public static int Count(long length, long partSize) => (int)((length + partSize - 1) / partSize);

    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var count = Count(file.Length, record.PartSize);
        var missing = new ConcurrentQueue<int>(Enumerable.Range(1, count).Where(number => !record.Confirmed.Contains(number)));
        if (missing.IsEmpty) return;
        var seals = _seals ??= await ArcGisPartSeals.OfAsync(file, record.PartSize, cancellationToken).ConfigureAwait(false);
        var progress = new ArcGisUploadProgress(file, record.ItemId!, observer, file.Length - missing.Sum(LengthOf));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? first = null;
        async Task SendSomeAsync()
        {
            try
            {
                while (!stop.IsCancellationRequested && missing.TryDequeue(out var number))
                {
                    var part = progress.Begin(LengthOf(number));
                    await portal.Client.AddPartAsync(portal.Me, record.ItemId!, number, SliceOf(number, seals), part, stop.Token).ConfigureAwait(false);
                    record.Confirm(number);
                }
            }
            catch (Exception error)
            {
                // The others end because of it: theirs are no causes.
                Interlocked.CompareExchange(ref first, error, null);
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
        await Task.WhenAll(Enumerable.Range(0, Math.Min(SideBySide, missing.Count)).Select(_ => Task.Run(SendSomeAsync, CancellationToken.None))).ConfigureAwait(false);
        progress.Complete();
        cancellationToken.ThrowIfCancellationRequested();
        if (first is not null) ExceptionDispatchInfo.Throw(first);
    }

    private FilePart SliceOf(int number, ArcGisPartSeals seals) => file.Part with { Offset = OffsetOf(number), Length = LengthOf(number), Seal = seals.Seals[number - 1] };

    private long OffsetOf(int number) => (number - 1) * record.PartSize;

    private long LengthOf(int number) => Math.Min(record.PartSize, file.Length - OffsetOf(number));
}
