namespace MigrationTools.Core.Results;

/// <summary>What came of it, and so what the target may look like now.</summary>
public enum MigrationStatus
{
    /// <summary>Only planned: a real run would send something for it. What it would leave as it is has the same status here as there.</summary>
    Planned,

    /// <summary>The target holds it.</summary>
    Done,

    /// <summary>The target held it already, and was left as it was.</summary>
    Unchanged,

    /// <summary>Left out on purpose: nothing was changed.</summary>
    Skipped,

    /// <summary>It did not work; what the target holds now is in the message where it is known.</summary>
    Failed,

    /// <summary>Stopped before it was begun.</summary>
    Canceled,

    /// <summary>It may or may not have taken effect, and looking could not tell.</summary>
    Unknown,
}
