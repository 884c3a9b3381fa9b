using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Core.Tests.Reliability;

internal static class SandboxQuiet
{
    /// <summary>Waits until the server has nothing left to do: only then its state is final.</summary>
    public static async Task QuietAsync(this ArcadiaServer server)
    {
        foreach (var request in server.Log.Requests.Where(request => !request.Completed))
        {
            await server.Log.WaitForAsync(other => other.Sequence == request.Sequence && other.Completed, TimeSpan.FromSeconds(20));
        }
    }
}
