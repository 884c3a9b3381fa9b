using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>Who may ask for a job, and how it is told.</summary>
internal sealed class ArcGisJobs(ArcGisState state, ArcGisSwitches switches)
{
    public JsonObject Get(ArcGisCall call, string id)
    {
        var user = call.User();
        if (!state.Jobs.TryGetValue(id, out var job)) throw ArcGisError.NoJob();
        if (!user.IsAdministrator && (job.Owner != user.Name || call.Text("key") != job.Key)) throw WithoutKey();
        return Tell(job);
    }

    /// <summary>The first answer to who asked for work.</summary>
    public JsonObject Start(ArcGisJob job, bool asynchronous, DateTimeOffset now)
    {
        state.Jobs[job.Id] = job;
        if (!asynchronous || switches.JobStart == JobStart.SyncResultInsteadOfJob)
        {
            job.RunToEnd(now);
            if (job.State == ArcGisJobState.Failed) throw new ArcGisError(500, job.FailureReason!);
            return new() { ["result"] = job.Result!.DeepClone() };
        }

        if (switches.JobStart == JobStart.CompletedAtOnce) job.RunToEnd(now);
        else job.Advance(now);
        return new() { ["jobId"] = job.Id, ["key"] = job.Key };
    }

    private JsonObject Tell(ArcGisJob job)
    {
        var told = new JsonObject
        {
            ["id"] = job.Id,
            ["definition"] = job.Definition,
            ["status"] = Word(job.State),
            ["created"] = ArcGisJson.Milliseconds(job.Created),
            ["modified"] = ArcGisJson.Milliseconds(job.Modified),
            ["messages"] = ArcGisJson.Strings(job.Messages),
        };
        if (job.State == ArcGisJobState.Processing) return told;
        if (job.State == ArcGisJobState.Failed) TellFailure(told, job.FailureReason!);
        else if (job.AskedAfterEnd >= switches.ResultLag) told["result"] = job.Result!.DeepClone();
        job.AskedAfterEnd++;
        return told;
    }

    private void TellFailure(JsonObject told, string reason)
    {
        switch (switches.JobFailure)
        {
            case JobFailure.ErrorObject:
                told["error"] = new JsonObject { ["code"] = 500, ["message"] = reason, ["details"] = new JsonArray() };
                break;
            case JobFailure.StatusMessage:
                told["statusMessage"] = new JsonObject { ["code"] = 500, ["message"] = reason }.ToJsonString();
                break;
            default:
                told["messages"]!.AsArray().Add(reason);
                break;
        }
    }

    private string Word(ArcGisJobState job) => (job, switches.JobStatusWords) switch
    {
        (ArcGisJobState.Processing, JobStatusWords.UnknownWord) => "waitingForResources",
        (ArcGisJobState.Completed, JobStatusWords.Complete) => "complete",
        (ArcGisJobState.Completed, JobStatusWords.Succeeded) => "succeeded",
        (_, JobStatusWords.Upper) => job.ToString().ToUpperInvariant(),
        (ArcGisJobState.Processing, _) => "processing",
        (ArcGisJobState.Completed, _) => "completed",
        _ => "failed",
    };

    private ArcGisError WithoutKey() => switches.KeyMissing switch
    {
        KeyMissing.InvalidToken => ArcGisError.InvalidToken(),
        KeyMissing.BadRequest => ArcGisError.NoJob(),
        _ => ArcGisError.Forbidden(),
    };
}
