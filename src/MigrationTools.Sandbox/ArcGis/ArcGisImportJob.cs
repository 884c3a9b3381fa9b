using System.Text;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What an import is to do.</summary>
internal sealed record ArcGisImportPlan
{
    public required ArcGisGroup Group { get; init; }

    public required ArcGisImportSource Source { get; init; }

    public required IReadOnlyList<ArcGisPackedItem> Items { get; init; }

    public required ArcGisUser Importer { get; init; }

    /// <summary>Whose the items will be.</summary>
    public required string Owner { get; init; }

    public required Func<ArcGisFolder?> Folder { get; init; }

    public bool Overwrite { get; init; }

    public bool Keep { get; init; }

    /// <summary>No item can be imported, because the package is of a later version.</summary>
    public bool IsTooNew { get; init; }

    /// <summary>Why the job fails before the first item, or null.</summary>
    public string? FailReason { get; init; }

    /// <summary>After how many items the job fails, or null.</summary>
    public int? FailAfter { get; init; }
}

/// <summary>Imports item by item: what a look at the group shows grows with the time.</summary>
internal sealed class ArcGisImportJob(ArcGisPortal portal, ArcGisImportPlan plan, DateTimeOffset created, TimeSpan duration)
    : ArcGisJob(plan.Importer.Name, created, duration)
{
    private const long LargestText = 4 * 1024 * 1024;

    private readonly Task<IReadOnlyList<ArcGisContent?>> _files = ArcGisWork.Start(plan.Source.Item.Size, () => Unpack(portal, plan));
    private readonly JsonArray _imported = [];
    private readonly JsonArray _skipped = [];
    private readonly JsonArray _failed = [];
    private int _done;

    public string PackageItemId => plan.Source.Item.Id;

    public override JsonObject Definition => new()
    {
        ["type"] = "import", ["itemId"] = Manifest.Id, ["groupId"] = plan.Group.Id, ["groupTitle"] = plan.Group.Title,
    };

    protected override bool IsReady => _files.IsCompleted;

    protected override IReadOnlyList<string> Script { get; } =
    [
        $"Starting import of items from EPK item '{plan.Source.Package.Manifest.Id}' to group '{plan.Group.Title}'.",
        $"Starting the import of exported package item '{plan.Source.Package.Manifest.Id}' containing {plan.Items.Count} items.",
        $"Import option to overwrite items if they exist is set to '{(plan.Overwrite ? "true" : "false")}'.",
    ];

    private ArcGisManifest Manifest => plan.Source.Package.Manifest;

    private ArcGisState Held => portal.State;

    /// <summary>After how many items the job fails, or null.</summary>
    private int? FailAfter => plan.FailReason is not null ? 0 : plan.FailAfter ?? (portal.Switches.JobFailure == JobFailure.None ? null : portal.Switches.JobFailureAfter);

    protected override void Prepare() => _files.GetAwaiter().GetResult();

    protected override void Work(double progress, DateTimeOffset now)
    {
        if (!_files.IsCompletedSuccessfully) return;
        var due = (int)(progress * plan.Items.Count);
        while (_done < Math.Min(due, FailAfter ?? int.MaxValue))
        {
            Import(plan.Items[_done], _files.Result[_done], now);
            _done++;
        }
    }

    protected override void End(DateTimeOffset now)
    {
        foreach (var unused in _files.IsCompletedSuccessfully ? _files.Result.Skip(_done) : []) unused?.Dispose();
        var failed = FailAfter is not null || !_files.IsCompletedSuccessfully;
        var vanishes = failed ? portal.Switches.PackageAfterFailure == PackageAfter.Deleted
            : _failed.Count > 0 ? portal.Switches.PackageAfterPartial == PackageAfter.Deleted : true;
        if (vanishes && !plan.Keep && Held.ItemNow(PackageItemId) is { } package) Held.Remove(package);
        if (failed) Fail(plan.FailReason ?? "Import of the export package failed: an unexpected error occurred.");
        else Complete(new() { ["itemsImported"] = _imported, ["itemsSkipped"] = _skipped, ["itemsFailedImport"] = _failed });
    }

    private static IReadOnlyList<ArcGisContent?> Unpack(ArcGisPortal portal, ArcGisImportPlan plan) =>
        [.. plan.Items.Select(item => Rewritten(plan.Source.Package.Unpack(item.Id), plan.Source.Package.Manifest.HttpsUrl, portal.PublicUri))];

    private void Import(ArcGisPackedItem packed, ArcGisContent? content, DateTimeOffset now)
    {
        var existing = Held.ItemNow(packed.Id);
        var isForeign = existing is not null && existing.Owner != plan.Importer.Name && !plan.Importer.IsAdministrator;
        var (list, reason) = (portal.Switches.FailItems.Contains(packed.Id), existing) switch
        {
            (true, _) => (_failed, "The item could not be created."),
            _ when plan.IsTooNew || portal.Switches.CannotImport.Contains(packed.Id) => (_skipped, "The item cannot be imported."),
            _ when portal.Switches.SkipItems.Contains(packed.Id) => (_skipped, "The item is not supported."),
            (_, not null) when !plan.Overwrite => (_skipped, "The item exists already."),
            (_, not null) when isForeign => (_failed, "The item is owned by another user."),
            _ => (_imported, ""),
        };
        list.Add(Element(packed, reason));
        if (list == _imported) Put(packed, existing, content, now);
        else content?.Dispose();
    }

    private void Put(ArcGisPackedItem packed, ArcGisItem? existing, ArcGisContent? content, DateTimeOffset now)
    {
        var stays = existing is not null && portal.Switches.OverwrittenOwner == OverwrittenOwner.Kept;
        Held.Put(new ArcGisItem
        {
            Id = packed.Id, Type = packed.Type, Title = packed.Title,
            Owner = stays ? existing!.Owner : plan.Owner,
            Folder = stays ? existing!.Folder : plan.Folder()?.Id,
            FileName = packed.FileName, Url = packed.Url?.Replace(Manifest.HttpsUrl, Address(portal.PublicUri), StringComparison.OrdinalIgnoreCase),
            Snippet = packed.Snippet, Description = packed.Description, TypeKeywords = packed.TypeKeywords, Tags = packed.Tags,
            Created = existing?.Created ?? now, Modified = now, Protected = existing?.Protected ?? false,
            Content = content, SizeOfService = packed.Size,
        });
        Held.Share(plan.Group.Id, packed.Id);
    }

    private JsonObject Element(ArcGisPackedItem item, string reason)
    {
        if (reason.Length == 0 || portal.Switches.OutcomeElement == OutcomeElement.ItemIdOnly) return new() { ["itemId"] = item.Id };
        var element = new JsonObject { ["title"] = item.Title, ["reason"] = reason };
        if (portal.Switches.OutcomeElement == OutcomeElement.WithExtraFields) element.Insert(0, "itemId", item.Id);
        return element;
    }

    /// <summary>Addresses in texts lead to the new portal.</summary>
    private static ArcGisContent? Rewritten(ArcGisContent? content, string from, Uri to)
    {
        if (content is null || content.Length > LargestText) return content;
        using var reader = new StreamReader(content.OpenRead(), Encoding.UTF8);
        var text = reader.ReadToEnd();
        if (!text.StartsWith('{') || !text.Contains(from, StringComparison.OrdinalIgnoreCase)) return content;
        content.Dispose();
        return ArcGisContent.From(Encoding.UTF8.GetBytes(text.Replace(from, Address(to), StringComparison.OrdinalIgnoreCase)));
    }

    private static string Address(Uri portal) => portal.ToString().TrimEnd('/');
}
