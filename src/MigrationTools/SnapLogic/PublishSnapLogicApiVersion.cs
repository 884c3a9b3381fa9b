using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Publishes versions of APIs (Classic API Management): by the rows of a migration, if all of it came over, or by path.</summary>
[Cmdlet(VerbsData.Publish, "SnapLogicApiVersion", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class PublishSnapLogicApiVersion : SnapLogicCmdlet
{
    private const long LongestSpecification = 16_000_000;

    private readonly List<MigrationResult> _rows = [];

    /// <summary>The rows of a migration of versions. A version of which an asset failed is left out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [ResultRow(SnapLogicConnection.SystemName, nameof(VersionPath))]
    public MigrationResult InputObject { get; set; } = null!;

    /// <summary>The version: /org/apim/api/version.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Version", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(VersionPath))]
    [Text(IsPiped = true)]
    public string VersionPath { get; set; } = string.Empty;

    /// <summary>The e-mail address that the version's users can write to.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    public string? ContactEmail { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>Lets users subscribe to it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter AllowSubscription { get; set; }

    /// <summary>Lets subscriptions hold without anybody's consent.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter AutoApprove { get; set; }

    /// <summary>A file with the whole OpenAPI specification, JSON or YAML (.yaml, .yml), for all versions of this call.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpecificationFile { get; set; }

    /// <summary>Says that -VersionPath is percent-encoded, or with :$false that it is not. Without it a path is taken as encoded that holds %XX.</summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    private string? _specification;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        if (SpecificationFile is null) return;
        var path = FilePaths.Output(this, SpecificationFile);
        try
        {
            if (new FileInfo(path).Length > LongestSpecification) throw new MigrationException(ErrorKinds.PackageTooLarge, $"'{path}' is too large for a specification.", "Give the OpenAPI file itself.");
            _specification = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(ErrorKinds.PackageNotFound, $"The specification '{path}' cannot be read: {error.Message}", inner: error) { TargetObject = path };
        }
    }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ParameterSetName == "Object")
        {
            _rows.Add(InputObject);
            return;
        }
        bool? escaped = MyInvocation.BoundParameters.ContainsKey(nameof(EscapedPath)) ? EscapedPath : null;
        Begin(VersionPath, migrator => migrator.BeginPublish(SnapLogicPath.Version(VersionPath, escaped), Options(), Looks));
    }

    /// <inheritdoc />
    protected override void End()
    {
        // Only now is it known of each version whether all of it came over.
        var versions = _rows.GroupBy(row => row.Target, StringComparer.Ordinal).Select(version => (Path: SnapLogicPath.OfRow(version.Key, isVersion: true), Rows: version.ToList())).ToList();
        foreach (var (path, rows) in versions)
        {
            if (path is null)
            {
                foreach (var row in rows) LeaveOut(row, "it is no part of an API version.", "Pipe the rows of Invoke-SnapLogicApiVersionMigration.");
            }
            else if (rows.Find(row => row.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged)) is { } open)
            {
                LeaveOut(open with { Type = "ApiVersion", Name = $"{path.Segments[2]}/{path.Name}" }, $"{open.Type} '{open.Name}' of it is {open.Status}, and half a version is not published.");
            }
            else
            {
                Begin(path.ToString(), migrator => migrator.BeginPublish(path, Options(), Looks));
            }
        }
        if (versions.Count > 0 && versions.TrueForAll(version => version.Path is null))
        {
            WriteWarning("No API version was published: none of the rows is part of one. Pipe the rows of Invoke-SnapLogicApiVersionMigration.");
        }
        base.End();
    }

    private SnapLogicPublicationOptions Options() => new()
    {
        ContactEmail = ContactEmail,
        AllowSubscriptions = AllowSubscription,
        AutoApprove = AutoApprove,
        Specification = _specification,
        IsYaml = SpecificationFile is { } file && (file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)),
    };
}
