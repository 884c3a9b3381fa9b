using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MigrationTools.Cmdlets.Tests.Help;

/// <summary>What the built module says of itself, asked of a hosted engine.</summary>
public sealed class ModuleCommands : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    public ModuleCommands()
    {
        _runspace.Open();
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", Path.Combine(HelpFiles.Module, "MigrationTools.psd1")).Invoke();
        Assert.Empty(shell.Streams.Error);
        shell.Commands.Clear();
        ByName = shell.AddCommand("Get-Command").AddParameter("Module", "MigrationTools").Invoke<CommandInfo>()
            .OfType<CmdletInfo>().ToDictionary(command => command.Name);
        // The sets are made when they are first asked for, which only works while the runspace is open.
        foreach (var command in ByName.Values) _ = command.ParameterSets.Count;
    }

    /// <summary>Every cmdlet of the module.</summary>
    public IReadOnlyDictionary<string, CmdletInfo> ByName { get; }

    /// <summary>A cmdlet's own parameters: without those that every cmdlet has.</summary>
    public static IEnumerable<ParameterMetadata> Own(CmdletInfo command) =>
        command.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    public void Dispose() => _runspace.Dispose();
}
