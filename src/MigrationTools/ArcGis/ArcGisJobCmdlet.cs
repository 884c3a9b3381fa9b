using System.Management.Automation;
using System.Net;
using System.Security;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;

namespace MigrationTools.ArcGis;

/// <summary>What the cmdlets share that take up a portal's job again: from the object, its JSON, or its id (and key).</summary>
public abstract class ArcGisJobCmdlet : ParallelCmdlet
{
    /// <summary>The job that -NoWait gave or Get-MigrationJob lists, live or as it comes back from a file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [ArcGisJob]
    public MigrationJob InputObject { get; set; } = null!;

    /// <summary>The job's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Id))]
    [Text(IsPiped = true)]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string Id { get; set; } = string.Empty;

    /// <summary>The job's key. Group owners who are no administrators need it, unless this session started the job.</summary>
    [Parameter(ParameterSetName = "Id")]
    [Secret]
    public SecureString? Key { get; set; }

    private protected sealed override string SystemName => ArcGisConnection.SystemName;

    private protected abstract void Take(ArcGisConnection portal, ArcGisJob job);

    /// <inheritdoc />
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case "Object": TakeUp(InputObject.Id, () => Own(InputObject)); break;
            case "Id": TakeUp(Id, Named); break;
            default:
                // Of a portal that was named, only its own.
                var named = Connection is null ? null : Resolve<ArcGisConnection>(changes: false);
                foreach (var job in Session.Jobs.All.OfType<ArcGisJob>().Where(job => named is null || job.Origin is null || named.IsAt(job.Origin))) TakeUp(job.Id, () => job);
                break;
        }
    }

    /// <summary>One of several fails alone.</summary>
    private void TakeUp(string name, Func<ArcGisJob> find)
    {
        try
        {
            var job = find();
            Take(PortalOf(job), job);
        }
        catch (MigrationException error) when ((MyInvocation.ExpectingInput || ParameterSetName == "Session") && error.Kind != ErrorKinds.NoConnection)
        {
            FailItem(error, SystemName, "Job", name, Connection?.Name);
        }
    }

    /// <summary>What this session knows of a job of this id, else the id alone.</summary>
    private ArcGisJob Named()
    {
        if (!ArcGisId.IsId(Id)) throw new MigrationException(ErrorKinds.InvalidId, $"'{Id}' is no id of a job.", "Job ids have 32 hexadecimal digits.") { TargetObject = Id };
        var known = Session.Jobs.All.OfType<ArcGisJob>().FirstOrDefault(job => string.Equals(job.Id, Id, StringComparison.OrdinalIgnoreCase));
        var job = known ?? new ArcGisJob { System = ArcGisConnection.SystemName, Kind = "Job", Id = Id };
        return Key is null ? job : job with { Key = new NetworkCredential(string.Empty, Key).Password };
    }

    private static ArcGisJob Own(MigrationJob job) => job as ArcGisJob ?? new ArcGisJob
    {
        System = job.System,
        Kind = job.Kind,
        Id = job.Id,
        Key = job.Key,
        ConnectionName = job.ConnectionName,
        State = job.State,
        Submitted = job.Submitted,
        Source = job.Source,
        Target = job.Target,
    };

    /// <summary>The connection that was named, else the one that the job was started on; the default only for a job that names none. A job and its key go to its own portal alone.</summary>
    private ArcGisConnection PortalOf(ArcGisJob job)
    {
        var portal = Connection is null && job.ConnectionName is { } name ? StartedOn(job, name) : Resolve<ArcGisConnection>(changes: false);
        if (job.Origin is not { } origin || portal.IsAt(origin)) return portal;
        throw new MigrationException(ErrorKinds.WrongConnection, $"Job {job.Id} was started on {origin}, and {portal.Name} leads to {portal.Uri}.",
            "Name a connection to that portal with -Connection.") { TargetObject = job.Id };
    }

    private ArcGisConnection StartedOn(ArcGisJob job, string name) =>
        Session.Connections.All.OfType<ArcGisConnection>().FirstOrDefault(open => string.Equals(open.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new MigrationException(ErrorKinds.UnknownConnection, $"Job {job.Id} was started on the connection '{name}', which is not open.",
            "Connect under that name, or name another connection to the same portal with -Connection.") { TargetObject = job.Id };
}
