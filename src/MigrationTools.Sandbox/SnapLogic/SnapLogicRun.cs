namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>An asset that came over.</summary>
/// <param name="SnodeId">Its id in the destination.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
public sealed record SnapLogicSuccess(string SnodeId, string Name, string Type);

/// <summary>An asset that did not.</summary>
/// <param name="SnodeId">Its id in the source, or null where it has none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status">The code of this asset.</param>
/// <param name="Reason">The text.</param>
public sealed record SnapLogicFailure(string? SnodeId, string Name, string Type, int Status, string Reason)
{
    internal static SnapLogicFailure Unauthorized(SnapLogicObject asset) =>
        new(asset.SnodeId, asset.Name, asset.Type, 401, "HTTP Code: 401 Status: UNAUTHORIZED");

    internal static SnapLogicFailure Conflict(string name, string type) => new(null, name, type, 409, "HTTP Code: 409 Status: CONFLICT");
}

/// <summary>A warning about an asset.</summary>
/// <param name="SnodeId">Its id in the destination.</param>
/// <param name="Name">Its name.</param>
/// <param name="Message">The text.</param>
public sealed record SnapLogicNotice(string SnodeId, string Name, string Message);

/// <summary>The lists of a result.</summary>
public sealed class SnapLogicOutcome
{
    /// <summary>What came over.</summary>
    public List<SnapLogicSuccess> Successful { get; } = [];

    /// <summary>What did not.</summary>
    public List<SnapLogicFailure> Failed { get; } = [];

    /// <summary>Warnings.</summary>
    public List<SnapLogicNotice> Warnings { get; } = [];
}

/// <summary>A migration, waiting, running or done.</summary>
public sealed class SnapLogicRun
{
    internal SnapLogicRun(string token, string user, string source, string destination, IReadOnlyList<string> types, DateTimeOffset created)
    {
        Token = token;
        User = user;
        Source = source;
        Destination = destination;
        AssetTypes = types;
        Created = created;
    }

    /// <summary>By which its status is asked.</summary>
    public string Token { get; }

    /// <summary>Who began it.</summary>
    public string User { get; }

    /// <summary>The path of what is copied.</summary>
    public string Source { get; }

    /// <summary>The path of where to.</summary>
    public string Destination { get; }

    /// <summary>The types that are copied.</summary>
    public IReadOnlyList<string> AssetTypes { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? Ended { get; internal set; }

    /// <summary>Why it failed as a whole, or null.</summary>
    public string? Failure { get; internal set; }

    /// <summary>What came of it so far.</summary>
    public SnapLogicOutcome Result { get; internal set; } = new();

    /// <summary>How often its status was read.</summary>
    public int Reads { get; internal set; }

    internal RunOutcome Outcome { get; init; }

    internal TimeSpan Duration { get; init; }

    /// <summary>The work, asset by asset; null where nothing is to be done.</summary>
    internal SnapLogicCopy? Work { get; init; }

    /// <summary>Failed = nothing came over, though something should.</summary>
    internal bool HasFailed => Failure is not null || (Result.Successful.Count == 0 && Result.Failed.Count > 0);
}
