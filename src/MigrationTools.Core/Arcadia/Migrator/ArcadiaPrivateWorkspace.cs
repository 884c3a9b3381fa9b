using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// New dashboards of an import that names no workspace: the server puts them into the importing user's private one, where
/// nobody else sees them. It is said before the import, and stands in their rows.
/// </summary>
internal static class ArcadiaPrivateWorkspace
{
    public static void Warn(IReadOnlyList<MigrationResult> rows, ArcadiaImportOptions options, ArcadiaConnection target, IMigrationObserver observer)
    {
        if (options.Workspace is not null || rows.Where(IsNew).ToList() is not { Count: > 0 } hidden) return;
        var which = hidden.Count == 1 ? $"The dashboard '{hidden[0].Name}' is new on {target.Name} and goes" : $"{hidden.Count} dashboards are new on {target.Name} and go";
        observer.Warning($"{which} into {Of(target)}, where others do not see {(hidden.Count == 1 ? "it" : "them")}: name a workspace with -Workspace.");
    }

    /// <summary>The same in each row that has nothing else to say.</summary>
    public static IReadOnlyList<MigrationResult> Note(IReadOnlyList<MigrationResult> rows, ArcadiaImportOptions options, ArcadiaConnection target) => options.Workspace is not null ? rows :
    [
        .. rows.Select(row => IsNew(row) && row is { Message: null, Status: MigrationStatus.Planned or MigrationStatus.Done }
            ? row with { Message = $"{(row.Status == MigrationStatus.Done ? "It lies in" : "It goes into")} {Of(target)}: name a workspace with -Workspace." }
            : row),
    ];

    private static string Of(ArcadiaConnection target) => $"the private workspace of {target.User ?? "the importing user"}";

    private static bool IsNew(MigrationResult row) => row is { Type: "Dashboard", Action: MigrationAction.Create };
}
