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
    private string? _runtimePath;

    internal SnapLogicTaskChange(SnapLogicConnection connection, SnapLogicPath path, bool enable, IMigrationObserver observer) : base(connection, path, observer) => _enable = enable;

    internal SnapLogicTaskChange(SnapLogicConnection connection, SnapLogicPath path, string snaplex, SnapLogicSnaplexes snaplexes, IMigrationObserver observer) : base(connection, path, observer)
    {
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
    }

    private protected override Task<SnapLogicPathReport> SendAsync(CancellationToken cancellationToken) => _enable is { } enable
        ? Connection.Client.EnableAsync(Path, enable, Observer, cancellationToken)
        : Connection.Client.SetPlexAsync(Path, _runtimePath!, Observer, cancellationToken);
}
