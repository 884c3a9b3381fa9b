using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Optimize.Completers;

namespace MigrationTools.Optimize;

/// <summary>What the exports of Optimize share: by id or a whole collection, into one package or one each.</summary>
public abstract class ExportOptimizeCmdlet : ExportCmdlet
{
    private readonly List<(OptimizeConnection Connection, List<string> Ids)> _gathered = [];

    /// <summary>Everything of the type that lies in this collection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Collection")]
    [CollectionId]
    [ArgumentCompleter(typeof(CollectionIdCompleter))]
    public ItemReference CollectionId { get; set; } = CollectionIdAttribute.NotGiven;

    /// <summary>One package for each item, side by side, instead of one for all. A report that several dashboards show is then in each of them.</summary>
    [Parameter]
    public SwitchParameter Separate { get; set; }

    private protected sealed override string SystemName => OptimizeConnection.SystemName;

    /// <summary>Dashboard or Report.</summary>
    private protected abstract string Type { get; }

    private protected abstract ItemReference[] Ids { get; }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<OptimizeConnection>(changes: false, out var failure) is not { } connection)
        {
            FailItem(failure!, SystemName, "Connection", Connection!.Name, Connection.Name);
            return;
        }
        var ids = ParameterSetName == "Collection" ? IdsOfCollection(connection) : Ids.Where(item => IsOf(connection, item, Type)).Select(item => item.Id).ToList();
        if (Separate)
        {
            Start(ids.Select(id => new ExportOptimizeWork(this, connection, Select([id]), Destination, ConnectionIsShared)));
            return;
        }
        if (ids.Count == 0) return;
        var known = _gathered.FirstOrDefault(entry => ReferenceEquals(entry.Connection, connection));
        if (known.Ids is null) _gathered.Add(known = (connection, []));
        known.Ids.AddRange(ids);
    }

    /// <inheritdoc />
    protected override void End()
    {
        foreach (var (connection, ids) in _gathered) Start(new ExportOptimizeWork(this, connection, Select(ids), Destination, _gathered.Count == 1));
        base.End();
    }

    private OptimizeSelection Select(IEnumerable<string> ids) => Type == "Dashboard" ? OptimizeSelection.Dashboards(ids) : OptimizeSelection.Reports(ids);

    private List<string> IdsOfCollection(OptimizeConnection connection)
    {
        ListedOn.Require(connection, CollectionId, "Collection");
        if (CollectionId.Id.Length == 0) throw new MigrationException(ErrorKinds.CollectionMissing, "The id of the collection is empty.");
        var ids = Await(stop => new OptimizeMigrator(connection, Observer).IdsAsync(Type, CollectionId.Id, stop));
        var word = Type.ToLowerInvariant();
        if (OptimizeMigrator.IsCapped(ids)) WriteWarning($"{connection.Name} lists {ids.Count} {word}s of collection {CollectionId.Id} and no more: there may be more, which are not exported.");
        if (ids.Count == 0)
        {
            FailItem(new MigrationException(ErrorKinds.NothingSelected, $"Collection {CollectionId.Id} on {connection.Name} has no {word}s, or there is no such collection: the server does not say which.",
                "Check the id: it stands in the address of the collection's page."), SystemName, "Collection", CollectionId.Id, connection.Name);
        }
        return [.. ids.Order(StringComparer.Ordinal)];
    }
}

/// <summary>Exports dashboards with all reports that they show.</summary>
[Cmdlet(VerbsData.Export, "OptimizeDashboard", DefaultParameterSetName = "Id")]
[OutputType(typeof(OptimizePackage))]
public sealed class ExportOptimizeDashboard : ExportOptimizeCmdlet
{
    /// <summary>Ids on the source, or dashboards that Get-OptimizeDashboard listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true)]
    [NotBlank(nameof(Id))]
    [ItemId(OptimizeConnection.SystemName, "Dashboard", AreWords = true)]
    [ArgumentCompleter(typeof(DashboardIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

    private protected override string Type => "Dashboard";

    private protected override ItemReference[] Ids => Id;
}

/// <summary>Exports reports of all kinds; combined ones with their parts.</summary>
[Cmdlet(VerbsData.Export, "OptimizeReport", DefaultParameterSetName = "Id")]
[OutputType(typeof(OptimizePackage))]
public sealed class ExportOptimizeReport : ExportOptimizeCmdlet
{
    /// <summary>Ids on the source, or reports that Get-OptimizeReport listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true)]
    [NotBlank(nameof(Id))]
    [ItemId(OptimizeConnection.SystemName, "Report", "ProcessReport", "DecisionReport", "CombinedReport", AreWords = true)]
    [ArgumentCompleter(typeof(ReportIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

    private protected override string Type => "Report";

    private protected override ItemReference[] Ids => Id;
}
