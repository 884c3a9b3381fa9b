using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>Where a job stands.</summary>
internal enum ArcGisJobState
{
    Processing,
    Completed,
    Failed,
}

/// <summary>An import or export that runs by the portal's clock, whether somebody looks or not.</summary>
internal abstract class ArcGisJob(string owner, DateTimeOffset created, TimeSpan duration)
{
    private readonly List<string> _messages = [];

    public string Id { get; } = ArcGisState.NewId();

    /// <summary>Lets one who is no administrator ask for the job. Always holds what must be encoded in an address.</summary>
    public string Key { get; } = NewKey();

    public string Owner { get; } = owner;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Modified { get; private set; } = created;

    public ArcGisJobState State { get; private set; }

    public JsonObject? Result { get; private set; }

    public string? FailureReason { get; private set; }

    /// <summary>How often an ended job was asked for.</summary>
    public int AskedAfterEnd { get; set; }

    public IReadOnlyList<string> Messages => _messages;

    public abstract JsonObject Definition { get; }

    /// <summary>Whether nothing but time is missing.</summary>
    protected virtual bool IsReady => true;

    /// <summary>What it says on its way, at equal distances.</summary>
    protected abstract IReadOnlyList<string> Script { get; }

    /// <summary>Brings it to where it stands by now.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (State != ArcGisJobState.Processing) return;
        var progress = duration <= TimeSpan.Zero ? 1 : Math.Clamp((now - Created) / duration, 0, 1);
        if (!IsReady) progress = Math.Min(progress, 0.9);
        var said = Math.Min(Script.Count, 1 + (int)(progress * Script.Count));
        while (_messages.Count < said)
        {
            _messages.Add(Script[_messages.Count]);
            Modified = now;
        }

        Work(progress, now);
        if (progress < 1) return;
        Modified = Created + duration;
        End(now);
    }

    /// <summary>Waits for what only time is not enough for, and ends.</summary>
    public void RunToEnd(DateTimeOffset now)
    {
        Prepare();
        duration = TimeSpan.Zero;
        Advance(now);
    }

    public JsonObject Facts() => new()
    {
        ["id"] = Id, ["definition"] = Definition, ["status"] = State.ToString(), ["owner"] = Owner,
        ["messages"] = ArcGisJson.Strings(_messages), ["result"] = Result?.DeepClone(),
    };

    protected virtual void Prepare()
    {
    }

    /// <summary>Does a share of the work, up to a progress of 1.</summary>
    protected abstract void Work(double progress, DateTimeOffset now);

    /// <summary>Calls <see cref="Complete"/> or <see cref="Fail"/>.</summary>
    protected abstract void End(DateTimeOffset now);

    protected void Complete(JsonObject result)
    {
        State = ArcGisJobState.Completed;
        Result = result;
    }

    protected void Fail(string reason)
    {
        State = ArcGisJobState.Failed;
        FailureReason = reason;
    }

    private static string NewKey()
    {
        while (true)
        {
            var key = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
            if (key.Contains('+', StringComparison.Ordinal) && key.Contains('/', StringComparison.Ordinal)) return key;
        }
    }
}
