using System.Management.Automation;
using MigrationTools.ArcGis.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;

namespace MigrationTools.ArcGis;

/// <summary>
/// Imports packages into a group: uploads each if it is not on the portal yet, has the portal look into it, decides, imports
/// it once in a job, waits, and tells what came of every item and where it landed. -OnConflict is about items that the portal
/// has already: Skip leaves them as they are, Overwrite replaces them, Fail refuses the package.
/// </summary>
[Cmdlet(VerbsData.Import, "ArcGisPackage", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult), typeof(MigrationJob))]
public sealed class ImportArcGisPackage : ImportCmdlet
{
    /// <summary>Packages that are on the portal already, by the ids of their items.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PackageItem", ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(PackageItemId))]
    [PackageItem]
    [ArgumentCompleter(typeof(PackageItemIdCompleter))]
    public ItemReference[] PackageItemId { get; set; } = [];

    /// <summary>The id of the group that the items are to be in. It must exist: an import makes no group.</summary>
    // Not mandatory for the engine: a row of a table without it would be refused before anybody could remember it.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ItemId(ArcGisConnection.SystemName, "Group", AreWords = true)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public ItemReference[] GroupId { get; set; } = [];

    /// <summary>Only the items of these ids.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ItemId(ArcGisConnection.SystemName, AreWords = true)]
    [ArgumentCompleter(typeof(PackageContentCompleter))]
    public ItemReference[]? ItemId { get; set; }

    /// <summary>Only items of these types, as the portal calls them: Web Map, Feature Service …; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextList]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PackageContentCompleter))]
    public string[]? Type { get; set; }

    /// <summary>Only items with these titles; wildcards are allowed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextList]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PackageContentCompleter))]
    public string[]? Title { get; set; }

    /// <summary>The id of the folder that the items go into (portals from 10.9 on); / for the root (from 11.4 on).</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    public string? FolderId { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>Whose folder it is; the importing user's where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    public string? FolderOwner { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>The folder by its name (portals from 11.4 on); it is made where there is none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    public string? FolderName { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>Leaves the package's item on the portal (from 11.3 on), where it otherwise goes after the import.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter KeepPackage { get; set; }

    /// <summary>Says that a package of a newer release is meant; the portal then decides.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter AllowNewerSource { get; set; }

    /// <summary>Starts the import and gives the job, which Wait-ArcGisJob takes up, in another session too.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait, in seconds or hh:mm:ss; 3600 where it is not given, 0 for ever. The import goes on when the wait is over.</summary>
    [Parameter]
    [Seconds(Least = 0, Most = 2_592_000)]
    public int? Timeout { get; set; }

    private protected override string SystemName => ArcGisConnection.SystemName;

    private protected override string PackageKind => ArcGisPackage.ItemType;

    private protected override MigrationException NoDuplicates => ArcGisImportOptions.NoDuplicates;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ParameterSetName != "PackageItem")
        {
            Import<ArcGisConnection>((target, package) => Begin(target, (migrator, options) => migrator.BeginImport(package, options)));
            return;
        }
        On<ArcGisConnection>(target =>
        {
            foreach (var item in PackageItemId) Take(item.Id, () => Begin(target, (migrator, options) => migrator.BeginImport(ArcGisIds.On(target, item, "package"), options)));
        });
    }

    private ImportArcGisWork Begin(ArcGisConnection target, Func<ArcGisMigrator, ArcGisImportOptions, ArcGisImport> begin)
    {
        var options = Options(target);
        return new ImportArcGisWork(this, begin(new ArcGisMigrator(target, Observer), options), options, $"{target.Uri} {options.GroupId}", ConnectionIsShared);
    }

    private ArcGisImportOptions Options(ArcGisConnection target)
    {
        var types = (Type ?? []).Select(pattern => NamePattern.Of(pattern)).ToList();
        var titles = (Title ?? []).Select(pattern => NamePattern.Of(pattern)).ToList();
        var words = new[] { types.Count > 0 ? $"type {string.Join(", ", Type!)}" : null, titles.Count > 0 ? $"title {string.Join(", ", Title!)}" : null };
        return new ArcGisImportOptions
        {
            GroupId = ArcGisIds.OnlyGroup(target, GroupId, "To import into"),
            ItemIds = ArcGisIds.Of(ItemId, "item"),
            Filter = types.Count + titles.Count == 0 ? null : item =>
                (types.Count == 0 || types.Exists(type => type.IsMatch(item.Type))) && (titles.Count == 0 || titles.Exists(title => title.IsMatch(item.Name))),
            FilterText = string.Join(" and ", words.OfType<string>()),
            OnConflict = OnConflict ?? ConflictPolicy.Skip,
            FolderId = FolderId,
            FolderOwner = FolderOwner,
            FolderName = FolderName,
            KeepPackage = KeepPackage,
            AllowNewerSource = AllowNewerSource,
            Backup = Backup,
            NoWait = NoWait,
            Timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : JobWaiter.DefaultTimeout,
        };
    }
}
