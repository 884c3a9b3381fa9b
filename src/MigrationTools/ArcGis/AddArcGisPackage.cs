using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;

namespace MigrationTools.ArcGis;

/// <summary>
/// Uploads package files to a portal, without importing them: a small one in one request, a large one in parts. What was
/// broken off goes on where it was when the same line runs again.
/// </summary>
[Cmdlet(VerbsCommon.Add, "ArcGisPackage", DefaultParameterSetName = "Path", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ArcGisPackage))]
public sealed class AddArcGisPackage : ParallelCmdlet
{
    /// <summary>Package files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Path))]
    [PathList]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Package files, named exactly.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(LiteralPath))]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>How long to wait for the portal to put the parts together, in seconds or hh:mm:ss; 3600 where it is not given, 0 for ever.</summary>
    [Parameter]
    [Seconds(Least = 0, Most = 2_592_000)]
    public int? Timeout { get; set; }

    private protected override string SystemName => ArcGisConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcGisConnection>(changes: true, out var failure) is not { } portal)
        {
            FailItem(failure!, SystemName, "Connection", Connection!.Name, source: null, Connection.Name);
            return;
        }
        var literal = ParameterSetName == "LiteralPath";
        foreach (var given in literal ? LiteralPath : Path)
        {
            try
            {
                foreach (var file in FilePaths.Existing(this, given, literal)) Start(new Work(this, portal, file, ConnectionIsShared));
            }
            catch (MigrationException error)
            {
                FailItem(error, SystemName, "Package", given, given, portal.Name);
            }
        }
    }

    /// <summary>One file on its way.</summary>
    private sealed class Work(AddArcGisPackage cmdlet, ArcGisConnection portal, string path, bool holdsForAll) : WorkItem
    {
        private readonly ArcGisAdd _add = new ArcGisMigrator(portal, cmdlet.Observer)
            .BeginAdd(path, cmdlet.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : JobWaiter.DefaultTimeout);

        private bool _isRehearsal;
        private bool _declined;

        public override string Lane => portal.Uri.ToString();

        public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

        public override Task PlanAsync(CancellationToken cancellationToken) => _add.PlanAsync(cancellationToken);

        public override bool Ask()
        {
            if (cmdlet.ShouldProcess($"{_add.Description}: {_add.Summary}", $"{_add.Description}\n{_add.Summary}.", cmdlet.CommandName, out var why)) return true;
            _isRehearsal = why == ShouldProcessReason.WhatIf;
            _declined = !_isRehearsal;
            if (_isRehearsal) _add.LeaveOut();
            return false;
        }

        public override Task ApplyAsync(CancellationToken cancellationToken) => _add.ApplyAsync(cancellationToken);

        public override void Report()
        {
            // Into the history before anything is written: whoever receives it may end the pipeline.
            Remember();
            if (_add.Package is { } package) cmdlet.Emit(package);
        }

        public override void Complain()
        {
            if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
            if (EndsAll) cmdlet.Refuse(failure, path);
            cmdlet.Fail(failure, path);
        }

        public override void Remember() => cmdlet.Remember(new MigrationResult
        {
            System = ArcGisConnection.SystemName,
            Type = ArcGisPackage.ItemType,
            Name = System.IO.Path.GetFileName(path),
            DestinationId = _add.Package?.PackageItem,
            Action = _declined || (Failure is not null && !ApplyStarted) ? MigrationAction.None : MigrationAction.Create,
            Status = Failure switch
            {
                null when _isRehearsal => MigrationStatus.Planned,
                null when _declined => MigrationStatus.Skipped,
                null => _add.Package is null ? MigrationStatus.Canceled : MigrationStatus.Done,
                { IsAmbiguous: true } => MigrationStatus.Unknown,
                { } failure => failure.Kind == ErrorKinds.Canceled ? MigrationStatus.Canceled : MigrationStatus.Failed,
            },
            Reason = Failure switch
            {
                null when _isRehearsal => ResultReason.WhatIf,
                null when _declined => ResultReason.Declined,
                null => _add.Package is null ? WhyCanceled : ResultReason.None,
                { IsAmbiguous: true } => ResultReason.AnswerLost,
                { } failure => failure.Kind == ErrorKinds.Canceled ? WhyCanceled : ApplyStarted ? ResultReason.Rejected : ResultReason.CheckFailed,
            },
            ErrorId = Failure?.ErrorId,
            Message = Failure?.Message ?? (_declined ? ResultWords.Declined : null),
            Source = path,
            Target = portal.Name,
            InputKey = path,
        });
    }
}
