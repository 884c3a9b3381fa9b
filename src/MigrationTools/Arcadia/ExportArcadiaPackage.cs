using System.Management.Automation;
using MigrationTools.Arcadia.Completers;
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
    public ItemReference[]? App { get; set; }

    /// <summary>Ids of dashboards.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "Dashboard")]
    [ArgumentCompleter(typeof(ArtifactIdCompleter))]
    public ItemReference[]? Dashboard { get; set; }

    /// <summary>Ids of visuals.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "Visual")]
    [ArgumentCompleter(typeof(ArtifactIdCompleter))]
    public ItemReference[]? Visual { get; set; }

    /// <summary>Ids of datasets; their segments and events travel with them.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "Dataset")]
    [ArgumentCompleter(typeof(ArtifactIdCompleter))]
    public ItemReference[]? Dataset { get; set; }

    /// <summary>Ids of date ranges.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "DateRange")]
    public ItemReference[]? DateRange { get; set; }

    /// <summary>Ids of static assets.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "StaticAsset")]
    public ItemReference[]? StaticAsset { get; set; }

    /// <summary>Ids of custom styles.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "CustomStyle")]
    public ItemReference[]? CustomStyle { get; set; }

    /// <summary>Ids of color palettes.</summary>
    [Parameter(ParameterSetName = "Id")]
    [ItemId(ArcadiaConnection.SystemName, "ColorPalette")]
    public ItemReference[]? ColorPalette { get; set; }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcadiaConnection>(changes: false, out var failure) is not { } connection)
        {
            FailItem(failure!, SystemName, "Connection", Connection!.Name, Connection.Name);
            return;
        }
        if (ParameterSetName == "Object")
        {
            ExportObject(connection);
            return;
        }
        var items = new (string Type, ItemReference[]? Ids)[]
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
            var system = Binding.Text(Binding.Property(InputObject, "System"));
            if (Binding.Text(Binding.Property(InputObject, "Type")) is not { } type || (system is not null && system != SystemName))
            {
                throw new MigrationException(ErrorKinds.InvalidId, $"{Piped.Called(InputObject)} is not an artifact of Arcadia.",
                    "Pipe what Get-ArcadiaArtifact lists, the Items of a package, or rows with Type and Id.");
            }
            var ids = (ItemReference[]?)new ItemIdAttribute(ArcadiaConnection.SystemName, type).Transform(null!, InputObject);
            Export(connection, (ids ?? []).Select(id => (type, id)));
        }
        catch (ArgumentTransformationMetadataException error)
        {
            FailItem(error.InnerException as MigrationException ?? new MigrationException(ErrorKinds.InvalidId, error.Message), SystemName, "Input", null, connection.Name);
        }
        catch (MigrationException error)
        {
            FailItem(error, SystemName, "Input", null, connection.Name);
        }
    }
}
