using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MigrationTools.Common.Session;

namespace MigrationTools.Common.Completers;

/// <summary>The session of the runspace that completes; completers get no SessionState of their own.</summary>
internal static class SessionOfRunspace
{
    public static MigrationSession? Find()
    {
        var value = Runspace.DefaultRunspace?.SessionStateProxy.PSVariable.GetValue("MigrationToolsSession");
        return (value is PSObject wrapped ? wrapped.BaseObject : value) as MigrationSession;
    }
}
