using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>A moment at which the server has a request of the victim's.</summary>
/// <param name="Server">The server that has it.</param>
/// <param name="Route">The route of the request.</param>
/// <param name="Skip">How many requests of the route pass before.</param>
/// <param name="Kind">Where it stands still: StallUpload before it is read, Delay before it is acted upon, StallMidBody in the middle of the answer.</param>
/// <param name="IntoFolder">False where the content is private to the process.</param>
public sealed record KillPlace(string Server, string Route, int Skip, FaultKind Kind, bool IntoFolder)
{
    public override string ToString() => $"{Server} {Route} {Skip} {Kind} {(IntoFolder ? "into a folder" : "private")}";
}

/// <summary>The line of a system's script that is killed, and what it must come to. The line itself is in the victim.</summary>
internal interface IKillTable
{
    /// <summary>The system, as the victim calls it.</summary>
    string System { get; }

    /// <summary>What the sandbox holds.</summary>
    SandboxOptions Content { get; }

    /// <summary>How many moments are spread over all that it says, and as many over the time that it takes.</summary>
    int Moments { get; }

    /// <summary>The moments at which a server has its request.</summary>
    IReadOnlyList<KillPlace> Places { get; }

    /// <summary>How many packages lie in the folder at the end.</summary>
    int Packages { get; }

    /// <summary>What the victim is told.</summary>
    /// <param name="sandbox">The servers.</param>
    /// <param name="folder">Where packages go; - for content that is private to the process.</param>
    IReadOnlyList<string> ArgumentsOf(SandboxHost sandbox, string folder);

    /// <summary>All servers that the line speaks to.</summary>
    IReadOnlyList<ISandboxControl> ServersOf(SandboxHost sandbox);

    /// <summary>Waits until the target has nothing left to do, jobs included.</summary>
    Task QuietAsync(SandboxHost sandbox);

    /// <summary>What the target holds, without what differs from run to run.</summary>
    string StateOf(SandboxHost sandbox);

    /// <summary>The content's file extension.</summary>
    string Extension { get; }
}
