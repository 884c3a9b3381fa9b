namespace MigrationTools.Core.Results;

/// <summary>Words of rows that are the same in all systems.</summary>
public static class ResultWords
{
    /// <summary>Of what somebody answered no to; it takes the place of what the plan had found.</summary>
    public const string Declined = "Declined at the prompt.";
}
