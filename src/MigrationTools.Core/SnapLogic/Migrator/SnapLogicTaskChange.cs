using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A task, or all tasks of a project: enabled, disabled, or bound to a Snaplex. Disabling lets Ultra instances end and schedules rest.</summary>
public sealed class SnapLogicTaskChange : SnapLogicPathChange
{
    private readonly bool? _enable;
    private readonly string? _snaplex;
    private readonly SnapLogicSnaplexes? _snaplexes;
    private readonly SnapLogicLooks? _looks;
    private string? _runtimePath;

    internal SnapLogicTaskChange(SnapLogicConnection connection, SnapLogicPath path, bool enable, SnapLogicLooks? looks, IMigrationObserver observer) : base(connection, path, observer)
    {
        _enable = enable;
        _looks = looks;
    }

    internal SnapLogicTaskChange(SnapLogicConnection connection, SnapLogicPath path, string snaplex, SnapLogicSnaplexes snaplexes, SnapLogicLooks? looks, IMigrationObserver observer) : base(connection, path, observer)
    {
        _looks = looks;
        _snaplex = snaplex;
        _snaplexes = snaplexes;
    }

    /// <inheritdoc />
    public override string Summary
    {
        get
        {
            var what = Path.Segments.Count == 4 ? "the task" : "all tasks of the project";
            return _enable switch { true => $"Enable {what}", false => $"Disable {what}", null => $"Bind {what} to {_runtimePath ?? _snaplex}" };
        }
    }

    private protected override string DoneWords => _enable switch { true => "Enabled.", false => "Disabled.", null => $"Bound to {_runtimePath ?? _snaplex}." };

    private protected override ErrorKind FailedKind => ErrorKinds.TaskFailed;

    private protected override MigrationResult Template => new()
    {
        System = SnapLogicConnection.SystemName,
        Type = Path.Segments.Count == 4 ? "Job" : "Project",
        Name = Path.Name,
        Action = MigrationAction.Update,
        Status = MigrationStatus.Planned,
        Target = (Path.Segments.Count == 4 ? Path.Parent : Path).ToString(),
        InputKey = Path.ToString(),
    };

    private protected override MigrationResult RowOf(SnapLogicPath path) => Template with { Type = "Job", Name = path.Name };

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_snaplexes is not null) _runtimePath = await _snaplexes.RuntimePathAsync(Connection, Path.Org, _snaplex!, Observer, cancellationToken).ConfigureAwait(false);
        if (_looks is null) return;
        var project = Path.Segments.Count == 4 ? Path.Parent : Path;
        Judge(project, await _looks.LookAsync(Connection, project, Observer, cancellationToken).ConfigureAwait(false));
    }

    private void Judge(SnapLogicPath project, SnapLogicInventory held)
    {
        if (held.Exists == false) throw Missing($"There is no project {project} that this user may look into.");
        if (!held.IsTold)
        {
            Estimate($"Whether {(Path.Segments.Count == 4 ? "the task is" : "tasks are")} there could not be looked at: {held.Why ?? "the exported archive does not tell its assets."}");
            return;
        }
        var tasks = held.Assets.Where(asset => asset.Type == "Job").Select(asset => asset.Name).ToHashSet(StringComparer.Ordinal);
        if (Path.Segments.Count == 4 && !tasks.Contains(Path.Name)) throw Missing($"{project} has no task '{Path.Name}'.");
        if (tasks.Count > 0) return;
        HasWork = false;
        Rows = [HasNone with { Duration = Elapsed }];
    }

    private MigrationException Missing(string what) => new(ErrorKinds.PathNotFound, what) { TargetObject = Path.ToString() };

    private protected override Task<SnapLogicPathReport> SendAsync(CancellationToken cancellationToken) => _enable is { } enable
        ? Connection.Client.EnableAsync(Path, enable, Observer, cancellationToken)
        : Connection.Client.SetPlexAsync(Path, _runtimePath!, Observer, cancellationToken);
}
