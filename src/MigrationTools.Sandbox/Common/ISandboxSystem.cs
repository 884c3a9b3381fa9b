using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Common;

/// <summary>All servers of one emulated system.</summary>
public interface ISandboxSystem : IAsyncDisposable
{
    /// <summary>The name in the description and in the control addresses, in lower case.</summary>
    string Name { get; }

    /// <summary>How many ports the system takes, from <c>--port-base</c> on.</summary>
    int Ports { get; }

    /// <summary>The lines that tell a person how to connect, and what is there.</summary>
    string Explanation { get; }

    /// <summary>Starts the servers.</summary>
    /// <param name="port">The port for each of them; 0 for a free one.</param>
    /// <param name="cancellation">Stops the start.</param>
    Task StartAsync(IReadOnlyList<int> port, CancellationToken cancellation);

    /// <summary>Everything as at the start.</summary>
    void Reset();

    /// <summary>Endpoints and sample credentials.</summary>
    JsonObject Describe();

    /// <summary>What is controlled under a name, or null.</summary>
    ISandboxControl? Find(string name);
}
