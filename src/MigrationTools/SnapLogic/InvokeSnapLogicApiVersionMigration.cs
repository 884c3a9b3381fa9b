using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.SnapLogic.Completers;

namespace MigrationTools.SnapLogic;

/// <summary>
/// Has the control plane copy a version of an API (Classic API Management) to another version, API, environment or Snaplex,
/// waits for it, and tells asset by asset what came of it. It arrives unpublished.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "SnapLogicApiVersionMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult), typeof(MigrationJob))]
public sealed class InvokeSnapLogicApiVersionMigration : SnapLogicMoveCmdlet
{
    /// <summary>The version: /org/apim/api/version.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(VersionPath))]
    [Text(nameof(VersionPath))]
    public string VersionPath { get; set; } = string.Empty;

    /// <summary>The version it becomes: /org/apim/api/version.</summary>
    // Not mandatory for the engine: a row of a table without it would be refused before anybody could remember it.
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string DestinationVersion { get; set; } = string.Empty;

    /// <summary>Where it is to run: the path of a Snaplex that is a Groundplex or has a load balancer, or an object of Get-SnapLogicSnaplex. Without it the server decides.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Snaplex]
    [ArgumentCompleter(typeof(SnaplexCompleter))]
    public string? SnaplexPath { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>
    /// Says that paths are percent-encoded, or with :$false that they are not. Without it those are taken as encoded that
    /// hold %XX, because the vendor's pages write them so.
    /// </summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    /// <inheritdoc />
    protected override void Process()
    {
        bool? escaped = MyInvocation.BoundParameters.ContainsKey(nameof(EscapedPath)) ? EscapedPath : null;
        Begin(VersionPath, migrator => migrator.BeginVersionMigration(
            SnapLogicPath.Version(VersionPath, escaped), SnapLogicPath.Version(GivenPath.Of(DestinationVersion, nameof(DestinationVersion), ErrorKinds.VersionPathInvalid), escaped),
            SnaplexPath is null ? null : SnapLogicPath.Snaplex(SnaplexPath, escaped), Options()));
    }
}
