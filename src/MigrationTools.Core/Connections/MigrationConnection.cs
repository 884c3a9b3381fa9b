using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Connections;

/// <summary>
/// Where, and as whom. No secret is a property of it, in its text, or in a debugger's view: the credential lies in the
/// client, which sends it to this server's origin only.
/// </summary>
public abstract class MigrationConnection : IDisposable
{
    private protected MigrationConnection(string system, ConnectionSettings settings, Uri baseAddress)
    {
        System = system;
        Uri = baseAddress;
        Name = string.IsNullOrWhiteSpace(settings.Name) ? Uri.IsDefaultPort ? Uri.Host : $"{Uri.Host}:{Uri.Port}" : settings.Name.Trim();
    }

    /// <summary>What scripts call it.</summary>
    public string Name { get; }

    /// <summary>The system: Arcadia, SnapLogic, Optimize, ArcGis.</summary>
    public string System { get; }

    /// <summary>The server's address, up to where its API begins.</summary>
    public Uri Uri { get; }

    /// <summary>True where the session uses it for its system when no connection is named.</summary>
    public bool IsDefault { get; internal set; }

    /// <summary>The user that the server knows the credential as, where it tells.</summary>
    public string? User { get; private protected set; }

    /// <summary>The server's version, where it tells.</summary>
    public string? Version { get; private protected set; }

    /// <summary>Where it comes from, as packages and rows write it down: no query, no user.</summary>
    internal string Origin => Uri.GetLeftPart(UriPartial.Path).TrimEnd('/');

    internal abstract ApiClient Api { get; }

    /// <summary>How the paths of the system's addresses compare.</summary>
    private protected virtual StringComparison PathCase => StringComparison.Ordinal;

    /// <summary>True if the address, as a package or something that was listed bears it, is this connection's own.</summary>
    public bool IsAt(string address) => Uri.TryCreate(address, UriKind.Absolute, out var other)
        && other.Scheme == Uri.Scheme && other.Port == Uri.Port
        && string.Equals(other.IdnHost, Uri.IdnHost, StringComparison.OrdinalIgnoreCase)
        && string.Equals(other.AbsolutePath.TrimEnd('/'), Uri.AbsolutePath.TrimEnd('/'), PathCase);

    /// <summary>Asks the server whether it takes the credential. A read.</summary>
    public abstract Task TestAsync(IMigrationObserver observer, CancellationToken cancellationToken);

    /// <summary>Closes it; later calls fail with ConnectionClosed.</summary>
    public void Dispose()
    {
        Api.Dispose();
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>What else a system's connection holds open.</summary>
    private protected virtual void Close() { }

    /// <inheritdoc />
    public override string ToString() => $"{Name} ({System} {Origin})";
}
