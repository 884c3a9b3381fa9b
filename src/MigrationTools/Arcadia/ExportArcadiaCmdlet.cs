using System.Management.Automation;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Arcadia;

/// <summary>What the export cmdlets share: where packages go, one or many, and what is said of what did not come.</summary>
public abstract class ExportArcadiaCmdlet : ParallelCmdlet
{
    private readonly List<(ArcadiaConnection Connection, ArcadiaSelection Selection)> _gathered = [];
    private PackageDestination _destination = null!;

    /// <summary>
    /// The file to write, or a folder to write into (one that exists, or a path that ends in a separator). Without it the
    /// content is private to this process and lasts as long as it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>One package for each item, side by side, instead of one for all.</summary>
    [Parameter]
    public SwitchParameter Separate { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected sealed override string SystemName => ArcadiaConnection.SystemName;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        // A rehearsal of a whole pipe ($WhatIfPreference) reads, and writes nothing to -Path.
        var path = Path is null || this.IsRehearsal() ? null : FilePaths.Output(this, Path);
        _destination = new PackageDestination(path, Force);
        _destination.Check();
    }

    /// <inheritdoc />
    protected override void End()
    {
        // Empty where each of them failed by itself, and said so.
        foreach (var (connection, selection) in _gathered.Where(entry => !entry.Selection.IsEmpty)) Start(new ExportArcadiaWork(this, connection, selection, _destination, _gathered.Count == 1));
        base.End();
    }

    /// <summary>Takes items in: at once where each has its own package, else at the end.</summary>
    private protected void Export(ArcadiaConnection connection, IEnumerable<(string Type, ItemReference Item)> references)
    {
        var items = references.Where(reference => IsOf(connection, reference.Type, reference.Item)).Select(reference => (reference.Type, reference.Item.Id)).ToList();
        if (Separate)
        {
            foreach (var item in items) Start(new ExportArcadiaWork(this, connection, ArcadiaSelection.Of([item]), _destination, ConnectionIsShared));
            return;
        }
        // A name that found nothing was reported; an export of nothing would be a second error about it.
        if (items.ToList() is not { Count: > 0 } asked) return;
        var known = _gathered.FirstOrDefault(entry => ReferenceEquals(entry.Connection, connection));
        if (known.Selection is null) _gathered.Add(known = (connection, new ArcadiaSelection()));
        foreach (var (type, id) in asked) known.Selection.Add(type, id);
    }

    /// <summary>An object knows where it was listed; the same number on another server is another thing.</summary>
    private bool IsOf(ArcadiaConnection connection, string type, ItemReference item)
    {
        try
        {
            ListedOn.Require(connection, item, type);
            return true;
        }
        catch (MigrationException error)
        {
            FailItem(error, SystemName, type, item.Id, connection.Name);
            return false;
        }
    }
}
