namespace MigrationTools.Core.Results;

/// <summary>What to do with what the target already has. Each system takes the values it can honour.</summary>
public enum ConflictPolicy
{
    /// <summary>Touch nothing and fail.</summary>
    Fail,

    /// <summary>Leave what is there, and leave it out.</summary>
    Skip,

    /// <summary>Replace or update what is there.</summary>
    Overwrite,

    /// <summary>Make a second one beside it.</summary>
    Duplicate,
}
