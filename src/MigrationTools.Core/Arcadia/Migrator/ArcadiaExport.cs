using System.Text.RegularExpressions;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// One export. What was asked is compared with what came; where the server fails a whole request because of one id, that
/// id is taken from its answer, or found by halving.
/// </summary>
internal sealed partial class ArcadiaExport(ArcadiaConnection connection, IMigrationObserver observer, Action? received = null)
{
    /// <summary>gunicorn's default limit of a request line is 4,094 bytes; path, version and the fixed parameters take their part.</summary>
    private const int LongestQuery = 3_600;

    private readonly List<MissingItem> _missing = [];

    public async Task<ArcadiaExportOutcome> RunAsync(ArcadiaSelection selection, PackageDestination destination, CancellationToken cancellationToken)
    {
        if (selection.IsEmpty) throw new MigrationException(ErrorKinds.NothingSelected, "No id was given to export.");
        destination.Check();
        ArcadiaFirstUse.Begin();
        var packages = new List<ArcadiaPackage>();
        var batches = selection.Batches(LongestQuery);
        for (var i = 0; i < batches.Count; i++)
        {
            var part = batches.Count == 1 || destination.IsPrivate || destination.IsFolder ? destination : Numbered(destination, i);
            if (await ExportBatchAsync(batches[i], part, isLast: i == batches.Count - 1, cancellationToken).ConfigureAwait(false) is { } package) packages.Add(package);
        }
        return new ArcadiaExportOutcome(packages, _missing);
    }

    private async Task<ArcadiaPackage?> ExportBatchAsync(ArcadiaSelection batch, PackageDestination destination, bool isLast, CancellationToken cancellationToken)
    {
        var remaining = batch;
        while (!remaining.IsEmpty)
        {
            try
            {
                return await DownloadAsync(remaining, destination, isLast, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException error) when (MayBeAboutAnId(error))
            {
                remaining = await WithoutBadIdsAsync(remaining, error, cancellationToken).ConfigureAwait(false);
            }
        }
        return null;
    }

    private async Task<ArcadiaPackage?> DownloadAsync(ArcadiaSelection batch, PackageDestination destination, bool isLast, CancellationToken cancellationToken)
    {
        using var file = destination.Open(batch.ToString(), batch.Items[0].Id, ".json");
        await connection.Client.ExportAsync(batch, "migrationtools", file.Stream, observer, cancellationToken).ConfigureAwait(false);
        if (isLast) received?.Invoke();
        ArcadiaPackage package;
        using (var source = file.OpenSource())
        {
            package = (ArcadiaPackage)await new ArcadiaBundleFormat().ReadAsync(source, cancellationToken).ConfigureAwait(false);
        }
        var came = package.Items.Select(item => (item.Type, item.Id)).ToHashSet();
        var wanted = batch.Items.Where(came.Contains).ToList();
        foreach (var (type, id) in batch.Items.Where(item => !came.Contains(item))) AddMissing(type, id, null);
        if (wanted.Count == 0) return null;
        file.NameAs(wanted.Count == 1 ? package.Items.First(item => (item.Type, item.Id) == wanted[0]).Name : ArcadiaSelection.Of(wanted).ToString(), wanted[0].Id);
        return await file.CommitAsync(package with
        {
            Source = connection.Origin,
            SourceVersion = package.SourceVersion ?? connection.Version,
            ExportedAt = connection.Time.GetUtcNow(),
            Requested = [.. wanted.Select(item => $"{item.Type} {item.Id}")],
        }).ConfigureAwait(false);
    }

    /// <summary>What is left after the ids that the server fails on were reported.</summary>
    private async Task<ArcadiaSelection> WithoutBadIdsAsync(ArcadiaSelection batch, MigrationException error, CancellationToken cancellationToken)
    {
        // If the server fails on an export of nothing as well, no id is to blame.
        await connection.Client.ProbeAsync(observer, cancellationToken).ConfigureAwait(false);
        var named = NamedIn(error.ServerText, batch);
        if (named.Count > 0 && named.Count < batch.Items.Count)
        {
            foreach (var (type, id) in named) AddMissing(type, id, error);
            return ArcadiaSelection.Of(batch.Items.Except(named));
        }
        var good = (await GoodOfAsync(batch.Items, error, cancellationToken).ConfigureAwait(false)).ToList();
        // Each half goes, and the whole does not: no id is to blame, and the same request would fail for ever.
        if (good.Count == batch.Items.Count) throw error;
        return ArcadiaSelection.Of(good);
    }

    private async Task<IEnumerable<(string, string)>> GoodOfAsync(
        IReadOnlyList<(string Type, string Id)> items, MigrationException error, CancellationToken cancellationToken)
    {
        if (items.Count == 1)
        {
            AddMissing(items[0].Type, items[0].Id, error);
            return [];
        }
        var good = new List<(string, string)>();
        foreach (var half in new[] { items.Take(items.Count / 2).ToList(), items.Skip(items.Count / 2).ToList() })
        {
            try
            {
                await connection.Client.ExportAsync(ArcadiaSelection.Of(half), "migrationtools", Stream.Null, observer, cancellationToken).ConfigureAwait(false);
                good.AddRange(half);
            }
            catch (MigrationException halfError) when (MayBeAboutAnId(halfError))
            {
                good.AddRange(await GoodOfAsync(half, halfError, cancellationToken).ConfigureAwait(false));
            }
        }
        return good;
    }

    private static bool MayBeAboutAnId(MigrationException error) =>
        // A wish to wait, sent with whatever status, is about the moment.
        error.Kind != ErrorKinds.TooManyRequests && error.HttpStatus is (400 or 403 or 404 or 409 or 422 or 500);

    private static List<(string Type, string Id)> NamedIn(string? text, ArcadiaSelection batch)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var numbers = Number().Matches(text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        return batch.Items.Where(item => numbers.Contains(item.Id)).ToList();
    }

    private void AddMissing(string type, string id, MigrationException? cause)
    {
        var error = cause?.HttpStatus == 403
            ? new MigrationException(ErrorKinds.Forbidden, $"{connection.Name} does not let this user export {type} {id}.", inner: cause) { HttpStatus = 403, TargetObject = $"{type} {id}" }
            : new MigrationException(ErrorKinds.ArtifactNotFound, $"{connection.Name} has no {type} {id} that this user may export.", inner: cause) { HttpStatus = cause?.HttpStatus, TargetObject = $"{type} {id}" };
        _missing.Add(new MissingItem(type, id, error));
    }

    private static PackageDestination Numbered(PackageDestination destination, int index)
    {
        var path = destination.Path!;
        var name = $"{Path.GetFileNameWithoutExtension(path)}-{index + 1}{Path.GetExtension(path)}";
        return new PackageDestination(Path.Combine(Path.GetDirectoryName(path)!, name), destination.Force);
    }

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
