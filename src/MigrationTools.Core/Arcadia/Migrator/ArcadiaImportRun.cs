namespace MigrationTools.Core.Arcadia;

/// <summary>
/// What the imports of one call share: the artifacts it brought itself. A dataset that two packages carry is no conflict
/// for the second one, because the first one of the same call brought it.
/// </summary>
public sealed class ArcadiaImportRun
{
    private readonly HashSet<(string Target, string Uuid)> _brought = [];

    /// <summary>The server matches by the uuid in the file, and a dry run need not tell ids: so uuids are remembered.</summary>
    internal void Add(string target, string? uuid)
    {
        if (uuid is null) return;
        lock (_brought) _brought.Add((target, uuid));
    }

    internal bool Brought(string target, string? uuid)
    {
        if (uuid is null) return false;
        lock (_brought) return _brought.Contains((target, uuid));
    }
}
