namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>What a copy is asked to do.</summary>
/// <param name="User">Whose rights decide.</param>
/// <param name="Assets">What is copied.</param>
/// <param name="Destination">Where to; created when absent.</param>
internal sealed record SnapLogicCopyOrder(SnapLogicUser User, IReadOnlyList<SnapLogicObject> Assets, SnapLogicFolder Destination)
{
    /// <summary>The types of which the destination's own assets are removed; none for a merge.</summary>
    public IReadOnlyList<string> ReplacedTypes { get; init; } = [];

    /// <summary>The Snaplex to which tasks are bound anew, or null.</summary>
    public SnapLogicPlex? Plex { get; init; }

    public TaskState TaskState { get; init; }

    /// <summary>Whether trust and security levels decide on accounts and policies; an import brings no source org to ask.</summary>
    public bool ChecksTrust { get; init; } = true;

    /// <summary>The last asset fails and the first has a warning.</summary>
    public bool Spoiled { get; init; }

    /// <summary>After how many assets the work breaks off, or null.</summary>
    public int? BreakAfter { get; init; }
}

/// <summary>Copies assets one by one; what is done stays when it breaks off.</summary>
internal sealed class SnapLogicCopy
{
    private readonly SnapLogicState _state;
    private readonly SnapLogicCopyOrder _order;
    private readonly List<SnapLogicObject> _assets;
    private readonly Dictionary<string, SnapLogicObject> _copied = [];
    private int _position = -1;

    public SnapLogicCopy(SnapLogicState state, SnapLogicCopyOrder order)
    {
        _state = state;
        _order = order;
        _assets = [.. order.Assets.OrderBy(asset => SnapLogicTypes.Order(asset.Type)).ThenBy(asset => asset.Name, StringComparer.Ordinal)];
    }

    public int Total => _assets.Count;

    public SnapLogicOutcome Outcome { get; } = new();

    /// <summary>Whether it broke off.</summary>
    public bool Broken { get; private set; }

    /// <summary>Source and copy of what came over.</summary>
    public IEnumerable<(SnapLogicObject Source, SnapLogicObject Copy)> Copied => _assets
        .Where(asset => _copied.ContainsKey(asset.SnodeId)).Select(asset => (asset, _copied[asset.SnodeId]));

    public SnapLogicCopy Finish()
    {
        Advance(Total);
        return this;
    }

    public void Advance(int upTo)
    {
        if (_position < 0) Begin();
        while (_position < upTo && !Broken)
        {
            if (_position == _order.BreakAfter)
            {
                Broken = true;
                return;
            }

            One(_assets[_position], first: _position == 0, last: _position == Total - 1);
            _position++;
        }
    }

    private void Begin()
    {
        _position = 0;
        var path = _order.Destination.Path;
        _state.Put(_order.Destination);
        foreach (var asset in _state.Assets(path))
        {
            if (_order.ReplacedTypes.Contains(asset.Type) && !_assets.Exists(source => source.Key == asset.Key)) _state.Remove(asset);
        }
    }

    private void One(SnapLogicObject source, bool first, bool last)
    {
        if (MayNot(source) || (_order.Spoiled && last && Total > 1))
        {
            Outcome.Failed.Add(SnapLogicFailure.Unauthorized(source));
            return;
        }

        var path = _order.Destination.Path;
        var id = _state.Find(path + "/" + source.Name, source.Type)?.SnodeId ?? _state.NextSnodeId();
        var copy = source with { Folder = path, SnodeId = id, Readers = null, Owner = _order.User.Email };
        void Warn(string message) => Outcome.Warnings.Add(new(id, source.Name, message));
        if (first && _order.Spoiled) Warn("The asset was changed during the migration");
        copy = source.Type switch
        {
            SnapLogicTypes.Pipeline => copy with { Content = SnapLogicReferences.Repointed(_state, source, copy, Resolve, Warn) },
            SnapLogicTypes.Job => Task(source, copy, Warn),
            _ => copy,
        };
        if (source.Type == SnapLogicTypes.Account && IsEnhanced(source.Path) && IsEnhanced(path) && Crosses(source))
        {
            Warn("The account is encrypted with a key of the source environment, which the destination's Snaplex needs");
        }

        _state.Put(copy);
        _copied[source.SnodeId] = copy;
        Outcome.Successful.Add(new(id, source.Name, source.Type));
    }

    private bool MayNot(SnapLogicObject source)
    {
        if (source.Readers is { } readers && !readers.Contains(_order.User.Email)) return true;
        if (!_order.ChecksTrust || source.Type is not (SnapLogicTypes.Account or SnapLogicTypes.Policy) || !Crosses(source)) return false;
        var from = _state.Org(SnapLogicPath.Org(source.Path))!;
        var to = _state.Org(SnapLogicPath.Org(_order.Destination.Path))!;
        return !from.Trusted.Contains(to.Name) || to.Security < from.Security;
    }

    /// <summary>A task keeps its pipeline by name; its Snaplex by location and environment, which may not exist there.</summary>
    private SnapLogicObject Task(SnapLogicObject source, SnapLogicObject copy, Action<string> warn)
    {
        var pipeline = source.PipelineId is { } id ? _copied.GetValueOrDefault(id) ?? Namesake(source, id) : null;
        var runtime = _order.Plex?.RuntimePathId ?? Rebound(source.RuntimePathId);
        var inReach = InReach(runtime);
        if (source.PipelineId is not null && pipeline is null) warn("The task has no pipeline in the destination");
        if (!inReach) warn($"There is no Snaplex for the task at {runtime}");
        return copy with
        {
            PipelineId = pipeline?.SnodeId,
            RuntimePathId = runtime,
            Enabled = _order.TaskState switch
            {
                TaskState.Keep => source.Enabled,
                TaskState.Disabled => false,
                _ => source.Enabled && inReach && source.PipelineId is { } own && _copied.ContainsKey(own),
            },
        };
    }

    private SnapLogicObject? Namesake(SnapLogicObject task, string pipelineId) => Resolve(task.Folder, pipelineId) is { } pipeline
        ? _state.Find(_order.Destination.Path + "/" + pipeline.Name, SnapLogicTypes.Pipeline) : null;

    /// <summary>A source asset by id: one that is being copied, or one that is not but lies beside it.</summary>
    private SnapLogicObject? Resolve(string folder, string id) => _assets.Find(asset => asset.SnodeId == id)
        ?? _state.Assets(folder).FirstOrDefault(asset => asset.SnodeId == id);

    private string? Rebound(string? runtime) => runtime is null ? null
        : string.Join('/', [SnapLogicPath.Org(_order.Destination.Path), .. runtime.Trim('/').Split('/').Skip(1)]);

    /// <summary>Org shared, the space's shared, or the project itself.</summary>
    private bool InReach(string? runtime)
    {
        var segments = SnapLogicPath.Segments(_order.Destination.Path);
        string[] places = [SnapLogicPath.Of(segments[0], "shared"), SnapLogicPath.Of(segments[0], segments[1], "shared"), _order.Destination.Path];
        return _state.Plexes.Any(plex => plex.RuntimePathId == runtime && places.Contains(SnapLogicPath.Parent(plex.Path)));
    }

    private bool Crosses(SnapLogicObject source) => SnapLogicPath.Org(source.Path) != SnapLogicPath.Org(_order.Destination.Path);

    private bool IsEnhanced(string path) => _state.Org(SnapLogicPath.Org(path))?.Security == SecurityLevel.Enhanced;
}
