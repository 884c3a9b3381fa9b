using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// A package on its way to a portal: a small one in a single request, a large one in parts side by side. Nothing is read
/// whole into memory. What was broken off goes on, in this session or a later one, with the parts that are missing.
/// </summary>
internal sealed class ArcGisUpload(ArcGisConnection portal, IMigrationObserver observer, TimeSpan timeout)
{
    /// <summary>Up to here one request does. Old portals, and proxies, cap the length of one.</summary>
    internal const long LargestSingle = 10_000_000;

    /// <summary>The portal wants no part below 5 MB but the last, whichever megabyte it means.</summary>
    internal const long SmallestPart = 5 * 1024 * 1024;

    private const long UsualPart = 8 * 1024 * 1024;
    private const int MostParts = 9_000;

    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    // What is committed may be called partial for a moment; what stays so was not taken.
    private static readonly TimeSpan PatienceWithPartial = TimeSpan.FromSeconds(30);

    /// <summary>Uploads the package.</summary>
    /// <returns>The id of its item.</returns>
    /// <exception cref="MigrationException">UploadFailed, UploadInterrupted, PackageChanged, RequestTooLarge, OutcomeUnknown, JobTimeout …</exception>
    public async Task<string> RunAsync(ArcGisUploadFile file, CancellationToken cancellationToken)
    {
        file.RequireUnchanged();
        var id = PartSizeOf(file.Length) is null
            ? await SingleAsync(file, cancellationToken).ConfigureAwait(false)
            : await InPartsAsync(file, cancellationToken).ConfigureAwait(false);
        if (!ArcGisId.IsToken(id)) throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"{portal.Name} gave the package an id that is none.");
        return id;
    }

    /// <summary>How long the parts of a file are; null where it goes in one request.</summary>
    public static long? PartSizeOf(long length) => length <= LargestSingle ? null : Math.Max(UsualPart, (length + MostParts - 1) / MostParts);

    private async Task<string> SingleAsync(ArcGisUploadFile file, CancellationToken cancellationToken)
    {
        var wanted = Guid.NewGuid().ToString("N");
        try
        {
            return await portal.Client.AddItemAsync(portal.Me, file, wanted, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException lost) when (lost.IsAmbiguous)
        {
            var found = await FindAsync(file, wanted, lost, item => item.Size == file.Length, cancellationToken).ConfigureAwait(false);
            observer.Warning($"The answer to the upload of {file.FileName} was lost ({lost.ErrorId}); a look at {portal.Name} shows that it arrived.");
            return found;
        }
    }

    private async Task<string> InPartsAsync(ArcGisUploadFile file, CancellationToken cancellationToken)
    {
        var partSize = PartSizeOf(file.Length)!.Value;
        try
        {
            return await InPartsAsync(file, partSize, cancellationToken).ConfigureAwait(false);
        }
        // Of anything but a part, the size of parts changes nothing.
        catch (MigrationException error) when (error.Kind == ErrorKinds.RequestTooLarge && partSize == UsualPart && error.Endpoint?.EndsWith("/addPart", StringComparison.Ordinal) == true)
        {
            observer.Warning($"Parts of 8 MiB are too large for {portal.Name} or a proxy before it; {file.FileName} is sent in parts of 5 MiB.");
            return await InPartsAsync(file, SmallestPart, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> InPartsAsync(ArcGisUploadFile file, long partSize, CancellationToken cancellationToken)
    {
        using var record = ArcGisUploadRecord.Open(file, portal.Origin, portal.Me);
        var state = await ResumeAsync(file, record, cancellationToken).ConfigureAwait(false) ?? await BeginAsync(file, record, partSize, cancellationToken).ConfigureAwait(false);
        // The commit names the tags once more.
        file = file with { RunTag = record.RunTag };
        var id = record.ItemId!;
        if (state == ArcGisUploadState.Partial)
        {
            try
            {
                await SendAsync(file, record, cancellationToken).ConfigureAwait(false);
                file.RequireUnchanged();
            }
            catch (Exception error)
            {
                if (await DropAsync(file, record, error).ConfigureAwait(false) is { } interrupted) throw interrupted;
                throw;
            }
            await CommitAsync(file, record, cancellationToken).ConfigureAwait(false);
        }
        await UntilCompletedAsync(file, record, cancellationToken).ConfigureAwait(false);
        await RequireWholeAsync(file, record, cancellationToken).ConfigureAwait(false);
        record.Delete();
        return id;
    }

    /// <summary>Sends what is missing; what the portal confirmed and then does not list is sent once more.</summary>
    private async Task SendAsync(ArcGisUploadFile file, ArcGisUploadRecord record, CancellationToken cancellationToken)
    {
        var parts = new ArcGisParts(portal, file, record, observer);
        await parts.SendAsync(cancellationToken).ConfigureAwait(false);
        var listed = await portal.Client.PartsAsync(portal.Me, record.ItemId!, observer, cancellationToken).ConfigureAwait(false);
        if (record.Confirmed.IsSubsetOf(listed)) return;
        observer.Verbose($"{portal.Name} lists {listed.Count} of {record.Confirmed.Count} parts of {file.FileName}; the others are sent again.");
        record.Confirmed.IntersectWith(listed);
        await parts.SendAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A last part that went astray leaves no gap that the portal could see.</summary>
    private async Task RequireWholeAsync(ArcGisUploadFile file, ArcGisUploadRecord record, CancellationToken cancellationToken)
    {
        var item = await portal.Client.ItemAsync(record.ItemId!, observer, cancellationToken).ConfigureAwait(false);
        if (item.Size is null || item.Size == file.Length) return;
        var error = new MigrationException(ErrorKinds.UploadFailed, $"{file.FileName} has {file.Length} bytes, and {portal.Name} put {item.Size} together.") { TargetObject = file.Path };
        await DropAsync(file, record, error).ConfigureAwait(false);
        throw error;
    }

    /// <summary>How an upload of the same content stands that was broken off; null where there is none that can go on.</summary>
    private async Task<ArcGisUploadState?> ResumeAsync(ArcGisUploadFile file, ArcGisUploadRecord record, CancellationToken cancellationToken)
    {
        if (record.ItemId is not { } id) return null;
        try
        {
            // What a record says is no proof: the item itself has to be the one that was begun.
            var item = await portal.Client.ItemAsync(id, observer, cancellationToken).ConfigureAwait(false);
            if (!ArcGisRemoval.IsOwnPackage(portal, item) || !item.Tags.Contains(record.RunTag))
            {
                observer.Verbose($"The record of an upload of {file.FileName} names item {id} of {portal.Name}, which is none of it; a new one is begun.");
                return null;
            }
            var status = await portal.Client.UploadStatusAsync(portal.Me, id, observer, cancellationToken).ConfigureAwait(false);
            switch (status.State)
            {
                case ArcGisUploadState.Partial:
                    // Both must say so: what was under way when all ended may have arrived in part.
                    record.Confirmed.IntersectWith(await portal.Client.PartsAsync(portal.Me, id, observer, cancellationToken).ConfigureAwait(false));
                    observer.Notice($"The upload of {file.FileName} is resumed: {record.Confirmed.Count} of {ArcGisParts.Count(file.Length, record.PartSize)} parts are on {portal.Name} already, and only the others are sent.");
                    return status.State;
                case ArcGisUploadState.Processing or ArcGisUploadState.Completed:
                    return status.State;
            }
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.ArtifactNotFound || error.Kind == ErrorKinds.RequestRejected || error.Kind == ErrorKinds.Forbidden)
        {
            // The portal has forgotten it.
        }
        return null;
    }

    private async Task<ArcGisUploadState> BeginAsync(ArcGisUploadFile file, ArcGisUploadRecord record, long partSize, CancellationToken cancellationToken)
    {
        var wanted = Guid.NewGuid().ToString("N");
        string id;
        try
        {
            id = await portal.Client.BeginUploadAsync(portal.Me, file, wanted, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException lost) when (lost.IsAmbiguous)
        {
            id = await FindAsync(file, wanted, lost, _ => true, cancellationToken).ConfigureAwait(false);
        }
        record.Begin(id, partSize, file.RunTag);
        return ArcGisUploadState.Partial;
    }

    /// <summary>What was broken off from outside can go on, and is kept; what the portal refused, or what is another file by now, is dropped.</summary>
    /// <returns>What to say in place of the error; null for the error itself.</returns>
    private async Task<MigrationException?> DropAsync(ArcGisUploadFile file, ArcGisUploadRecord record, Exception error)
    {
        var known = error as MigrationException;
        var kind = known?.Kind;
        var isBreak = error is OperationCanceledException || kind == ErrorKinds.ServerUnreachable || kind == ErrorKinds.RequestTimeout || kind == ErrorKinds.TransferStalled
            || kind == ErrorKinds.ServerError || kind == ErrorKinds.TooManyRequests || kind == ErrorKinds.AnswerTruncated || kind == ErrorKinds.UnexpectedAnswer;
        if (isBreak && record.IsKept)
        {
            var parts = $"{record.Confirmed.Count} of {ArcGisParts.Count(file.Length, record.PartSize)} parts of {file.FileName} are on {portal.Name}";
            if (known is null)
            {
                observer.Warning($"The upload was stopped: {parts}. Run the same line again to send the rest.");
                return null;
            }
            return new MigrationException(ErrorKinds.UploadInterrupted, $"{known.What} {parts}.", inner: known) { HttpStatus = known.HttpStatus, Endpoint = known.Endpoint, TargetObject = file.Path };
        }
        record.Delete();
        using var limit = CleanUpLimit(portal.Time);
        await ArcGisRemoval.DropUploadAsync(portal, record.ItemId!, file.FileName, kind == ErrorKinds.RequestRejected, observer, limit.Token).ConfigureAwait(false);
        return null;
    }

    /// <summary>Tidying up is not stopped by the stop that makes it necessary, and yet nobody waits for it long.</summary>
    internal static CancellationTokenSource CleanUpLimit(TimeProvider time) => new(TimeSpan.FromSeconds(30), time);

    private async Task CommitAsync(ArcGisUploadFile file, ArcGisUploadRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await portal.Client.CommitAsync(portal.Me, record.ItemId!, file, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException lost) when (lost.IsAmbiguous)
        {
            await LookForCommitAsync(file, record, lost, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error)
        {
            if (await DropAsync(file, record, error).ConfigureAwait(false) is { } interrupted) throw interrupted;
            throw;
        }
    }

    /// <summary>The upload's own state tells whether a commit was taken whose answer was lost. It is not sent again.</summary>
    private async Task LookForCommitAsync(ArcGisUploadFile file, ArcGisUploadRecord record, MigrationException lost, CancellationToken cancellationToken)
    {
        foreach (var pause in Looks)
        {
            await Task.Delay(pause, portal.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                var status = await portal.Client.UploadStatusAsync(portal.Me, record.ItemId!, observer, cancellationToken).ConfigureAwait(false);
                if (status.State is ArcGisUploadState.Processing or ArcGisUploadState.Completed or ArcGisUploadState.Failed) return;
            }
            catch (MigrationException)
            {
                // The look failed as well: another one may not.
            }
        }
        throw new MigrationException(ErrorKinds.UploadInterrupted, $"The answer to the commit of {file.FileName} was lost ({lost.ErrorId}), and {portal.Name} shows that it was not taken. All parts are there.",
            "Run the same line again: it is only committed.", lost) { HttpStatus = lost.HttpStatus, Endpoint = lost.Endpoint, TargetObject = file.Path };
    }

    private async Task UntilCompletedAsync(ArcGisUploadFile file, ArcGisUploadRecord record, CancellationToken cancellationToken)
    {
        var started = portal.Time.GetTimestamp();
        while (true)
        {
            var status = await portal.Client.UploadStatusAsync(portal.Me, record.ItemId!, observer, cancellationToken).ConfigureAwait(false);
            var age = portal.Time.GetElapsedTime(started);
            if (status.State == ArcGisUploadState.Completed) return;
            if (status.State == ArcGisUploadState.Failed || (status.State == ArcGisUploadState.Partial && age > PatienceWithPartial))
            {
                var error = new MigrationException(ErrorKinds.UploadFailed,
                    $"{portal.Name} could not put the parts of {file.FileName} together: {status.Words?.TrimEnd('.') ?? "it gives no reason"}.") { TargetObject = file.Path };
                await DropAsync(file, record, error).ConfigureAwait(false);
                throw error;
            }
            if (timeout > TimeSpan.Zero && age >= timeout)
            {
                throw new MigrationException(ErrorKinds.JobTimeout, $"{portal.Name} is still putting the parts of {file.FileName} together after {timeout.TotalSeconds:0} s.",
                    "Run the same line again with a larger -Timeout: nothing is sent twice.") { TargetObject = file.Path };
            }
            observer.Progress(new ProgressUpdate($"upload {record.ItemId}", $"Uploading {file.FileName}", $"{status.State}, {age:hh\\:mm\\:ss}"));
            await Task.Delay(JobWaiter.Interval(age), portal.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where an answer was lost: the item has the id that was wished for, or the tag of this upload alone.</summary>
    private async Task<string> FindAsync(ArcGisUploadFile file, string wanted, MigrationException lost, Func<ArcGisItem, bool> isWhole, CancellationToken cancellationToken)
    {
        foreach (var pause in Looks)
        {
            await Task.Delay(pause, portal.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                if (await portal.Client.FindItemAsync(wanted, observer, cancellationToken).ConfigureAwait(false) is { } item && isWhole(item)) return item.Id;
                var (items, _) = await portal.Client.UserContentAsync(portal.Me, null, observer, cancellationToken).ConfigureAwait(false);
                var tagged = items.Where(one => one.Tags.Contains(file.RunTag)).ToList();
                if (tagged is [var only] && isWhole(only)) return only.Id;
                if (tagged.Count > 1) break;
            }
            catch (MigrationException)
            {
                // The look failed as well: another one may not.
            }
        }
        throw new MigrationException(ErrorKinds.OutcomeUnknown, $"The answer to the upload of {file.FileName} to {portal.Name} was lost ({lost.What.TrimEnd('.')}), and looking did not find it whole. Nothing was imported.",
            $"Look for an item with the tag {file.RunTag} in the content of {portal.Me}, delete it if it turned up late, and run the same line again.", lost)
        {
            HttpStatus = lost.HttpStatus,
            Endpoint = lost.Endpoint,
            TargetObject = file.Path,
            IsAmbiguous = true,
        };
    }
}
