using System.Text.Json;

namespace MigrationTools.Core.Arcadia;

/// <summary>Makes of a record what is kept of it: its names, and what it names.</summary>
internal sealed class ArcadiaRecordReader
{
    private readonly ArcadiaScratch _scratch = new();

    /// <summary>Adds the record to the bundle; false if it is none.</summary>
    public bool TryRead(ArcadiaType type, ReadOnlyMemory<byte> text, IReadOnlyList<ArcadiaElision> elisions, ArcadiaBundle bundle)
    {
        if (ArcadiaRecord.TryRead(text) is not { } record) return false;
        var look = new ArcadiaLook();
        foreach (var field in NestedFields(type)) LookInto(record, field, look);
        var entry = Entry(type, record, look);
        bundle.Entries.Add(entry);
        AddReferences(entry, record, look);
        foreach (var elision in elisions.Where(elision => !elision.IsNeverWanted))
            bundle.Oddities.Add($"{entry.Title}: its \"{ArcadiaNames.Clean(elision.Field)}\" is too large to look into ({elision.Length / 1024 / 1024} MB).");
        foreach (var field in look.Unreadable)
            bundle.Oddities.Add($"{entry.Title}: its \"{field}\" could not be looked into.");
        return true;
    }

    private static string[] NestedFields(ArcadiaType type) =>
        type == ArcadiaTypes.Dashboard || type == ArcadiaTypes.Visual ? ["report_data"]
        : type == ArcadiaTypes.App ? ["group_options"]
        : [];

    private static ArcadiaEntry Entry(ArcadiaType type, ArcadiaRecord record, ArcadiaLook look)
    {
        var word = type == ArcadiaTypes.Visual ? record.Text("report_type") ?? type.Word : type.Word;
        var names = type.NameFields.Select(record.Text).ToArray();
        return new ArcadiaEntry(type, record.Pk)
        {
            // A visual's own name is empty, or nobody sees it; a dashboard's stands in every list.
            Name = type == ArcadiaTypes.Visual ? ArcadiaNames.Of(word, record.Pk, [look.Title, .. names]) : ArcadiaNames.Of(word, record.Pk, [.. names, look.Title]),
            Uuid = Clean(record.Text("uuid")),
            ImportedUuid = Clean(record.Text("imported_uuid")),
        };
    }

    // Null and empty stay what they are: some ask whether there is one.
    private static string? Clean(string? text) => text is null ? null : ArcadiaNames.Clean(text);

    private void LookInto(ArcadiaRecord record, string field, ArcadiaLook look)
    {
        var text = record.Utf8(field, _scratch);
        if (text.IsEmpty) return;
        look.FindAssets(text.Span);
        look.Json(field, text, data => look.Report(data));
    }

    private void AddReferences(ArcadiaEntry entry, ArcadiaRecord record, ArcadiaLook look)
    {
        var type = entry.Type;
        if (type == ArcadiaTypes.Dashboard || type == ArcadiaTypes.Visual) AddReport(entry, record, look);
        else if (type == ArcadiaTypes.Dataset) AddDataset(entry, record, look);
        else if (type == ArcadiaTypes.App) Add(entry, ArcadiaTypes.App, record.Id("group_parent"), ArcadiaRole.Needs);
        else if (type == ArcadiaTypes.AppMembership) AddMembership(entry, record);
        else if (type == ArcadiaTypes.Thumbnail) Add(entry, null, record.Id("report"), ArcadiaRole.PointsTo);
        else if (type == ArcadiaTypes.CustomStyle) AddStyle(entry, record, look);
        else if (type == ArcadiaTypes.Segment || type == ArcadiaTypes.Event) AddOpaque(entry, record);
        look.AddTo(entry);
    }

    private void AddReport(ArcadiaEntry entry, ArcadiaRecord record, ArcadiaLook look)
    {
        Add(entry, ArcadiaTypes.Dataset, record.Id("dataset"), ArcadiaRole.Needs);
        // Whether a dashboard or a visual is the parent shows when all is read: a visual does not need its dashboard.
        Add(entry, null, record.Id("parent_report"), ArcadiaRole.Needs);
        if (entry.Type != ArcadiaTypes.Visual) return;
        look.Json("shared_visual_dashboards", record.Utf8("shared_visual_dashboards", _scratch), list =>
        {
            foreach (var id in ArcadiaLook.Ids(list)) Add(entry, ArcadiaTypes.Dashboard, id, ArcadiaRole.SharedWith);
        });
        if (record.Text("report_type") == "extension") entry.CarriesCode = true;
    }

    private void AddDataset(ArcadiaEntry entry, ArcadiaRecord record, ArcadiaLook look)
    {
        entry.SourceConnection = record.Id("dataconnection");
        look.Json("dashboards", record.Utf8("dashboards", _scratch), list =>
        {
            foreach (var id in ArcadiaLook.Ids(list)) Add(entry, ArcadiaTypes.Dashboard, id, ArcadiaRole.PointsTo);
        });
        look.Json("dataset_tablenames", record.Utf8("dataset_tablenames", _scratch), list => entry.Tables = ArcadiaLook.Texts(list));
        if (entry.Tables.Count == 0)
            look.Json("dataset_info", record.Utf8("dataset_info", _scratch), list => entry.Tables = ArcadiaLook.TableNames(list));
    }

    private static void AddMembership(ArcadiaEntry entry, ArcadiaRecord record)
    {
        Add(entry, ArcadiaTypes.App, record.Id("appgroup_group"), ArcadiaRole.PointsTo);
        Add(entry, null, record.Id("appgroup_app"), ArcadiaRole.Shows);
    }

    private void AddStyle(ArcadiaEntry entry, ArcadiaRecord record, ArcadiaLook look)
    {
        look.FindAssets(record.Utf8("customcss_value", _scratch).Span);
        var script = record.Utf8("customcss_js", _scratch).Span;
        look.FindAssets(script);
        if (script.ContainsAnyExcept(" \t\r\n"u8)) entry.CarriesCode = true;
    }

    private static void AddOpaque(ArcadiaEntry entry, ArcadiaRecord record)
    {
        Add(entry, ArcadiaTypes.Dataset, record.Id("dataset"), ArcadiaRole.MayNeed);
        Add(entry, ArcadiaTypes.Dataset, record.Id("dataset_id"), ArcadiaRole.MayNeed);
    }

    private static void Add(ArcadiaEntry entry, ArcadiaType? target, string? id, ArcadiaRole role)
    {
        if (id is not null) entry.References.Add(new ArcadiaReference(target, id, role));
    }
}
