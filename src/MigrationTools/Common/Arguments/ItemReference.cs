namespace MigrationTools.Common.Arguments;

/// <summary>An item as it is named: its id, and the server it was listed on where it came as an object. Ids differ from server to server.</summary>
/// <param name="Id">The id.</param>
/// <param name="Source">The server, where it is known.</param>
public sealed record ItemReference(string Id, string? Source)
{
    /// <inheritdoc />
    public override string ToString() => Id;
}
