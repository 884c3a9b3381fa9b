using System.Management.Automation;
using MigrationTools.Core.Connections;
using MigrationTools.Core.History;
using MigrationTools.Core.Jobs;

namespace MigrationTools.Common.Session;

/// <summary>
/// What one PowerShell session knows: its open connections, what it did, which server jobs it started.
/// It lives in a session variable and not in a static table, because ForEach-Object -Parallel reuses runspaces and the
/// engine resets variables between iterations: a default must not leak from one to the next.
/// </summary>
internal sealed class MigrationSession
{
    private const string Variable = "global:MigrationToolsSession";

    public ConnectionList Connections { get; } = new();

    public MigrationHistory History { get; } = new(TimeProvider.System);

    public JobList Jobs { get; } = new();

    /// <summary>The row of a table that is being bound, so that a cell which cannot be read is found in its list; null where none is.</summary>
    public object? Row { get; set; }

    /// <summary>The session that the pipeline runs in. Only the pipeline thread may ask.</summary>
    public static MigrationSession Of(SessionState state)
    {
        if (Unwrap(state.PSVariable.GetValue(Variable)) is MigrationSession known) return known;
        var session = new MigrationSession();
        state.PSVariable.Set(Variable, session);
        return session;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    public override string ToString() => "MigrationTools: Get-MigrationConnection, Get-MigrationHistory and Get-MigrationJob show it";
}
