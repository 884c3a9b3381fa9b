using MigrationTools.Common.Arguments;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;

namespace MigrationTools.ArcGis;

/// <summary>Ids as they were given, checked: a word that is none would go into addresses.</summary>
internal static class ArcGisIds
{
    /// <exception cref="MigrationException">InvalidId.</exception>
    public static string Of(ItemReference reference, string what) => ArcGisId.IsId(reference.Id)
        ? reference.Id.ToLowerInvariant()
        : throw new MigrationException(ErrorKinds.InvalidId, $"'{reference.Id}' is no id of {A(what)}.", $"Ids have 32 hexadecimal digits; {Listed(what)}.") { TargetObject = reference.Id };

    /// <exception cref="MigrationException">InvalidId.</exception>
    public static IReadOnlyList<string> Of(ItemReference[]? references, string what) => [.. (references ?? []).Select(reference => Of(reference, what))];

    /// <summary>The one group of an import, on the portal that it goes into.</summary>
    /// <exception cref="MigrationException">InvalidId, WrongConnection.</exception>
    public static string OnlyGroup(ArcGisConnection portal, ItemReference[]? references, string aim) => references switch
    {
        [var only] => On(portal, only, "group"),
        null or [] => throw new MigrationException(ErrorKinds.InvalidId, $"{aim} {portal.Name}, a group must be named.", "Give -GroupId; Get-ArcGisGroup lists the ids."),
        _ => throw new MigrationException(ErrorKinds.InvalidId, $"{aim} {portal.Name}, {references.Length} groups are named with -GroupId, and one is due.", "Give one; rows of the pipe can each name their own."),
    };

    /// <summary>The id of an item that one portal has means something on that portal alone.</summary>
    /// <exception cref="MigrationException">WrongConnection.</exception>
    public static string On(ArcGisConnection portal, ItemReference reference, string what)
    {
        ListedOn.Require(portal, reference, char.ToUpperInvariant(what[0]) + what[1..]);
        return Of(reference, what);
    }

    private static string Listed(string what) => what switch
    {
        "group" => "Get-ArcGisGroup -Name lists the ids of groups",
        "package" => "Get-ArcGisItem -Type 'Export Package' lists those of packages that are on the portal",
        _ => "Get-ArcGisItem lists those of items, and Get-MigrationPackage those in a package",
    };

    private static string A(string noun) => noun == "item" ? "an item" : $"a {noun}";
}
