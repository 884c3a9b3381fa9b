using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;

namespace MigrationTools.Arcadia;

/// <summary>Exports any of the eight kinds that the migration API knows, together or one package each.</summary>
[Cmdlet(VerbsData.Export, "ArcadiaPackage", DefaultParameterSetName = "Id")]
[OutputType(typeof(ArcadiaPackage))]
public sealed class ExportArcadiaPackage : ExportArcadiaCmdlet
{
    /// <summary>Artifacts that Get-ArcadiaArtifact listed or a package holds.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Ids of apps.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "App")]
    public string[]? App { get; set; }

    /// <summary>Ids of dashboards.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "Dashboard")]
    public string[]? Dashboard { get; set; }

    /// <summary>Ids of visuals.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "Visual")]
    public string[]? Visual { get; set; }

    /// <summary>Ids of datasets; their segments and events travel with them.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "Dataset")]
    public string[]? Dataset { get; set; }

    /// <summary>Ids of date ranges.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "DateRange")]
    public string[]? DateRange { get; set; }

    /// <summary>Ids of static assets.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "StaticAsset")]
    public string[]? StaticAsset { get; set; }

    /// <summary>Ids of custom styles.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "CustomStyle")]
    public string[]? CustomStyle { get; set; }

    /// <summary>Ids of color palettes.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "ColorPalette")]
    public string[]? ColorPalette { get; set; }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcadiaConnection>(changes: false, out var failure) is not { } connection)
        {
            Fail(failure!, Connection!.Name);
            return;
        }
        if (ParameterSetName == "Object")
        {
            ExportObject(connection);
            return;
        }
        var items = new (string Type, string[]? Ids)[]
        {
            ("App", App), ("Dashboard", Dashboard), ("Visual", Visual), ("Dataset", Dataset),
            ("DateRange", DateRange), ("StaticAsset", StaticAsset), ("CustomStyle", CustomStyle), ("ColorPalette", ColorPalette),
        }.SelectMany(kind => (kind.Ids ?? []).Select(id => (kind.Type, id))).ToList();
        if (items.Count == 0) throw new MigrationException(ErrorKinds.NothingSelected, "No id was given to export.", "Give ids by -App, -Dashboard, -Visual, -Dataset, -DateRange, -StaticAsset, -CustomStyle or -ColorPalette.");
        Export(connection, items);
    }

    /// <summary>What came through the pipe fails alone.</summary>
    private void ExportObject(ArcadiaConnection connection)
    {
        try
        {
            var type = Binding.Text(Binding.Property(InputObject, "Type")) ?? string.Empty;
            var ids = (string[]?)new ItemIdAttribute(ArcadiaConnection.SystemName, type).Transform(null!, InputObject);
            if (Binding.Property(InputObject, "System") is null)
            {
                throw new MigrationException(ErrorKinds.InvalidId, $"A {InputObject.BaseObject.GetType().Name} is no artifact of Arcadia.",
                    "Pipe what Get-ArcadiaArtifact lists, or the Items of a package.");
            }
            Export(connection, (ids ?? []).Select(id => (type, id)));
        }
        catch (ArgumentTransformationMetadataException error)
        {
            Fail(error.InnerException as MigrationException ?? new MigrationException(ErrorKinds.InvalidId, error.Message), InputObject);
        }
        catch (MigrationException error)
        {
            Fail(error, InputObject);
        }
    }
}
