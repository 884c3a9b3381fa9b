using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Connections;

/// <summary>The open connections of one session, by name, and the default of each system. Thread-safe.</summary>
public sealed class ConnectionList
{
    private readonly object _lock = new();
    private readonly Dictionary<string, MigrationConnection> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MigrationConnection> _defaults = new(StringComparer.Ordinal);

    /// <summary>All open connections, by name.</summary>
    public IReadOnlyList<MigrationConnection> All
    {
        get { lock (_lock) return [.. _byName.Values.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)]; }
    }

    /// <summary>
    /// Takes a connection in. One of the same name to the same server and system gives way to it; one that leads
    /// elsewhere is refused, because scripts that say the name would change another server from then on.
    /// </summary>
    /// <exception cref="MigrationException">ConnectionExists.</exception>
    public void Add(MigrationConnection connection, bool makeDefault)
    {
        lock (_lock)
        {
            if (_byName.TryGetValue(connection.Name, out var old) && !ReferenceEquals(old, connection))
            {
                if (old.System != connection.System || old.Uri != connection.Uri)
                {
                    throw new MigrationException(ErrorKinds.ConnectionExists,
                        $"A connection '{old.Name}' to {SystemNames.Shown(old.System)} {old.Uri} is open.") { TargetObject = connection.Name };
                }
                Forget(old);
            }
            _byName[connection.Name] = connection;
            if (!makeDefault) return;
            if (_defaults.TryGetValue(connection.System, out var former)) former.IsDefault = false;
            _defaults[connection.System] = connection;
            connection.IsDefault = true;
        }
    }

    /// <summary>The connection of a name.</summary>
    /// <exception cref="MigrationException">UnknownConnection.</exception>
    public MigrationConnection Find(string name)
    {
        lock (_lock)
        {
            if (_byName.TryGetValue(name, out var found)) return found;
            throw Unknown(name);
        }
    }

    /// <summary>The error for a name that no connection has; it tells which there are.</summary>
    public MigrationException Unknown(string name)
    {
        lock (_lock)
        {
            var open = _byName.Count == 0 ? "None is open." : $"Open are: {string.Join(", ", _byName.Keys.Order())}.";
            return new MigrationException(ErrorKinds.UnknownConnection, $"There is no connection '{name}'. {open}") { TargetObject = name };
        }
    }

    /// <summary>The one to use where none was named.</summary>
    /// <param name="system">The system it must belong to.</param>
    /// <param name="changes">True for a call that changes the server: then several open ones are ambiguous, whatever the default is.</param>
    /// <exception cref="MigrationException">NoConnection, AmbiguousConnection.</exception>
    public MigrationConnection Default(string system, bool changes)
    {
        lock (_lock)
        {
            var open = _byName.Values.Where(c => c.System == system).ToList();
            if (open.Count == 0)
            {
                throw new MigrationException(ErrorKinds.NoConnection, $"No connection to {SystemNames.Shown(system)} is open.",
                    $"Connect first with Connect-{system}, or name one with -Connection.");
            }
            if (changes && open.Count > 1)
            {
                throw new MigrationException(ErrorKinds.AmbiguousConnection,
                    $"{open.Count} connections to {SystemNames.Shown(system)} are open ({string.Join(", ", open.Select(c => c.Name).Order())}), and which one to change was not said.");
            }
            if (_defaults.TryGetValue(system, out var chosen)) return chosen;
            return open.Count == 1
                ? open[0]
                : throw new MigrationException(ErrorKinds.AmbiguousConnection,
                    $"{open.Count} connections to {SystemNames.Shown(system)} are open, and none of them is the default.");
        }
    }

    /// <summary>Closes a connection; its credential is gone from memory as far as that can be had.</summary>
    public void Remove(MigrationConnection connection)
    {
        lock (_lock) Forget(connection);
        connection.Dispose();
    }

    private void Forget(MigrationConnection connection)
    {
        if (_byName.TryGetValue(connection.Name, out var held) && ReferenceEquals(held, connection)) _byName.Remove(connection.Name);
        if (_defaults.TryGetValue(connection.System, out var chosen) && ReferenceEquals(chosen, connection))
        {
            _defaults.Remove(connection.System);
            connection.IsDefault = false;
        }
    }
}
