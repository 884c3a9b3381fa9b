using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>A migration that may begin: source and destination are there, and the rights.</summary>
/// <param name="Source">The path of what is copied.</param>
/// <param name="Destination">Where to, as it is or will be.</param>
/// <param name="Types">The types that are copied.</param>
/// <param name="Overwrites">Whether an existing destination is overwritten.</param>
/// <param name="Async">Whether it is not waited for.</param>
/// <param name="ConflictText">What is said of an existing destination that is not overwritten.</param>
internal sealed record SnapLogicPlan(
    string Source, SnapLogicFolder Destination, IReadOnlyList<string> Types, bool Overwrites, bool Async, string ConflictText)
{
    public SnapLogicPlex? Plex { get; init; }
}

/// <summary>Begins migrations, waits for those that are synchronous, and tells how they stand.</summary>
internal sealed class SnapLogicMigrations(SnapLogicServer server, SnapLogicReplies replies)
{
    private readonly SnapLogicState _state = server.State;
    private readonly SnapLogicSwitches _switches = server.Switches;
    private readonly SnapLogicDocuments _documents = new(server.Switches);

    /// <summary>Checks and begins under one lock, so that of two alike the second meets the first's project.</summary>
    public async Task<Reply> RunAsync(SandboxRequest request, SnapLogicCaller caller, Func<SnapLogicPlan> check, CancellationToken stopping)
    {
        var (plan, run) = _state.Read(() =>
        {
            var checkedPlan = check();
            return (checkedPlan, Begin(checkedPlan, caller.User, request.FailAfter));
        });
        if (!plan.Async || _switches.MigrateReply == MigrateReply.Sync) return await WaitAsync(run, stopping);
        if (_switches.MigrateReply == MigrateReply.Empty) return replies.Empty();
        var answer = new JsonObject { ["status_token"] = run.Token };
        if (_switches.MigrateReply == MigrateReply.Token) answer["status_url"] = StatusUrl(run.Token);
        return replies.Wrapped(answer);
    }

    public Reply Status(SnapLogicCaller caller, string token, bool atAdminPath)
    {
        if (_switches.StatusPath == (atAdminPath ? StatusPath.ProjectMigrateOnly : StatusPath.MigrateOnly)) throw new SnapLogicRefusal(404, "Not Found");
        if (_state.Jobs.Find(token) is not { } run || IsForgotten(run)) throw new SnapLogicRefusal(404, $"The requested resource does not exist: {token}");
        var org = SnapLogicPath.Org(run.Source);
        caller.Enter(org);
        if (atAdminPath && _switches.MigratePathNeedsAdmin == Toggle.On) caller.NeedAdmin(org);
        run.Reads++;
        var document = _documents.Status(run, run.Ended is not null && run.Reads > _switches.StatusSteps);
        return _switches.StatusGeneration == StatusGeneration.A ? replies.Bare(document) : replies.Wrapped(document);
    }

    /// <summary>The lists alone, for whoever copies in another way.</summary>
    public JsonObject Lists(SnapLogicOutcome outcome) => _documents.Lists(outcome);

    private SnapLogicRun Begin(SnapLogicPlan plan, SnapLogicUser user, int? breakAfter)
    {
        string? failure = null;
        if (!plan.Overwrites && _state.Folder(plan.Destination.Path) is not null)
        {
            if (!plan.Async || _switches.Conflict != ConflictReply.TokenThenFailed)
            {
                throw new SnapLogicRefusal(409, plan.ConflictText) { InBodyOnly = _switches.Conflict == ConflictReply.Body409 };
            }

            failure = plan.ConflictText;
        }

        if (_switches.Outcome == RunOutcome.Failed) failure ??= $"User does not have write access to /{SnapLogicPath.Org(plan.Destination.Path)}";
        var order = new SnapLogicCopyOrder(user, [.. _state.Assets(plan.Source).Where(asset => plan.Types.Contains(asset.Type))], plan.Destination)
        {
            ReplacedTypes = _switches.Overwrite == OverwriteEffect.Replace ? plan.Types : [],
            Plex = plan.Plex,
            TaskState = _switches.TaskState,
            Spoiled = _switches.Outcome == RunOutcome.Partial,
            BreakAfter = breakAfter,
        };
        var run = new SnapLogicRun(_state.NextToken(), user.Email, plan.Source, plan.Destination.Path, plan.Types, _state.Now)
        {
            Failure = failure,
            Outcome = _switches.Outcome,
            Duration = _switches.JobDuration,
            Work = failure is null ? new SnapLogicCopy(_state, order) : null,
        };
        _state.Jobs.Add(run);
        return run;
    }

    private async Task<Reply> WaitAsync(SnapLogicRun run, CancellationToken stopping)
    {
        if (run.Outcome == RunOutcome.NeverEnds) await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
        while (_state.Read(() => run.Ended) is null)
        {
            // A timer may be a moment early; and a clock that runs fast may run its long timers at the usual pace.
            var left = (run.Created + run.Duration - _state.Now).TotalMilliseconds;
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(left, 1, 10_000)), server.Time, stopping);
        }

        return run.Failure is { } failure ? throw new SnapLogicRefusal(500, failure) : replies.Wrapped(_documents.Lists(run.Result));
    }

    private bool IsForgotten(SnapLogicRun run) => _switches.Retention switch
    {
        Retention.Time => run.Ended is { } ended && _state.Now - ended > _switches.RetentionTime,
        Retention.Reads => run.Reads >= _switches.RetentionReads,
        _ => false,
    };

    private string StatusUrl(string token)
    {
        var path = SnapLogicRoutes.Public + "project/migrate/" + token;
        return _switches.StatusUrlHost switch
        {
            StatusUrlHost.Alias => new Uri(server.AliasUri, path).ToString(),
            StatusUrlHost.Foreign => _switches.ForeignOrigin.TrimEnd('/') + path,
            StatusUrlHost.Relative => path,
            StatusUrlHost.OtherScheme => new UriBuilder(new Uri(server.Uri, path)) { Scheme = "https" }.ToString(),
            _ => new Uri(server.Uri, path).ToString(),
        };
    }
}
