using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;

namespace MigrationTools.Arcadia;

/// <summary>What the exports of Arcadia share: one package for all, or one each.</summary>
public abstract class ExportArcadiaCmdlet : ExportCmdlet
{
    private readonly List<(ArcadiaConnection Connection, ArcadiaSelection Selection)> _gathered = [];

    /// <summary>One package for each item, side by side, instead of one for all.</summary>
    [Parameter]
    public SwitchParameter Separate { get; set; }

    private protected sealed override string SystemName => ArcadiaConnection.SystemName;

    /// <inheritdoc />
    protected override void End()
    {
        // Empty where each of them failed by itself, and said so.
        foreach (var (connection, selection) in _gathered.Where(entry => !entry.Selection.IsEmpty)) Start(new ExportArcadiaWork(this, connection, selection, Destination, _gathered.Count == 1));
        base.End();
    }

    /// <summary>Takes items in: at once where each has its own package, else at the end.</summary>
    private protected void Export(ArcadiaConnection connection, IEnumerable<(string Type, ItemReference Item)> references)
    {
        var items = references.Where(reference => IsOf(connection, reference.Item, reference.Type)).Select(reference => (reference.Type, reference.Item.Id)).ToList();
        if (Separate)
        {
            Start(items.Select(item => new ExportArcadiaWork(this, connection, ArcadiaSelection.Of([item]), Destination, ConnectionIsShared)));
            return;
        }
        // A name that found nothing was reported; an export of nothing would be a second error about it.
        if (items.ToList() is not { Count: > 0 } asked) return;
        var known = _gathered.FirstOrDefault(entry => ReferenceEquals(entry.Connection, connection));
        if (known.Selection is null) _gathered.Add(known = (connection, new ArcadiaSelection()));
        foreach (var (type, id) in asked) known.Selection.Add(type, id);
    }
}
