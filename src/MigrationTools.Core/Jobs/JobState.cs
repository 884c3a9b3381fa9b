namespace MigrationTools.Core.Jobs;

/// <summary>How a server's job stands.</summary>
public enum JobState
{
    /// <summary>The server no longer knows it, or its answer cannot be read.</summary>
    Unknown,

    /// <summary>Taken in, not begun.</summary>
    Submitted,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Ended well. Single items may still have failed: the rows tell.</summary>
    Completed,

    /// <summary>Ended badly.</summary>
    Failed,

    /// <summary>Stopped.</summary>
    Canceled,
}
