using System.Diagnostics;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A migration that the control plane does on its own time, as its status document tells it.</summary>
public sealed record SnapLogicMigration : MigrationJob
{
    /// <summary>The Kind of a migration of a project.</summary>
    public const string OfProject = "project/migrate";

    /// <summary>The Kind of a migration of a version of an API.</summary>
    public const string OfVersion = "apim/migrate_version";

    // What a control plane adds with each look is kept, and not without end.
    private const int MostMessages = 10_000;

    /// <summary>Who started it.</summary>
    public string? User { get; init; }

    /// <summary>The types that were asked for.</summary>
    public IReadOnlyList<string> AssetTypes { get; init => field = Listed.For(value); } = [];

    /// <summary>How many assets came over so far.</summary>
    public int Succeeded { get; init; }

    /// <summary>How many did not. The server says Completed all the same.</summary>
    public int Failed { get; init; }

    /// <summary>True where it is completed and not all of it came over.</summary>
    public bool IsPartial => State == JobState.Completed && Failed > 0;

    /// <summary>The document itself, for rows.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal SnapLogicStatus? Document { get; init; }

    /// <inheritdoc />
    public override string ToString() => base.ToString();

    /// <summary>What a document says of a job that is known already.</summary>
    internal static SnapLogicMigration Of(MigrationJob job, SnapLogicStatus document)
    {
        var earlier = job as SnapLogicMigration;
        var words = document.Warnings.Select(warning => warning.Name is null ? warning.Reason : $"{warning.Name}: {warning.Reason}").OfType<string>();
        return new SnapLogicMigration
        {
            System = SnapLogicConnection.SystemName,
            Kind = job.Kind,
            Id = job.Id,
            ConnectionName = job.ConnectionName,
            State = document.State,
            Submitted = job.Submitted ?? document.Created,
            StatusUri = job.StatusUri,
            // The document's paths are the server's own, with or without the slash.
            Source = job.Source ?? SnapLogicPath.OfAnswer(document.Source)?.ToString(),
            Target = job.Target ?? SnapLogicPath.OfAnswer(document.Destination)?.ToString(),
            Action = job.Action,
            Messages = [.. job.Messages.Union(words, StringComparer.Ordinal).Take(MostMessages)],
            Result = document.State switch
            {
                JobState.Completed => $"{document.Successful.Count} done, {document.Failed.Count} failed",
                JobState.Failed => document.Words ?? "The server gives no reason.",
                _ => null,
            },
            User = document.User ?? earlier?.User,
            AssetTypes = document.AssetTypes.Count > 0 ? document.AssetTypes : earlier?.AssetTypes ?? [],
            Succeeded = document.Successful.Count,
            Failed = document.Failed.Count,
            Document = document,
        };
    }
}
