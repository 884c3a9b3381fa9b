namespace MigrationTools.Core.Arcadia;

/// <summary>How the records of a bundle hang together, now that all of them are known: the file has them in any order.</summary>
internal sealed class ArcadiaReferences
{
    private readonly Dictionary<(ArcadiaType Type, string Pk), ArcadiaEntry> _byId = [];
    private readonly Dictionary<string, ArcadiaEntry> _reports = new(StringComparer.Ordinal);
    private readonly ILookup<string, ArcadiaEntry> _ranges;
    private readonly Dictionary<ArcadiaEntry, HashSet<string>> _needs = [];
    private readonly Dictionary<string, HashSet<string>> _shownBy = new(StringComparer.Ordinal);
    private readonly HashSet<string> _thumbnails = new(StringComparer.Ordinal);
    private readonly List<string> _dangling = [];
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly List<string> _doubles = [];

    public ArcadiaReferences(ArcadiaBundle bundle)
    {
        foreach (var entry in bundle.Entries) Index(entry);
        _ranges = bundle.Entries.Where(entry => entry.Type == ArcadiaTypes.DateRange).ToLookup(entry => entry.Name, StringComparer.Ordinal);
        foreach (var entry in bundle.Entries) Resolve(entry);
    }

    /// <summary>A sentence for every reference that leads out of the bundle, up to as many as anybody is shown.</summary>
    public IReadOnlyList<string> Dangling => _dangling;

    /// <summary>How many more lead out of it.</summary>
    public int Unsaid { get; private set; }

    /// <summary>A sentence for every id that two records bear.</summary>
    public IReadOnlyList<string> Doubles => _doubles;

    /// <summary>What an entry needs, each as "Type Id", in an order that does not depend on the file's.</summary>
    public IReadOnlyList<string> Needs(ArcadiaEntry entry) => _needs.TryGetValue(entry, out var needs) ? [.. needs.Order(ArcadiaTextOrder.Instance)] : [];

    /// <summary>Whether a thumbnail of a dashboard or visual travels along.</summary>
    public bool HasThumbnail(ArcadiaEntry entry) => IsReport(entry.Type) && _thumbnails.Contains(entry.Pk);

    /// <summary>Whether several dashboards share the visual.</summary>
    public bool IsLinked(ArcadiaEntry entry)
    {
        if (entry.Type != ArcadiaTypes.Visual) return false;
        var showing = _shownBy.GetValueOrDefault(entry.Pk);
        if (showing is { Count: > 1 }) return true;
        if (!entry.References.Any(reference => reference.Role == ArcadiaRole.SharedWith)) return false;
        var dashboards = Values(entry, reference => reference.Role == ArcadiaRole.SharedWith);
        var own = Values(entry, reference => reference.Role == ArcadiaRole.PointsTo && reference.Target == ArcadiaTypes.Dashboard);
        return dashboards.Concat(own).Concat(showing ?? []).Distinct(StringComparer.Ordinal).Count() > 1;
    }

    private static IEnumerable<string> Values(ArcadiaEntry entry, Func<ArcadiaReference, bool> which) => entry.References.Where(which).Select(reference => reference.Value);

    private void Index(ArcadiaEntry entry)
    {
        if (!_byId.TryAdd((entry.Type, entry.Pk), entry)) _doubles.Add($"{entry.Title} has the id of another {entry.Type.Word} in the package.");
        // Dashboards and visuals share one sequence of ids.
        if (IsReport(entry.Type)) _reports.TryAdd(entry.Pk, entry);
    }

    private void Resolve(ArcadiaEntry entry)
    {
        var needy = entry.Type == ArcadiaTypes.AppMembership ? GroupOf(entry) : entry;
        foreach (var reference in entry.References)
        {
            if (reference.Role == ArcadiaRole.NeedsByName) ResolveName(entry, reference);
            else ResolveId(entry, needy, reference);
        }
    }

    // A membership has no face of its own: it is the app that needs what is in it.
    private ArcadiaEntry GroupOf(ArcadiaEntry membership)
    {
        var group = membership.References.FirstOrDefault(reference => reference.Target == ArcadiaTypes.App)?.Value;
        return group is not null && _byId.TryGetValue((ArcadiaTypes.App, group), out var app) ? app : membership;
    }

    private void ResolveId(ArcadiaEntry entry, ArcadiaEntry needy, ArcadiaReference reference)
    {
        var found = Find(reference);
        if (found == needy) return;
        if (found is null && reference.Role == ArcadiaRole.MayNeed) return;
        if (found is null) Dangle(reference.Role == ArcadiaRole.Shows ? needy : entry, $"{reference.Target?.Word ?? "report"} {reference.Value}");
        if (IsNeed(needy, reference, found)) Need(needy, found?.Text ?? $"{reference.Target?.Type ?? "Report"} {reference.Value}");
        if (found is not null && reference.Role == ArcadiaRole.Shows && needy.Type == ArcadiaTypes.Dashboard) ShownBy(found.Pk).Add(needy.Pk);
        if (found is not null && entry.Type == ArcadiaTypes.Thumbnail) _thumbnails.Add(found.Pk);
    }

    private void ResolveName(ArcadiaEntry entry, ArcadiaReference reference)
    {
        // One name, or several with commas: a name may itself have one, so the whole comes first.
        string[] names = _ranges.Contains(reference.Value) ? [reference.Value] : reference.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (!_ranges.Contains(name)) Dangle(entry, $"{ArcadiaTypes.DateRange.Word} '{name}'");
            foreach (var range in _ranges[name]) Need(entry, range.Text);
        }
    }

    private ArcadiaEntry? Find(ArcadiaReference reference)
    {
        if (reference.Target is null || IsReport(reference.Target)) return _reports.GetValueOrDefault(reference.Value);
        return _byId.GetValueOrDefault((reference.Target, reference.Value));
    }

    private static bool IsNeed(ArcadiaEntry entry, ArcadiaReference reference, ArcadiaEntry? found)
    {
        var target = found?.Type ?? reference.Target;
        return reference.Role switch
        {
            // A visual lies on its dashboard and not the other way round.
            ArcadiaRole.Needs => !(entry.Type == ArcadiaTypes.Visual && target == ArcadiaTypes.Dashboard),
            ArcadiaRole.Shows or ArcadiaRole.MayNeed => true,
            ArcadiaRole.LeadsTo => entry.Type == ArcadiaTypes.Dashboard && target == ArcadiaTypes.Visual,
            _ => false,
        };
    }

    private HashSet<string> ShownBy(string visual)
    {
        if (!_shownBy.TryGetValue(visual, out var dashboards)) _shownBy[visual] = dashboards = new HashSet<string>(StringComparer.Ordinal);
        return dashboards;
    }

    private void Need(ArcadiaEntry entry, string text)
    {
        if (!_needs.TryGetValue(entry, out var needs)) _needs[entry] = needs = new HashSet<string>(StringComparer.Ordinal);
        needs.Add(text);
    }

    private void Dangle(ArcadiaEntry entry, string what)
    {
        if (_dangling.Count == ArcadiaPackageFacts.MostWarnings)
        {
            Unsaid++;
            return;
        }
        var warning = $"{entry.Title} names {what}, which is not in the package.";
        if (_said.Add(warning)) _dangling.Add(warning);
    }

    private static bool IsReport(ArcadiaType type) => type == ArcadiaTypes.Dashboard || type == ArcadiaTypes.Visual;
}

/// <summary>Orders "Visual 99" before "Visual 2101", and both after "Dashboard 2115".</summary>
internal sealed class ArcadiaTextOrder : IComparer<string>
{
    public static ArcadiaTextOrder Instance { get; } = new();

    private static readonly Dictionary<string, int> _order = ArcadiaTypes.All.Select((type, index) => (type.Type, index)).ToDictionary(pair => pair.Type, pair => pair.index);

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Key(x!), Key(y!));
        var byType = left.Type.CompareTo(right.Type);
        if (byType != 0) return byType;
        var byLength = left.Id.Length.CompareTo(right.Id.Length);
        return byLength != 0 ? byLength : string.CompareOrdinal(left.Id, right.Id);
    }

    private static (int Type, string Id) Key(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return (_order.GetValueOrDefault(text[..blank], int.MaxValue), text[(blank + 1)..]);
    }
}
