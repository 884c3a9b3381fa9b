using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>What is meant for each item of a package: what is sent, and what is left out and why.</summary>
internal sealed class ArcGisImportPlan
{
    private ArcGisImportPlan(IReadOnlyList<ArcGisItem> items, IReadOnlyList<MigrationResult> rows, IReadOnlyList<string> sent, bool isAll)
    {
        Items = items;
        Rows = rows;
        Sent = sent;
        IsAll = isAll;
    }

    /// <summary>The items that are meant.</summary>
    public IReadOnlyList<ArcGisItem> Items { get; }

    /// <summary>A row each.</summary>
    public IReadOnlyList<MigrationResult> Rows { get; }

    /// <summary>The ids that are to be imported.</summary>
    public IReadOnlyList<string> Sent { get; }

    /// <summary>True where these are all that the package holds.</summary>
    public bool IsAll { get; }

    /// <summary>Decides what is meant for each item.</summary>
    /// <param name="held">What the package holds.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="row">A row as it is before anything is known.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="isEstimate">True where the portal itself has not looked into the package.</param>
    /// <exception cref="MigrationException">NotInPackage, CannotImport.</exception>
    public static ArcGisImportPlan Of(IReadOnlyList<ArcGisItem> held, ArcGisImportOptions options, MigrationResult row, string target, bool isEstimate)
    {
        var items = Select(held, options);
        var rows = items.Select(item => Decide(item, options, row, target, isEstimate)).ToList();
        var sent = items.Zip(rows).Where(pair => pair.Second.Status == MigrationStatus.Planned).Select(pair => pair.First.Id).ToList();
        return new ArcGisImportPlan(items, rows, sent, sent.Count == held.Count);
    }

    private static List<ArcGisItem> Select(IReadOnlyList<ArcGisItem> held, ArcGisImportOptions options)
    {
        var items = held.ToList();
        if (options.ItemIds.Count > 0)
        {
            var wanted = options.ItemIds.ToHashSet(StringComparer.OrdinalIgnoreCase);
            items = items.FindAll(item => wanted.Contains(item.Id));
            var missing = wanted.Except(items.Select(item => item.Id), StringComparer.OrdinalIgnoreCase).ToList();
            if (missing.Count > 0) throw new MigrationException(ErrorKinds.NotInPackage, $"The package does not hold {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? $" and {missing.Count - 5} more" : "")}.") { TargetObject = missing[0] };
        }
        if (options.Filter is { } filter)
        {
            items = items.FindAll(item => filter(item));
            if (items.Count == 0) throw new MigrationException(ErrorKinds.NotInPackage, $"The package holds nothing that fits {options.FilterText}.{Types(held)}");
        }
        return items;
    }

    /// <summary>Types are the vendor's words, which nobody knows by heart.</summary>
    private static string Types(IReadOnlyList<ArcGisItem> held)
    {
        var types = held.Select(item => item.Type).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return types.Count == 0 ? string.Empty : $" Its types: {string.Join(", ", types.Take(12))}{(types.Count > 12 ? $" and {types.Count - 12} more" : string.Empty)}.";
    }

    private static MigrationResult Decide(ArcGisItem item, ArcGisImportOptions options, MigrationResult row, string target, bool isEstimate)
    {
        row = row with { Type = item.Type, Name = item.Name, SourceId = item.Id, Reason = isEstimate ? ResultReason.Estimated : ResultReason.None };
        if (item.CanImport == false)
        {
            if (options.ItemIds.Contains(item.Id, StringComparer.OrdinalIgnoreCase))
            {
                throw new MigrationException(ErrorKinds.CannotImport, $"{target} says of {item.Type} '{item.Name}' ({item.Id}) that it cannot be imported, and does not say why.") { TargetObject = item.Id };
            }
            return row with { Action = MigrationAction.None, Status = MigrationStatus.Skipped, Reason = ResultReason.Rejected, Message = $"{target} says that it cannot be imported (canImport is false), and does not say why." };
        }
        return item.Exists switch
        {
            true when options.OnConflict == ConflictPolicy.Skip =>
                PlannedRow.LeftAlone(row with { DestinationId = item.Id }, PackageConflict.Words(target, item.Id), elapsed: default),
            true => row with { Action = MigrationAction.Update, DestinationId = item.Id, Message = isEstimate ? "An estimate: the portal has an item of this id." : null },
            false => row with { Action = MigrationAction.Create, Message = isEstimate ? "An estimate: this user sees no item of this id." : null },
            null => row with { Action = MigrationAction.Unknown, Reason = ResultReason.Estimated, Message = "It is not known whether the portal has it already." },
        };
    }
}
