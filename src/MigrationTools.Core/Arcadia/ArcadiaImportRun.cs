namespace MigrationTools.Core.Arcadia;

/// <summary>
/// What the imports of one call share: the artifacts it made itself. A dataset that two packages carry is no conflict for
/// the second one, because the first one of the same call brought it.
/// </summary>
public sealed class ArcadiaImportRun
{
    private readonly HashSet<(string Type, string Id)> _made = [];

    internal void Add(string type, string? id)
    {
        if (id is null) return;
        lock (_made) _made.Add((type, id));
    }

    internal bool Made(string type, string? id)
    {
        if (id is null) return false;
        lock (_made) return _made.Contains((type, id));
    }
}
