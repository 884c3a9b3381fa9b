using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>Where imported items are: whose, and in which folder. Which folder a portal chooses is documented in two ways, so the items are looked at.</summary>
internal sealed class ArcGisLanding(ArcGisConnection target, IMigrationObserver observer)
{
    private const int SideBySide = 4;

    // Of more, what is the same for all of them is known by then.
    private const int MostLooks = 500;

    public async Task<IReadOnlyList<MigrationResult>> TellAsync(IReadOnlyList<MigrationResult> rows, CancellationToken cancellationToken)
    {
        var told = rows.ToArray();
        var done = Enumerable.Range(0, told.Length).Where(i => told[i].Status == MigrationStatus.Done && told[i].DestinationId is not null).Take(MostLooks).ToList();
        var items = new ArcGisItem?[told.Length];
        try
        {
            await Parallel.ForEachAsync(done, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (i, stop) =>
                items[i] = await target.Client.FindItemAsync(told[i].DestinationId!, observer, stop).ConfigureAwait(false)).ConfigureAwait(false);
            var folders = await FoldersAsync(items.OfType<ArcGisItem>(), cancellationToken).ConfigureAwait(false);
            foreach (var i in done)
            {
                told[i] = items[i] is { } item
                    ? told[i] with { Name = told[i].Name ?? item.Name, Message = Joined(told[i].Message, $"{Place(item, folders)}.") }
                    : told[i] with
                    {
                        Status = MigrationStatus.Failed,
                        Reason = ResultReason.NotFoundAfterwards,
                        ErrorId = ErrorKinds.ImportIncomplete.Id,
                        Message = $"{target.Name} reported it as imported, and has no item of this id that this user may see.",
                    };
            }
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            // It is imported all the same.
            observer.Verbose($"Where the items lie on {target.Name} could not be looked at: {error.Message}");
        }
        return told;
    }

    private async Task<Dictionary<string, string>> FoldersAsync(IEnumerable<ArcGisItem> items, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var owner in items.Where(item => item.FolderOfOwner is not null && item.Owner is not null).Select(item => item.Owner!).Distinct(StringComparer.Ordinal))
        {
            try
            {
                var (_, folders) = await target.Client.UserContentAsync(owner, null, observer, cancellationToken).ConfigureAwait(false);
                foreach (var folder in folders) names.TryAdd(folder.Id, folder.Title);
            }
            catch (MigrationException error)
            {
                observer.Verbose($"The folders of {owner} could not be listed: {error.What}");
            }
        }
        return names;
    }

    private static string Place(ArcGisItem item, Dictionary<string, string> folders) =>
        item.FolderOfOwner is { } id ? $"In folder '{folders.GetValueOrDefault(id, id)}' of {item.Owner}" : $"In the content of {item.Owner}";

    private static string Joined(string? one, string other) => one is null ? other : $"{one} {other}";
}
