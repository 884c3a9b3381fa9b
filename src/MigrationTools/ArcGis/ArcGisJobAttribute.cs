using System.Collections;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Views;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Jobs;

namespace MigrationTools.ArcGis;

/// <summary>A portal's job, live or as it comes back: with its package and its items, so that a wait in another session ends as this one's would.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ArcGisJobAttribute() : JobAttribute(ArcGisConnection.SystemName)
{
    private protected override MigrationJob Complete(MigrationJob job, object value)
    {
        string? Text(string name) => Word(value, name);
        return new ArcGisJob
        {
            System = job.System,
            Kind = job.Kind,
            Id = job.Id,
            Key = job.Key,
            ConnectionName = job.ConnectionName,
            State = job.State,
            Submitted = job.Submitted,
            Source = job.Source,
            Target = job.Target,
            Origin = Text(nameof(ArcGisJob.Origin)),
            Group = Text(nameof(ArcGisJob.Group)),
            GroupKey = Text(nameof(ArcGisJob.GroupKey)),
            PackageItem = Text(nameof(ArcGisJob.PackageItem)),
            RemovesPackage = bool.TryParse(Text(nameof(ArcGisJob.RemovesPackage)), out var removes) && removes,
            Items = Items(Binding.Property(value, nameof(ArcGisJob.Items))),
        };
    }

    // A file may name anything in any way; what is shown later is on one line.
    private static string? Word(object? value, string name) => Binding.Text(Binding.Property(value, name)) is { Length: > 0 } text ? PlainText.Line(text) : null;

    private static List<ArcGisItem> Items(object? value)
    {
        var items = new List<ArcGisItem>();
        foreach (var one in value is IEnumerable many and not string and not IDictionary ? many : Array.Empty<object>())
        {
            // A list that was flattened on the way is none any more: the result names the items all the same.
            if (Binding.Text(Binding.Property(one, "Id")) is not { Length: > 0 } id || !ArcGisId.IsId(id)) continue;
            items.Add(new ArcGisItem
            {
                System = ArcGisConnection.SystemName,
                Id = id,
                Type = Word(one, "Type") ?? "Item",
                Name = Word(one, "Name") ?? $"Item {id}",
                Exists = bool.TryParse(Binding.Text(Binding.Property(one, "Exists")), out var exists) ? exists : null,
            });
        }
        return items;
    }
}
