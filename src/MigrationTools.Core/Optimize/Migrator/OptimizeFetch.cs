using System.Text.RegularExpressions;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>One answer of the export endpoint, on disk, with the entities in it. Gone when it is disposed.</summary>
internal sealed class OptimizePart(PackageFile file, IReadOnlyList<OptimizeEntity> entities) : IDisposable
{
    public IReadOnlyList<OptimizeEntity> Entities => entities;

    public FileStream Open() => RegularFile.OpenRead(file.TemporaryPath, FileOptions.Asynchronous);

    public void Dispose() => file.Dispose();
}

/// <summary>
/// Exports in batches. The server fails a whole batch because of one id: that one is taken from its words, or found by
/// halving, and what came of the halves is kept.
/// </summary>
internal sealed partial class OptimizeFetch(OptimizeConnection connection, IMigrationObserver observer)
{
    /// <summary>How many ids go into a request: one query of the server ends at a thousand.</summary>
    public const int BatchSize = 250;

    private readonly List<MissingItem> _missing = [];

    /// <summary>What did not come, with the reason.</summary>
    public IReadOnlyList<MissingItem> Missing => _missing;

    /// <summary>Exports into private files, which are the caller's to dispose.</summary>
    /// <param name="route">Dashboard or Report.</param>
    /// <param name="ids">As many as there are.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public async Task<IReadOnlyList<OptimizePart>> FetchAsync(string route, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var parts = new List<OptimizePart>();
        try
        {
            foreach (var batch in ids.Chunk(BatchSize)) await FetchBatchAsync(route, batch, parts, cancellationToken).ConfigureAwait(false);
            return parts;
        }
        catch
        {
            parts.ForEach(part => part.Dispose());
            throw;
        }
    }

    /// <summary>True where it may be one of the ids that the server stumbles over, and not the moment or the address.</summary>
    public static bool MayBeAboutAnId(MigrationException error) =>
        error.Kind == ErrorKinds.ArtifactNotFound || error.Kind == ErrorKinds.BrokenReference || IsPlainFailure(error);

    /// <summary>Reports ids that were asked for and are not among what came.</summary>
    public void Miss(string route, IEnumerable<string> ids, MigrationException? cause = null)
    {
        foreach (var id in ids) _missing.Add(new MissingItem(route, id, Because(route, id, cause)));
    }

    private static bool IsPlainFailure(MigrationException error) => error.Kind == ErrorKinds.ServerError && error.HttpStatus == 500;

    private async Task FetchBatchAsync(string route, IReadOnlyList<string> ids, List<OptimizePart> parts, CancellationToken cancellationToken)
    {
        var open = ids;
        while (open.Count > 0)
        {
            try
            {
                await DownloadAsync(route, open, parts, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MigrationException error) when (MayBeAboutAnId(error))
            {
                var named = NamedIn(error.ServerText, open);
                if (named.Count == 0 || named.Count == open.Count)
                {
                    await HalveAsync(route, open, error, parts, cancellationToken).ConfigureAwait(false);
                    return;
                }
                Miss(route, named, error);
                open = open.Except(named).ToList();
            }
        }
    }

    private async Task HalveAsync(string route, IReadOnlyList<string> ids, MigrationException error, List<OptimizePart> parts, CancellationToken cancellationToken)
    {
        if (ids.Count == 1)
        {
            Miss(route, ids, error);
            return;
        }
        var (came, missing) = (parts.Count, _missing.Count);
        foreach (var half in new[] { ids.Take(ids.Count / 2).ToList(), ids.Skip(ids.Count / 2).ToList() })
        {
            await FetchBatchAsync(route, half, parts, cancellationToken).ConfigureAwait(false);
        }
        // A server that fails at each of them by itself is not well, and none of the ids is to blame.
        if (IsPlainFailure(error) && parts.Count == came && _missing.Count - missing == ids.Count) throw error;
    }

    private async Task DownloadAsync(string route, IReadOnlyList<string> ids, List<OptimizePart> parts, CancellationToken cancellationToken)
    {
        var file = new PackageDestination().Open("part", ids[0], ".json");
        try
        {
            await connection.Client.ExportAsync(route, ids, file.Stream, observer, cancellationToken).ConfigureAwait(false);
            if (file.Length == 0)
            {
                Miss(route, ids);
                file.Dispose();
                return;
            }
            IReadOnlyList<OptimizeEntity> entities;
            using (var source = file.OpenSource()) entities = await ReadAsync(source, cancellationToken).ConfigureAwait(false);
            connection.Learn(entities);
            parts.Add(new OptimizePart(file, entities));
            var came = entities.Select(entity => entity.Id).ToHashSet(StringComparer.Ordinal);
            Miss(route, ids.Where(id => !came.Contains(id)));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What a server sent is no package yet: that it is none is the answer's fault.</summary>
    public static async Task<IReadOnlyList<OptimizeEntity>> ReadAsync(PackageSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await OptimizeEntityReader.ReadAsync(source.Content, "the server's export", cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.PackageTruncated)
        {
            throw new MigrationException(ErrorKinds.AnswerTruncated, error.What, inner: error);
        }
        catch (MigrationException error) when (error.Kind != ErrorKinds.PackageTooLarge)
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, error.What, inner: error);
        }
    }

    /// <summary>"Could not find dashboards with IDs [a, b]".</summary>
    private static List<string> NamedIn(string? text, IReadOnlyList<string> ids)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var words = Lists().Matches(text).SelectMany(match => match.Value.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
        return ids.Where(words.Contains).ToList();
    }

    private MigrationException Because(string route, string id, MigrationException? cause)
    {
        var word = route == OptimizeWords.Dashboard ? "dashboard" : "report";
        MigrationException Make(ErrorKind kind, string what) => new(kind, what, inner: cause) { HttpStatus = cause?.HttpStatus, Endpoint = cause?.Endpoint, TargetObject = id };
        if (cause?.Kind == ErrorKinds.BrokenReference) return Make(cause.Kind, $"The {word} {id} on {connection.Name} refers to a report that is gone, and cannot be exported.");
        if (cause is not null && cause.Kind != ErrorKinds.ArtifactNotFound) return Make(cause.Kind, $"The {word} {id} could not be exported from {connection.Name}: {cause.What}");
        return Make(ErrorKinds.ArtifactNotFound, $"{connection.Name} has no {word} {id}.");
    }

    [GeneratedRegex(@"\[[^\[\]]*\]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Lists();
}
