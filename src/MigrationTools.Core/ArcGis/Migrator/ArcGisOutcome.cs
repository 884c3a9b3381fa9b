using System.Text.Json;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.ArcGis;

/// <summary>One element of a result's lists: the id, where it has one, and what else stands there.</summary>
internal sealed record ArcGisOutcomeElement(string? Id, string? Title, string? Reason);

/// <summary>What a job's result says of its items. Reasons are not documented: what stands beside the id is shown as it is.</summary>
internal sealed record ArcGisOutcome(
    IReadOnlyList<ArcGisOutcomeElement> Imported, IReadOnlyList<ArcGisOutcomeElement> Skipped, IReadOnlyList<ArcGisOutcomeElement> Failed)
{
    /// <summary>The most elements that are read of one list; no group holds as many items.</summary>
    internal const int MostElements = 200_000;

    private const int LongestReason = 300;

    public static ArcGisOutcome Nothing { get; } = new([], [], []);

    public bool IsEmpty => Imported.Count + Skipped.Count + Failed.Count == 0;

    public static ArcGisOutcome Of(JsonElement? result)
    {
        if (result is not { } outcome) return Nothing;
        outcome = outcome.Member("result") ?? outcome;
        return new ArcGisOutcome(Read(outcome, "itemsImported", "itemsExported"), Read(outcome, "itemsSkipped"), Read(outcome, "itemsFailedImport", "itemsFailed", "itemsFailedExport"));
    }

    private static List<ArcGisOutcomeElement> Read(JsonElement outcome, params string[] names) => [.. names.SelectMany(name => outcome.List(name)).Take(MostElements).Select(Element)];

    private static ArcGisOutcomeElement Element(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            var text = SafeJson.Clean(SafeJson.TextOf(element)!, LongestReason);
            return ArcGisId.IsToken(text) ? new ArcGisOutcomeElement(text, null, null) : new ArcGisOutcomeElement(null, null, text);
        }
        if (element.ValueKind != JsonValueKind.Object) return new ArcGisOutcomeElement(null, null, SafeJson.Clean(element.GetRawText(), LongestReason));
        var words = element.Text("reason", LongestReason) ?? element.Text("message", LongestReason)
            ?? (element.Member("error") is { } error ? ServerWords.Line(ServerWords.From(error.GetRawText(), "application/json"), LongestReason) : null);
        var id = element.Id("itemId") ?? element.Id("id");
        // Nothing that is known: all of it, unless the id is all.
        if (words is null && element.EnumerateObject().Any(member => SafeJson.NameOf(member) is not ("itemId" or "id" or "title"))) words = SafeJson.Clean(element.GetRawText(), LongestReason);
        return new ArcGisOutcomeElement(id, element.Text("title"), words);
    }
}

/// <summary>What a portal says of a failure, in one sentence.</summary>
internal static class ArcGisWords
{
    public static string OfFailure(ArcGisJob job)
    {
        var last = job.Messages.Count > 0 ? job.Messages[^1] : null;
        var words = string.Join("; ", new[] { job.Words, last }.Where(part => !string.IsNullOrWhiteSpace(part)).Distinct(StringComparer.Ordinal));
        return words.Length > 0 ? $"{words.TrimEnd('.')}." : "the portal gives no reason.";
    }
}
