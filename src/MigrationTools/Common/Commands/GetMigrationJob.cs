using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Jobs;

namespace MigrationTools.Common.Commands;

/// <summary>Lists the server jobs that this session started, as last seen. The system's own Get cmdlet asks the server.</summary>
[Cmdlet(VerbsCommon.Get, "MigrationJob")]
[OutputType(typeof(MigrationJob))]
public sealed class GetMigrationJob : MigrationCmdlet
{
    /// <summary>Only the jobs of these ids.</summary>
    [Parameter(Position = 0)]
    [TextList]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string[]? Id { get; set; }

    /// <inheritdoc />
    protected override void End()
    {
        var patterns = (Id ?? ["*"]).Select(pattern => NamePattern.Of(pattern)).ToList();
        foreach (var job in Session.Jobs.All.Where(job => patterns.Any(pattern => pattern.IsMatch(job.Id)))) Emit(job);
    }
}
