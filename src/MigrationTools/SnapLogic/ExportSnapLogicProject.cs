using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Exports projects, each into an archive as the control plane writes it, which its own Manager can import as well.</summary>
[Cmdlet(VerbsData.Export, "SnapLogicProject")]
[OutputType(typeof(MigrationPackage))]
public sealed class ExportSnapLogicProject : ParallelCmdlet
{
    private PackageDestination _destination = null!;

    /// <summary>The projects: /org/project_space/project, as Manager spells it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PathTextList(nameof(ProjectPath))]
    [AllowEmptyString]
    public string[] ProjectPath { get; set; } = [];

    /// <summary>Which types of asset: Account, File, Job (or Task), Pipeline. All of them where it is not given; policies cannot be exported.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AssetTypeList]
    public SnapLogicAssetType[] AssetType { get; set; } = [];

    /// <summary>
    /// The file to write, or a folder to write into (one that exists, or a path that ends in a separator). Without it the
    /// content is private to this process and lasts as long as it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Has the control plane ignore its limit on the size of an export.</summary>
    [Parameter]
    public SwitchParameter IgnoreSizeLimit { get; set; }

    /// <summary>Says that paths are percent-encoded, as in a URL. Without it a % is a letter of the name.</summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    private protected override string SystemName => SnapLogicConnection.SystemName;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        // A rehearsal of a whole pipe reads, and writes nothing to -Path.
        var path = Path is null || this.IsRehearsal() ? null : FilePaths.Output(this, Path);
        _destination = new PackageDestination(path, Force);
        _destination.Check();
    }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<SnapLogicConnection>(changes: false, out var failure) is not { } connection)
        {
            FailItem(failure!, SystemName, "Connection", Connection!.Name, Connection.Name);
            return;
        }
        foreach (var project in ProjectPath) Begin(connection, project);
    }

    private void Begin(SnapLogicConnection connection, string project)
    {
        SnapLogicPath path;
        try
        {
            path = SnapLogicPath.Project(project, EscapedPath);
        }
        catch (MigrationException error)
        {
            FailItem(error, SystemName, "Project", project, connection.Name);
            return;
        }
        Start(new Work(this, connection, path, [.. AssetType.Select(type => type.ToString())], ConnectionIsShared));
    }

    /// <summary>One export on its way. It reads alone: there is nothing to ask about.</summary>
    private sealed class Work(ExportSnapLogicProject cmdlet, SnapLogicConnection connection, SnapLogicPath project, IReadOnlyList<string> types, bool holdsForAll) : WorkItem
    {
        private MigrationPackage? _package;

        public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

        public override async Task PlanAsync(CancellationToken cancellationToken) => _package = await new SnapLogicMigrator(connection, cmdlet.Observer)
            .ExportAsync(project, types, cmdlet.IgnoreSizeLimit, cmdlet._destination, cancellationToken).ConfigureAwait(false);

        public override void Report()
        {
            // Into the history before anything is written: whoever receives it may end the pipeline.
            Remember();
            if (_package is not null) cmdlet.Emit(_package);
        }

        public override void Complain()
        {
            if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
            if (EndsAll) cmdlet.Refuse(failure, project.ToString());
            cmdlet.Fail(failure, project.ToString());
        }

        public override void Remember()
        {
            if (_package is null && Failure is null) return;
            var failure = Failure;
            cmdlet.Remember(new MigrationResult
            {
                System = SnapLogicConnection.SystemName,
                Type = "Project",
                Name = project.Name,
                Action = MigrationAction.None,
                Status = failure is null ? MigrationStatus.Done : failure.Kind == ErrorKinds.Canceled ? MigrationStatus.Canceled : MigrationStatus.Failed,
                Reason = failure is null ? ResultReason.None : failure.Kind == ErrorKinds.Canceled ? ResultReason.Stopped : ResultReason.Rejected,
                ErrorId = failure?.ErrorId,
                Message = failure?.Message ?? (_package!.IsPrivate ? "Exported into this session." : $"Exported into {_package.Path}."),
                Source = project.ToString(),
                InputKey = _package?.Path ?? project.ToString(),
            });
        }
    }
}
