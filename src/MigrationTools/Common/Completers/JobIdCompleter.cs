using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Common.Views;
using MigrationTools.Core.Jobs;

namespace MigrationTools.Common.Completers;

/// <summary>Offers the jobs that this session knows, the newest first: those of the system that the command is about, else all.</summary>
public sealed class JobIdCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var jobs = SessionOfRunspace.Find()?.Jobs.All.Reverse() ?? [];
        var noun = commandName[(commandName.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return Completion.Among(jobs
            .Where(job => noun.StartsWith(job.System, StringComparison.OrdinalIgnoreCase) || noun.StartsWith("Migration", StringComparison.OrdinalIgnoreCase))
            .Select(Suggest), wordToComplete);
    }

    private static Suggestion Suggest(MigrationJob job) =>
        new(job.Id, $"{Cell.ShortTime(job.Submitted)} {Cell.Work(job)}".Trim(), $"{job.System} {job.Kind} {job.Id}: {job.State}");
}
