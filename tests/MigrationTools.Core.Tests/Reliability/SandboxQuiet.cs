using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Reliability;

internal static class SandboxQuiet
{
    /// <summary>Waits until the server has nothing left to do: only then its state is final.</summary>
    public static async Task QuietAsync(this ISandboxControl server)
    {
        // An upload that is not read keeps its connection from telling that the client has gone; it never acts.
        foreach (var request in server.Log.Requests.Where(request => !request.Completed && request.Fault != FaultKind.StallUpload))
        {
            await server.Log.WaitForAsync(other => other.Sequence == request.Sequence && other.Completed, TimeSpan.FromSeconds(60));
        }
    }
}
