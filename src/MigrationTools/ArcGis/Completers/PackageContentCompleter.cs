using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.ArcGis.Completers;

/// <summary>
/// Offers ids, types or titles of what the package on the line holds: of the object, or by the manifest beside the file.
/// The file itself may be large, and is not read.
/// </summary>
public sealed class PackageContentCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var items = Items(fakeBoundParameters);
        var offered = parameterName.ToUpperInvariant() switch
        {
            "TYPE" => items.GroupBy(item => item.Type, StringComparer.OrdinalIgnoreCase)
                .Select(group => new Suggestion(Completion.Literal(group.Key), group.Key, FormattableString.Invariant($"{group.Key}: {group.Count()}"))),
            "TITLE" => items.DistinctBy(item => item.Name).Select(item => new Suggestion(Completion.Literal(item.Name), item.Name, $"{item.Type} {item.Id}")),
            _ => items.Where(item => ArcGisId.IsId(item.Id)).Select(item => new Suggestion(item.Id, $"{item.Name} ({item.Type})", $"{item.Name} ({item.Type}) {item.Id}")),
        };
        return Completion.Among(offered.OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase), wordToComplete);
    }

    private static IEnumerable<MigrationItem> Items(IDictionary bound)
    {
        if (Binding.Unwrap(bound["InputObject"]) is MigrationPackage { System: ArcGisConnection.SystemName } package) return package.Items;
        return Binding.Text(bound["Path"] ?? bound["LiteralPath"]) is { Length: > 0 } path && SessionOfRunspace.File(path) is { } file ? Beside(file) : [];
    }

    private static IReadOnlyList<MigrationItem> Beside(string file)
    {
        try
        {
            return PackageManifest.ReadBeside(file) is { System: ArcGisConnection.SystemName } manifest ? manifest.ToItems() : [];
        }
        catch (MigrationException)
        {
            // A key was pressed: there is nobody to tell. The import says what is wrong with it.
            return [];
        }
    }
}
