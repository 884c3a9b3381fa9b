namespace MigrationTools.Core.Packages;

/// <summary>Lists as scripts know them. The list that a collection expression makes hides its indexer, and PowerShell then gives all of it for [0].</summary>
internal static class Listed
{
    public static IReadOnlyList<T> For<T>(IReadOnlyList<T> values) => values as T[] ?? values.ToArray();
}
