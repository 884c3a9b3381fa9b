namespace MigrationTools.Core.Connections;

/// <summary>What a server answered when it was asked whether it takes a connection's credential.</summary>
/// <param name="Name">The connection's name.</param>
/// <param name="System">Its system.</param>
/// <param name="Uri">Its address.</param>
/// <param name="Ok">True if the server took it.</param>
/// <param name="Version">The server's version, as far as known.</param>
/// <param name="Duration">How long it took to tell.</param>
/// <param name="ErrorId">Why not.</param>
/// <param name="Message">Why not, and what to do.</param>
public sealed record ConnectionTest(
    string Name, string System, Uri Uri, bool Ok, string? Version, TimeSpan Duration, string? ErrorId, string? Message);
