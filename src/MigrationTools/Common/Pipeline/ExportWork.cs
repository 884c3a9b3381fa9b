using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Pipeline;

/// <summary>One export on its way that reads alone: there is nothing to ask about. What it came to stands in the history, item by item.</summary>
/// <param name="cmdlet">Whose pipe it is.</param>
/// <param name="source">Where it reads.</param>
/// <param name="holdsForAll">True where a credential that is refused would be refused for all inputs.</param>
internal abstract class ExportWork(MigrationCmdlet cmdlet, MigrationConnection source, bool holdsForAll) : WorkItem
{
    public sealed override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    /// <summary>What was asked for.</summary>
    protected abstract IReadOnlyList<(string Type, string Id)> Asked { get; }

    /// <summary>The same in words, for errors.</summary>
    protected abstract string InWords { get; }

    /// <summary>What came.</summary>
    protected abstract IReadOnlyList<MigrationPackage> Packages { get; }

    /// <summary>What did not come, where the others did.</summary>
    protected virtual IReadOnlyList<MissingItem> Missing => [];

    public sealed override void Report()
    {
        // Into the history before anything is written: whoever receives it may end the pipeline.
        Remember();
        foreach (var package in Packages)
        {
            foreach (var warning in package.Warnings) cmdlet.WriteWarning(warning);
            cmdlet.Emit(package);
        }
    }

    public sealed override void Complain()
    {
        foreach (var missing in Missing) cmdlet.Fail(missing.Error, $"{missing.Type} {missing.Id}");
        if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
        if (EndsAll) cmdlet.Refuse(failure, InWords);
        cmdlet.Fail(failure, failure.TargetObject ?? InWords);
    }

    public sealed override void Remember()
    {
        // What was given stands there, too: a script that only exports ends with an exit code of its own.
        foreach (var package in Packages)
        {
            foreach (var row in RowsOf(package)) cmdlet.Remember(Done(row, package));
        }
        foreach (var missing in Missing) cmdlet.Remember(Failed(Row(missing.Type, missing.Id), missing.Error));
        if (Failure is not { } failure) return;
        foreach (var (type, id) in Asked) cmdlet.Remember(Failed(Row(type, id), failure));
    }

    /// <summary>A row for each thing that was asked for and lies in the package.</summary>
    protected virtual IEnumerable<MigrationResult> RowsOf(MigrationPackage package)
    {
        var items = package.Items.ToLookup(item => $"{item.Type} {item.Id}", StringComparer.Ordinal);
        foreach (var asked in package.Requested)
        {
            // What was asked for as a report can be of one of its kinds.
            yield return items[asked].FirstOrDefault() is { } item ? Row(item.Type, item.Id) with { Name = item.Name } : Row(Asked[0].Type, null) with { Name = asked };
        }
    }

    /// <summary>The row of one thing, before it is known what came of it.</summary>
    protected virtual MigrationResult Row(string type, string? id) =>
        new() { System = source.System, Type = type, SourceId = id, Action = MigrationAction.None, Source = source.Name };

    private static MigrationResult Done(MigrationResult row, MigrationPackage package) => row with
    {
        Status = MigrationStatus.Done,
        Message = package.IsPrivate ? "Exported into this session." : $"Exported into {package.Path}.",
        InputKey = package.Path,
    };

    private MigrationResult Failed(MigrationResult row, MigrationException error)
    {
        var stopped = error.Kind == ErrorKinds.Canceled;
        return row with
        {
            Status = stopped ? MigrationStatus.Canceled : MigrationStatus.Failed,
            Reason = stopped ? WhyCanceled : ResultReason.Rejected,
            ErrorId = error.ErrorId,
            Message = error.Message,
        };
    }
}
