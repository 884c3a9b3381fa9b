using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>What a migration would do, from what both ends hold. An estimate of this product: the server has no dry run.</summary>
internal static class SnapLogicPlan
{
    public static IReadOnlyList<MigrationResult> Rows(MigrationResult template, SnapLogicInventory source, SnapLogicInventory target, SnapLogicMigrationOptions options)
    {
        if (source.Exists is null || target.Exists is null || !source.IsReadable || (target.Exists == true && !target.IsReadable && target.Assets.Count > 0))
        {
            var unknown = source.Why ?? target.Why ?? "The exported archives do not tell their assets.";
            return [template with
            {
                Action = target.Exists switch { true => MigrationAction.Replace, false => MigrationAction.Create, null => MigrationAction.Unknown },
                Reason = ResultReason.Estimated,
                Message = $"What it would overwrite asset by asset could not be known: {unknown}{(target.Exists == true ? " The project is there." : "")}",
            }];
        }
        var isThere = target.Exists == true;
        var types = options.AssetTypes ?? (isThere ? SnapLogicAssetTypes.Unadapted : SnapLogicAssetTypes.All);
        var rows = source.Assets.Select(asset => Row(template, asset, types.Contains(asset.Type), target.Has(asset)));
        var others = target.Assets.Where(asset => !source.Has(asset)).Select(asset => template with
        {
            Type = asset.Type,
            Name = asset.Name,
            Action = MigrationAction.None,
            Status = MigrationStatus.Skipped,
            DestinationId = IdOf(asset),
            Message = "Only in the destination: left alone, as far as is documented.",
        });
        var all = rows.Concat(others).ToList();
        return all.Count > 0 ? all : [template with { Action = isThere ? MigrationAction.Replace : MigrationAction.Create, Message = "The source holds no asset." }];
    }

    private static MigrationResult Row(MigrationResult template, MigrationItem asset, bool isSent, bool isThere) => template with
    {
        Type = asset.Type,
        Name = asset.Name,
        SourceId = IdOf(asset),
        Status = isSent ? MigrationStatus.Planned : MigrationStatus.Skipped,
        Action = !isSent ? MigrationAction.None : isThere ? MigrationAction.Replace : MigrationAction.Create,
        Message = isSent ? isThere ? "It is there, and would be overwritten; changes made by hand are lost." : null : $"Left out: {asset.Type} is not among the types to migrate.",
    };

    private static string? IdOf(MigrationItem asset) => asset.Id == asset.Name ? null : asset.Id;
}
