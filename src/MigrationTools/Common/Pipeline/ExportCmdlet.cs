using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Pipeline;

/// <summary>What the exporting cmdlets share: where packages go, and objects that were listed elsewhere.</summary>
public abstract class ExportCmdlet : ParallelCmdlet
{
    /// <summary>
    /// The file to write, or a folder to write into (one that exists, or a path that ends in a separator). Without it the
    /// content is private to this process and lasts as long as it.
    /// </summary>
    [Parameter]
    [NotBlank(nameof(Path))]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Where the packages of this call go.</summary>
    private protected PackageDestination Destination { get; private set; } = null!;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        // A rehearsal of a whole pipe ($WhatIfPreference) reads, and writes nothing to -Path.
        var path = Path is null || this.IsRehearsal() ? null : FilePaths.Output(this, Path);
        Destination = new PackageDestination(path, Force);
        Destination.Check();
    }

    private protected override MigrationResult? RowOfCall(MigrationException error) =>
        base.RowOfCall(error) is { } row ? row with { Source = row.Target, Target = null } : null;

    /// <summary>True where an item can be meant on this connection: an object knows where it was listed. Where not, it fails alone.</summary>
    private protected bool IsOf(MigrationConnection connection, ItemReference item, string type)
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
