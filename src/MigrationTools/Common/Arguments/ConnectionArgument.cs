using MigrationTools.Core.Connections;

namespace MigrationTools.Common.Arguments;

/// <summary>What -Connection takes: an open connection, or the name of one.</summary>
public sealed class ConnectionArgument
{
    /// <summary>A blank cell. Not null: see <see cref="TextAttribute"/>.</summary>
    internal static readonly ConnectionArgument NotGiven = new(string.Empty);

    internal ConnectionArgument(MigrationConnection connection)
    {
        Connection = connection;
        Name = connection.Name;
    }

    internal ConnectionArgument(string name) => Name = name;

    /// <summary>The connection's name.</summary>
    public string Name { get; }

    internal MigrationConnection? Connection { get; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
