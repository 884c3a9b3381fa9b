using System.Globalization;
using System.Management.Automation;
using MigrationTools.Common.Views;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;
using JobState = MigrationTools.Core.Jobs.JobState;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// A server's job: live, or as it comes back from Start-Job, Export-Clixml, JSON or CSV. One of another system is refused;
/// ids, and rows with an Id, are left to the other parameters of the pipe.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public class JobAttribute(string system) : ArgumentTransformationAttribute
{
    /// <summary>The system whose jobs are meant.</summary>
    public string System { get; } = system;

    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var job = Binding.Unwrap(inputData) as MigrationJob ?? (Rebuilt(inputData) is { } plain ? Complete(plain, inputData) : null) ?? throw (Binding.Unwrap(inputData) is string
            ? Binding.NotMine("This is no job of a server.")
            : Piped.NotTaken(engineIntrinsics, ErrorKinds.InvalidValue, inputData, $"a job of {SystemNames.Shown(System)}", "Pipe jobs, their ids, or rows with an Id.", ["Id"]));
        if (job.Key?.Length > ApiClient.LongestSecret) throw Secrets.TooLong(engineIntrinsics, job.Key.Length);
        return job.System == System
            ? job
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"The job {job.Id} is one of {SystemNames.Shown(job.System)}, not of {SystemNames.Shown(System)}.", $"Use the cmdlets of {SystemNames.Shown(job.System)} for it.");
    }

    /// <summary>Adds what the system's own jobs know beside.</summary>
    /// <param name="job">What every job has.</param>
    /// <param name="value">What came through the pipe.</param>
    private protected virtual MigrationJob Complete(MigrationJob job, object value) => job;

    private static MigrationJob? Rebuilt(object? value)
    {
        string? Text(string name) => Binding.Text(Binding.Property(value, name)) is { Length: > 0 } text ? PlainText.Line(text) : null;
        // Rows of a migration have a System as well, and no Kind; packages have a Kind, and no Id.
        if (Binding.Unwrap(value) is string || Text("System") is not { } system || Text("Kind") is not { } kind || Text("Id") is not { } id) return null;
        return new MigrationJob
        {
            System = system,
            Kind = kind,
            Id = id,
            Key = Text("Key"),
            ConnectionName = Text("ConnectionName"),
            State = Enum.TryParse<JobState>(Text("State"), ignoreCase: true, out var state) ? state : JobState.Unknown,
            Submitted = Time(Binding.Property(value, "Submitted")),
            StatusUri = Text("StatusUri"),
            Source = Text("Source"),
            Target = Text("Target"),
            Action = Enum.TryParse<MigrationAction>(Text("Action"), ignoreCase: true, out var action) ? action : MigrationAction.Unknown,
        };
    }

    private static DateTimeOffset? Time(object? value) => value switch
    {
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        _ when DateTimeOffset.TryParse(Binding.Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => null,
    };
}
