namespace MigrationTools.Core.Results.Reports;

/// <summary>A server that whoever writes the report is connected to.</summary>
/// <param name="System">Its system.</param>
/// <param name="Name">The connection's name: the Target of an import's rows, the Source of an export's.</param>
/// <param name="Address">Its address without a slash at the end: the Source of an import's rows, out of the package.</param>
public sealed record ReportServer(string System, string Name, string Address)
{
    /// <summary>One name for one server: the connection's, where exactly one connection leads to the address.</summary>
    /// <param name="servers">The servers that are known.</param>
    /// <param name="system">The row's system.</param>
    /// <param name="place">The row's end: a name, an address, or what is no server.</param>
    internal static string? NameOf(IReadOnlyList<ReportServer> servers, string system, string? place) =>
        servers.Where(server => server.System == system && server.Address == ReportColumns.Place(place)).Take(2).ToList() is [var only] ? only.Name : place;

    /// <summary>The address behind a connection's name; null where it is not known.</summary>
    /// <param name="servers">The servers that are known.</param>
    /// <param name="system">The row's system.</param>
    /// <param name="name">The name.</param>
    internal static string? AddressOf(IReadOnlyList<ReportServer> servers, string system, string? name) =>
        servers.FirstOrDefault(server => server.System == system && server.Name == name)?.Address;
}
