using MigrationTools.Sandbox;
using Spectre.Console;

namespace MigrationTools.Cli.Demo;

/// <summary>One system's part of the demo.</summary>
internal interface IDemo
{
    /// <summary>The system's name.</summary>
    string System { get; }

    /// <summary>Moves the sample content.</summary>
    /// <returns>What is not as it should be afterwards; nothing if all is well.</returns>
    Task<IReadOnlyList<string>> RunAsync(SandboxHost sandbox, IAnsiConsole console, CancellationToken cancellationToken);
}
