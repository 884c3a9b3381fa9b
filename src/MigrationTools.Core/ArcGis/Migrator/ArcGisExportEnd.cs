using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>What follows when an export's job has ended: a look at what the package holds, the download, the removal where it is wished.</summary>
internal sealed class ArcGisExportEnd(ArcGisConnection portal, PackageDestination destination, IMigrationObserver observer)
{
    /// <summary>What was asked for and is not in the package.</summary>
    public IReadOnlyList<ArcGisLeftOut> LeftOut { get; private set; } = [];

    /// <param name="job">The job as it ended.</param>
    /// <param name="isAll">True if the whole group was asked for, so that nobody named what was left out.</param>
    /// <param name="facts">What is known of the package beside its items and warnings.</param>
    /// <param name="cancellationToken">Aborts the download; nothing half-written is left.</param>
    /// <exception cref="MigrationException">NothingExported, ExportFailed, and failures of the download.</exception>
    public async Task<ArcGisPackage> FinishAsync(ArcGisJob job, bool isAll, Func<IReadOnlyList<ArcGisItem>, IReadOnlyList<string>, ArcGisPackage> facts, CancellationToken cancellationToken)
    {
        if (job.State != JobState.Completed) throw Failed(job);
        // What the portal names, and not what a job out of a file does.
        var packageItem = (job.Outcome is { } outcome ? PackageIn(outcome) : null) ?? throw Nothing(portal, job.Group, job.Outcome);
        var item = await portal.Client.ItemAsync(packageItem, observer, cancellationToken).ConfigureAwait(false);
        var items = await ItemsAsync(job, packageItem, cancellationToken).ConfigureAwait(false);
        LeftOut = [.. WhatIsMissing(job, items, isAll)];
        try
        {
            var warnings = LeftOut.Select(left => left.Error.What).ToList();
            var package = await DownloadAsync(item, warnings, all => facts(items, all) with { PackageItem = packageItem, PackagePortal = portal.Origin, Source = portal.Origin }, cancellationToken).ConfigureAwait(false);
            return job.RemovesPackage && await ArcGisRemoval.RemoveExportedAsync(portal, job, packageItem, observer, cancellationToken).ConfigureAwait(false)
                ? package with { PackageItem = null, PackagePortal = null }
                : package;
        }
        catch (MigrationException error)
        {
            throw new MigrationException(error.Kind, $"{error.What} The package that {portal.Name} made is item {packageItem} there.",
                job.Id.Length > 0 ? $"{error.Remedy} Wait-ArcGisJob -Id {job.Id} downloads it without a new export." : error.Remedy, error)
            {
                HttpStatus = error.HttpStatus,
                Endpoint = error.Endpoint,
                TargetObject = error.TargetObject,
            };
        }
    }

    /// <summary>The package's item in what an export came to; null where it names none.</summary>
    public static string? PackageIn(JsonElement outcome)
    {
        var result = outcome.Member("result") ?? outcome;
        return result.Id("itemId") ?? result.Id("id");
    }

    /// <summary>The portal ended well and made no package.</summary>
    public static MigrationException Nothing(ArcGisConnection portal, string? group, JsonElement? outcome)
    {
        var said = outcome is { } body && body.ValueKind == JsonValueKind.Object && body.EnumerateObject().Any() ? $" It answered: {ServerWords.Line(portal.Api.Redact(body.GetRawText()), 400)}" : "";
        return new MigrationException(ErrorKinds.NothingExported, $"{portal.Name} made no package of group '{group}': it has no items that can be exported, or all of them failed or were skipped.{said}") { TargetObject = group };
    }

    private MigrationException Failed(ArcGisJob job)
    {
        var said = ArcGisWords.OfFailure(job);
        return new MigrationException(ErrorKinds.ExportFailed, $"The export of group '{job.Group}' on {portal.Name} ended as {job.State} (job {job.Id}): {said}") { TargetObject = job.Id };
    }

    /// <summary>What the portal itself reads in the package; where that cannot be had, what was asked for.</summary>
    private async Task<IReadOnlyList<ArcGisItem>> ItemsAsync(ArcGisJob job, string packageItem, CancellationToken cancellationToken)
    {
        if (job.GroupKey is not null)
        {
            try
            {
                var seen = await new ArcGisPreview(portal, observer).ReadAsync(job.GroupKey, packageItem, tries: 3, cancellationToken).ConfigureAwait(false);
                // Of its own group's items, "exists" says nothing that helps elsewhere.
                return [.. seen.Items.OfType<ArcGisItem>().Select(item => item with { Exists = null, CanImport = null })];
            }
            catch (MigrationException error) when (error.Kind != ErrorKinds.NotAuthenticated)
            {
                observer.Verbose($"What the package holds could not be read on {portal.Name}: {error.What}");
            }
        }
        var left = LeftOutBy(job);
        return [.. job.Items.Where(item => !left.ContainsKey(item.Id))];
    }

    private IEnumerable<ArcGisLeftOut> WhatIsMissing(ArcGisJob job, IReadOnlyList<ArcGisItem> items, bool isAll)
    {
        var there = items.Select(item => item.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var said = LeftOutBy(job);
        var messages = MessagesById(job.Messages);
        foreach (var item in job.Items.Where(item => !there.Contains(item.Id)))
        {
            var why = said.GetValueOrDefault(item.Id) ?? messages.GetValueOrDefault(item.Id) ?? "the portal does not say why";
            yield return new ArcGisLeftOut(item, WasNamed: !isAll,
                new MigrationException(ErrorKinds.LeftOut, $"{portal.Name} left {item.Type} '{item.Name}' ({item.Id}) out of the package: {portal.Api.Redact(why).TrimEnd('.')}.") { TargetObject = item.Id });
        }
    }

    /// <summary>The ids of what the result says was left out, with the reason where one is given.</summary>
    private static Dictionary<string, string?> LeftOutBy(ArcGisJob job)
    {
        var outcome = ArcGisOutcome.Of(job.Outcome);
        var reasons = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in outcome.Skipped.Concat(outcome.Failed).Where(element => element.Id is not null)) reasons.TryAdd(element.Id!, element.Reason);
        return reasons;
    }

    // A group has many items and a job many messages: each message is read once, and not once for each item.
    private static Dictionary<string, string> MessagesById(IReadOnlyList<string> messages)
    {
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var message in messages)
        {
            foreach (var id in ArcGisId.TokensIn(message)) first.TryAdd(id, message);
        }
        return first;
    }

    private async Task<ArcGisPackage> DownloadAsync(ArcGisItem item, List<string> warnings, Func<IReadOnlyList<string>, ArcGisPackage> facts, CancellationToken cancellationToken)
    {
        using var file = destination.Open(item.Name, item.Id, ArcGisPackage.Extension);
        var reply = await portal.Client.DataAsync(item.Id, $"package '{item.Name}'", file.Stream, observer, cancellationToken).ConfigureAwait(false);
        if (reply.FileName is { } name) file.NameAs(name, item.Id);
        if (item.Size is { } size && size != reply.Length) warnings.Add($"{portal.Name} says that the package has {size} bytes, and {reply.Length} came.");
        return await file.CommitAsync(facts(warnings)).ConfigureAwait(false);
    }
}
