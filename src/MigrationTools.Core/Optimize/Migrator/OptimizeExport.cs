using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>One export into one package. What the server sends at once lies there byte for byte; what it sends in several answers is put into one list, each entity once.</summary>
internal sealed class OptimizeExport(OptimizeConnection connection, IMigrationObserver observer, Action? received = null)
{
    private readonly OptimizeFetch _fetch = new(connection, observer);

    public async Task<OptimizeExportOutcome> RunAsync(OptimizeSelection selection, PackageDestination destination, CancellationToken cancellationToken)
    {
        if (selection.Ids.Count == 0) throw new MigrationException(ErrorKinds.NothingSelected, "No id was given to export.");
        destination.Check();
        using var file = destination.Open(selection.ToString(), selection.Ids[0], ".json");
        if (!await TryAtOnceAsync(selection, file, cancellationToken).ConfigureAwait(false))
        {
            await InPartsAsync(selection, file, cancellationToken).ConfigureAwait(false);
        }
        received?.Invoke();
        if (file.Length == 0)
        {
            if (_fetch.Missing.Count == 0) _fetch.Miss(selection.Type, selection.Ids);
            return new OptimizeExportOutcome(null, _fetch.Missing);
        }
        IReadOnlyList<OptimizeEntity> entities;
        using (var source = file.OpenSource()) entities = await OptimizeFetch.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        return await KeepAsync(selection, file, entities).ConfigureAwait(false);
    }

    /// <returns>False where one of the ids failed the whole.</returns>
    private async Task<bool> TryAtOnceAsync(OptimizeSelection selection, PackageFile file, CancellationToken cancellationToken)
    {
        if (selection.Ids.Count > OptimizeFetch.BatchSize) return false;
        try
        {
            await connection.Client.ExportAsync(selection.Type, selection.Ids, file.Stream, observer, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MigrationException error) when (OptimizeFetch.MayBeAboutAnId(error) && selection.Ids.Count > 1)
        {
            file.Stream.SetLength(0);
            return false;
        }
        catch (MigrationException error) when (OptimizeFetch.MayBeAboutAnId(error) && error.Kind != ErrorKinds.ServerError)
        {
            _fetch.Miss(selection.Type, selection.Ids, error);
            file.Stream.SetLength(0);
            return true;
        }
    }

    private async Task InPartsAsync(OptimizeSelection selection, PackageFile file, CancellationToken cancellationToken)
    {
        var parts = await _fetch.FetchAsync(selection.Type, selection.Ids, cancellationToken).ConfigureAwait(false);
        try
        {
            received?.Invoke();
            if (parts.Count == 0) return;
            if (parts is [var only])
            {
                await using var whole = only.Open();
                await whole.CopyToAsync(file.Stream, cancellationToken).ConfigureAwait(false);
                return;
            }
            await MergeAsync(parts, file.Stream, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var part in parts) part.Dispose();
        }
    }

    /// <summary>Reports first, as the server orders them; a report that several dashboards show comes once.</summary>
    private static async Task MergeAsync(IReadOnlyList<OptimizePart> parts, Stream target, CancellationToken cancellationToken)
    {
        var writer = new OptimizeListWriter(target);
        var written = new HashSet<(string, string)>();
        foreach (var dashboards in new[] { false, true })
        {
            foreach (var part in parts)
            {
                await using var source = part.Open();
                var due = part.Entities.Where(entity => entity.IsDashboard == dashboards && written.Add((entity.Type, entity.Id))).ToList();
                await writer.AddAsync(source, due, cancellationToken).ConfigureAwait(false);
            }
        }
        await writer.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<OptimizeExportOutcome> KeepAsync(OptimizeSelection selection, PackageFile file, IReadOnlyList<OptimizeEntity> entities)
    {
        connection.Learn(entities);
        var asked = selection.Ids.ToHashSet(StringComparer.Ordinal);
        var came = entities.Where(entity => OptimizeWords.RouteOf(entity.Type) == selection.Type && asked.Contains(entity.Id)).DistinctBy(entity => entity.Id).ToList();
        var gone = asked.Except(came.Select(entity => entity.Id)).Except(_fetch.Missing.Select(missing => missing.Id)).ToList();
        _fetch.Miss(selection.Type, selection.Ids.Where(gone.Contains));
        if (came.Count == 0) return new OptimizeExportOutcome(null, _fetch.Missing);
        var package = OptimizePackageFormat.Of(entities);
        file.NameAs(came is [var only] ? only.ShownName : $"{came.Count} {selection.Type}s", came[0].Id);
        var kept = await file.CommitAsync(package with
        {
            Source = connection.Origin,
            ExportedAt = connection.Time.GetUtcNow(),
            Requested = [.. came.Select(entity => $"{OptimizeNames.Clean(entity.Type)} {OptimizeNames.Clean(entity.Id)}")],
        }).ConfigureAwait(false);
        return new OptimizeExportOutcome(kept, _fetch.Missing);
    }
}
