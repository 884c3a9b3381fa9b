using System.Management.Automation;
using MigrationTools.Arcadia.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;

namespace MigrationTools.Arcadia;

/// <summary>Exports dashboards with all they need: visuals, datasets, styles, pictures.</summary>
[Cmdlet(VerbsData.Export, "ArcadiaDashboard", DefaultParameterSetName = "Id")]
[OutputType(typeof(ArcadiaPackage))]
public sealed class ExportArcadiaDashboard : ExportArcadiaCmdlet
{
    private IReadOnlyList<ArcadiaArtifact>? _listed;
    private ArcadiaConnection? _listedOn;

    /// <summary>Ids on the source, or dashboards that Get-ArcadiaArtifact listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true)]
    [NotBlank(nameof(Id))]
    [ItemId(ArcadiaConnection.SystemName, "Dashboard")]
    [ArgumentCompleter(typeof(ArtifactIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

    /// <summary>Names, commas and all; wildcards are allowed. Needs the source's Admin API.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DashboardNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcadiaConnection>(changes: false, out var failure) is not { } connection)
        {
            FailItem(failure!, SystemName, "Connection", Connection!.Name, Connection.Name);
            return;
        }
        var ids = ParameterSetName == "Name" ? Name.SelectMany(name => Find(connection, name)) : Id;
        Export(connection, ids.Select(id => ("Dashboard", id)));
    }

    private List<ItemReference> Find(ArcadiaConnection connection, string name)
    {
        if (_listed is null || !ReferenceEquals(_listedOn, connection))
        {
            _listed = Await(stop => new ArcadiaMigrator(connection, Observer).ListAsync("Dashboard", stop));
            _listedOn = connection;
        }
        var wildcards = WildcardPattern.ContainsWildcardCharacters(name);
        var pattern = NamePattern.Of(name);
        var found = _listed.Where(dashboard => pattern.IsMatch(dashboard.Name)).ToList();
        if (found.Count == 0)
        {
            FailItem(new MigrationException(ErrorKinds.NameNotFound, $"{connection.Name} has no dashboard '{name}' that this user may see."), SystemName, "Dashboard", name, connection.Name);
            return [];
        }
        if (found.Count > 1 && !wildcards)
        {
            FailItem(new MigrationException(ErrorKinds.NameAmbiguous,
                $"{connection.Name} has {found.Count} dashboards '{name}': {string.Join(", ", found.Select(dashboard => dashboard.Id))}."), SystemName, "Dashboard", name, connection.Name);
            return [];
        }
        return found.ConvertAll(dashboard => new ItemReference(dashboard.Id, null));
    }
}
