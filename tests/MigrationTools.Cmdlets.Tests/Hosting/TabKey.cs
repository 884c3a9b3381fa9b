using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>What a shell offers at the end of a line.</summary>
internal static class TabKey
{
    /// <summary>The values that are offered, without what the engine itself adds, such as files.</summary>
    public static async Task<List<CompletionResult>> PressAsync(Shell to, string line)
    {
        // The engine completes in the runspace of the calling thread.
        return await Lab.Within(Task.Factory.StartNew(() =>
        {
            var before = Runspace.DefaultRunspace;
            try
            {
                Runspace.DefaultRunspace = to.Runspace;
                using var shell = PowerShell.Create(to.Runspace);
                return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches
                    .Where(match => match.ResultType == CompletionResultType.ParameterValue).ToList();
            }
            finally
            {
                Runspace.DefaultRunspace = before;
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }
}
