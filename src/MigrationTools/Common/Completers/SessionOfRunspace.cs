using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MigrationTools.Common.Session;

namespace MigrationTools.Common.Completers;

/// <summary>The session of the runspace that completes; completers get no SessionState of their own.</summary>
internal static class SessionOfRunspace
{
    public static MigrationSession? Find() => Variable("global:MigrationToolsSession") as MigrationSession;

    /// <summary>True if $PSDefaultParameterValues may give the command a -Connection, which completers are not told of.</summary>
    public static bool PresetsConnection(string command) =>
        Variable("PSDefaultParameterValues") is IDictionary presets && presets.Keys.OfType<string>().Any(key =>
        {
            var parts = key.Split(':', StringSplitOptions.TrimEntries);
            return parts.Length == 2 && Matches(parts[0], command) && Matches(parts[1], "Connection");
        });

    private static bool Matches(string pattern, string name) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name);

    /// <summary>A path of the line as a full one, without wildcards; null where it leads to no file.</summary>
    public static string? File(string path) =>
        Ask("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])", path) is string full && System.IO.File.Exists(full) ? full : null;

    private static object? Variable(string name) => Ask("$ExecutionContext.SessionState.PSVariable.GetValue($args[0])", name);

    private static object? Ask(string script, string argument)
    {
        if (Runspace.DefaultRunspace is null) return null;
        try
        {
            // By script: the runspace's own proxy throws while a pipeline runs, and one runs whenever a key is pressed.
            var value = ScriptBlock.Create(script).InvokeReturnAsIs(argument);
            return value is PSObject wrapped ? wrapped.BaseObject : value;
        }
        catch (RuntimeException)
        {
            return null;
        }
    }
}
