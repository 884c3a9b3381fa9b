namespace MigrationTools.Core.Results;

/// <summary>
/// What is meant for an artifact, as far as that is known. A row that failed while it was done keeps the action of its plan;
/// one that failed before there was a plan, and what is left as it is, has None.
/// </summary>
public enum MigrationAction
{
    /// <summary>It is not known what the server means to do.</summary>
    Unknown,

    /// <summary>Nothing: it is left as it is.</summary>
    None,

    /// <summary>It is made new on the target.</summary>
    Create,

    /// <summary>It is there, and is changed in place.</summary>
    Update,

    /// <summary>A new one takes the place of the old one.</summary>
    Replace,

    /// <summary>A second one is made beside the one that is there.</summary>
    Copy,

    /// <summary>It is deleted.</summary>
    Delete,
}
