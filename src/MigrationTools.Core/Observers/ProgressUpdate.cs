namespace MigrationTools.Core.Observers;

/// <summary>How far a piece of work is.</summary>
/// <param name="Key">Which piece of work; stable while it lasts.</param>
/// <param name="Activity">What is done, such as "Exporting dashboards".</param>
/// <param name="Status">What is happening now, such as an item's name or a job's state and age.</param>
/// <param name="Done">How much is done, in the unit that <paramref name="IsBytes"/> tells.</param>
/// <param name="Total">How much there is in all; null where unknown.</param>
/// <param name="IsBytes">True where Done and Total are bytes, false where they are counts.</param>
/// <param name="Completed">True for the last update of this key.</param>
public sealed record ProgressUpdate(
    string Key, string Activity, string Status, long Done = 0, long? Total = null, bool IsBytes = false, bool Completed = false);
