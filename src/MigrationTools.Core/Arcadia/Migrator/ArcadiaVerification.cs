using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>Looks on the target for what an import reported, as far as its Admin API shows it: dashboards, visuals and datasets.</summary>
internal sealed class ArcadiaVerification(ArcadiaConnection target, ArcadiaImportOptions options, IMigrationObserver observer)
{
    public async Task<IReadOnlyList<MigrationResult>> CheckAsync(IReadOnlyList<MigrationResult> rows, CancellationToken cancellationToken)
    {
        var reports = await ListAsync("visuals", rows.Any(row => row.Type is "Dashboard" or "Visual"), cancellationToken).ConfigureAwait(false);
        var datasets = await ListAsync("datasets", rows.Any(row => row.Type == "Dataset"), cancellationToken).ConfigureAwait(false);
        var names = CountByName(rows);
        var (listedReports, listedDatasets) = (Listing.Of(reports), Listing.Of(datasets));
        var checkedRows = rows.Select(row => row.Type switch
        {
            "Dashboard" or "Visual" => Check(row, names, listedReports),
            "Dataset" => Check(row, names, listedDatasets),
            _ => row,
        }).ToList();
        return reports is null || options.Workspace is null
            ? checkedRows
            : await CheckWorkspaceAsync(checkedRows, reports, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ArcadiaListed>?> ListAsync(string type, bool needed, CancellationToken cancellationToken)
    {
        if (!needed) return null;
        try
        {
            return await target.Client.ListAsync(type, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            // The import is done; that it cannot be looked at is no failure of it.
            observer.Verbose($"Not verified on {target.Name}, because its {type} could not be listed: {error.Message}");
            return null;
        }
    }

    private static Dictionary<(string Type, string? Name), int> CountByName(IReadOnlyList<MigrationResult> rows) =>
        rows.GroupBy(row => (row.Type, row.Name)).ToDictionary(group => group.Key, group => group.Count());

    private static MigrationResult Check(MigrationResult row, Dictionary<(string Type, string? Name), int> names, Listing? list)
    {
        if (list is null || row.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged or MigrationStatus.Unknown)) return row;
        if (row.DestinationId is { } id)
        {
            if (list.ById.ContainsKey(id)) return CanBeFound(row) ? Found(row, id) : row;
            return row with
            {
                Status = MigrationStatus.Failed,
                Reason = ResultReason.NotFoundAfterwards,
                ErrorId = ErrorKinds.ImportIncomplete.Id,
                Message = $"The server reported success, but {row.Type} {id} cannot be found there.",
            };
        }
        // Without an id only a name can tell, and only one that is unique on both sides.
        var sameName = list.ByName[row.Name ?? string.Empty].Where(entry => row.Type == "Dataset" || entry.Type == "dashboard" == (row.Type == "Dashboard")).Take(2).ToList();
        var unique = sameName.Count == 1 && names[(row.Type, row.Name)] == 1;
        return unique && CanBeFound(row) ? Found(row, sameName[0].Id) : row;
    }

    /// <summary>What was there before is there whether or not the import updated it.</summary>
    private static bool CanBeFound(MigrationResult row) =>
        row.Reason == ResultReason.AnswerUnreadable && row.Action is (MigrationAction.Create or MigrationAction.Unknown);

    private static MigrationResult Found(MigrationResult row, string id) => row with
    {
        DestinationId = id,
        Status = MigrationStatus.Done,
        Reason = ResultReason.None,
        Message = "The server's answer could not be read; it was found on the target by looking.",
    };

    private async Task<IReadOnlyList<MigrationResult>> CheckWorkspaceAsync(
        List<MigrationResult> rows, IReadOnlyList<ArcadiaListed> reports, CancellationToken cancellationToken)
    {
        var workspaces = await ListAsync("workspaces", needed: true, cancellationToken).ConfigureAwait(false);
        if (workspaces?.FirstOrDefault(entry => entry.Name == options.Workspace)?.Id is not { } wanted) return rows;
        var listed = Listing.Of(reports)!;
        var elsewhere = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Type is not ("Dashboard" or "Visual") || row.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged)) continue;
            if (row.DestinationId is null || listed.ById.GetValueOrDefault(row.DestinationId)?.WorkspaceId is not { } landed || landed == wanted) continue;
            elsewhere++;
            var name = workspaces.FirstOrDefault(entry => entry.Id == landed)?.Name ?? landed;
            rows[i] = row with { Message = $"It lies in workspace '{name}', not in '{options.Workspace}'." };
        }
        if (elsewhere > 0)
        {
            observer.Warning($"{elsewhere} artifacts do not lie in workspace '{options.Workspace}' of {target.Name}: an older server ignores the workspace, and what was there already stays where it is. Move them in the user interface.");
        }
        return rows;
    }

    /// <summary>A list to look things up in; long ones are usual.</summary>
    private sealed record Listing(Dictionary<string, ArcadiaListed> ById, ILookup<string, ArcadiaListed> ByName)
    {
        public static Listing? Of(IReadOnlyList<ArcadiaListed>? list)
        {
            if (list is null) return null;
            var byId = new Dictionary<string, ArcadiaListed>(StringComparer.Ordinal);
            foreach (var entry in list) byId.TryAdd(entry.Id, entry);
            return new Listing(byId, list.ToLookup(entry => entry.Name, StringComparer.Ordinal));
        }
    }
}
