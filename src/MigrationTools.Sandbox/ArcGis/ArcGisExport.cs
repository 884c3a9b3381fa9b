using System.Globalization;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>export: packs what a group holds into an item of the caller.</summary>
internal sealed class ArcGisExport(ArcGisPortal portal, ArcGisImport import, ArcGisJobs jobs)
{
    private ArcGisState State => portal.State;

    private ArcGisSwitches Switches => portal.Switches;

    private ArcGisRelease Release => ArcGisRelease.Of(Switches.Version);

    public JsonObject Run(ArcGisCall call, string groupId)
    {
        var group = import.OwnGroup(call, groupId);
        var wanted = call.List("itemIdList");
        var asked = wanted.Count > 0 ? wanted : group.Items;
        var items = asked.Where(group.Items.Contains).Select(id => State.Item(id)).OfType<ArcGisItem>()
            .Where(item => ArcGisTypes.CanTravel(item) && item.State == UploadState.Completed && !Switches.SkipItems.Contains(item.Id)).ToList();
        var skipped = asked.Except(items.Select(item => item.Id)).ToList();
        if (Release.HasFolderNames && call.Flag("previewOnly", false)) return Preview(items);
        if (items.Count == 0 && Switches.ExportEmpty == ExportEmpty.NoJobIdEmpty) return [];
        if (items.Count == 0 && Switches.ExportEmpty == ExportEmpty.NoJobIdSkipped) return new() { ["itemsSkipped"] = Elements(skipped) };
        var job = new ArcGisExportJob(portal, new()
        {
            Group = group, Items = items, Skipped = skipped, Exporter = call.User(), Folder = Destination(call),
            FailReason = items.Count == 0 ? "There is nothing to export." : null, FailAfter = call.Request.FailAfter,
        }, call.Now, Switches.JobDuration);
        return jobs.Start(job, call.Flag("async", false), call.Now);
    }

    internal static JsonArray Elements(IEnumerable<string> ids) => ArcGisJson.Objects(ids.Select(id => new JsonObject { ["itemId"] = id }));

    private Func<ArcGisFolder> Destination(ArcGisCall call)
    {
        var user = call.User().Name;
        if (Release.HasFolderNames && call.Text("exportContentFolderId") is { } id)
        {
            var folder = State.FolderById(user, id) ?? throw ArcGisError.NoFolder();
            return () => folder;
        }

        var title = Release.HasFolderNames ? call.Text("exportContentFolder") ?? "exports" : "exports";
        return () => State.FolderNamed(user, title);
    }

    private static JsonObject Preview(List<ArcGisItem> items) => new()
    {
        ["total"] = items.Count,
        ["results"] = ArcGisJson.Objects(items.Select(item => new JsonObject { ["id"] = item.Id, ["type"] = item.Type, ["title"] = item.Title, ["size"] = item.Size })),
    };
}

/// <summary>What an export is to do.</summary>
internal sealed record ArcGisExportPlan
{
    public required ArcGisGroup Group { get; init; }

    public required IReadOnlyList<ArcGisItem> Items { get; init; }

    public required IReadOnlyList<string> Skipped { get; init; }

    public required ArcGisUser Exporter { get; init; }

    public required Func<ArcGisFolder> Folder { get; init; }

    /// <summary>Why the job fails, or null.</summary>
    public string? FailReason { get; init; }

    /// <summary>Not null where a fault makes the job fail.</summary>
    public int? FailAfter { get; init; }
}

/// <summary>Packs, and puts the package among the exporter's items at its end.</summary>
internal sealed class ArcGisExportJob(ArcGisPortal portal, ArcGisExportPlan plan, DateTimeOffset created, TimeSpan duration)
    : ArcGisJob(plan.Exporter.Name, created, duration)
{
    private readonly ArcGisManifest _manifest = Describe(portal, plan, created);
    private Task<ArcGisContent>? _file;

    public override JsonObject Definition => new() { ["type"] = "export", ["groupId"] = plan.Group.Id, ["groupTitle"] = plan.Group.Title };

    protected override bool IsReady => File.IsCompleted;

    protected override IReadOnlyList<string> Script { get; } =
    [
        $"Starting export of items from group '{plan.Group.Title}'.",
        $"Exporting {plan.Items.Count} items.",
        .. plan.Skipped.Select(id => $"Item '{id}' is not supported and was skipped."),
        "Creating the export package item.",
    ];

    private Task<ArcGisContent> File => _file ??= ArcGisWork.Start(
        plan.Items.Sum(item => item.Content?.Length ?? 0), () => portal.Packages.Pack(_manifest, plan.Items, portal.Switches.PackageFormat));

    protected override void Prepare() => File.GetAwaiter().GetResult();

    protected override void Work(double progress, DateTimeOffset now) => _ = File;

    protected override void End(DateTimeOffset now)
    {
        if (plan.FailReason is not null || plan.FailAfter is not null || portal.Switches.JobFailure != JobFailure.None || !File.IsCompletedSuccessfully)
        {
            if (File.IsCompletedSuccessfully) File.Result.Dispose();
            Fail(plan.FailReason ?? "Export of the group's items failed: an unexpected error occurred.");
            return;
        }

        portal.State.Put(new ArcGisItem
        {
            Id = _manifest.Id, Owner = plan.Exporter.Name, Folder = plan.Folder().Id, Type = ArcGisTypes.Package, Title = _manifest.FileName,
            FileName = _manifest.FileName + ".epk", TypeKeywords = [ArcGisTypes.Package, "epk"], Tags = ["epk"],
            Created = Created, Modified = Modified, Content = File.Result,
        });
        var result = new JsonObject { ["itemId"] = _manifest.Id };
        if (portal.Switches.ExportSkipped == ExportSkipped.Reported) result["itemsSkipped"] = ArcGisExport.Elements(plan.Skipped);
        Complete(result);
    }

    private static ArcGisManifest Describe(ArcGisPortal portal, ArcGisExportPlan plan, DateTimeOffset created) => new()
    {
        Id = ArcGisState.NewId(),
        FileName = plan.Group.Title.Replace(' ', '_') + "_" + created.ToOffset(portal.LocalOffset).ToString("yyyyMd'_'hhmmss", CultureInfo.InvariantCulture),
        Created = ArcGisJson.Milliseconds(created),
        HttpsUrl = portal.PublicUri.ToString().TrimEnd('/'),
        SourceVersion = ArcGisRelease.Of(portal.Switches.Version).Name,
        PortalId = portal.PortalId,
        Items = [.. plan.Items.Select(item => new ArcGisPackedItem
        {
            Id = item.Id, Type = item.Type, Title = item.Title, Size = item.Size,
            Created = ArcGisJson.Milliseconds(item.Created), Modified = ArcGisJson.Milliseconds(item.Modified),
            FileName = item.FileName, Url = item.Url, Snippet = item.Snippet, Description = item.Description,
            TypeKeywords = item.TypeKeywords, Tags = item.Tags,
        })],
    };
}
