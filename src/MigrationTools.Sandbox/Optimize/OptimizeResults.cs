using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The result of a report as JSON; raw data comes in pages, by scroll ids that expire.</summary>
internal sealed class OptimizeResults(OptimizeState state, OptimizeRules rules, TimeProvider time)
{
    private const int DefaultLimit = 1000;
    private const int LargestLimit = 10_000;
    private const int DefaultTimeout = 120;
    private const int ShortestTimeout = 60;
    private const string NotPaged = "All records are delivered in this response regardless of the set limit, since result pagination is only supported for raw data reports.";

    private readonly ConcurrentDictionary<string, Scroll> _scrolls = new();
    private int _lastScroll;

    public void Reset() => _scrolls.Clear();

    public Reply Run(SandboxRequest request, string id)
    {
        if (!Number(request, "limit", DefaultLimit, 0, LargestLimit, out var limit)) return OutOfRange("limit", $"must be between 0 and {LargestLimit}");
        if (!Number(request, "paginationTimeout", DefaultTimeout, ShortestTimeout, int.MaxValue, out var timeout)) return OutOfRange("paginationTimeout", $"must be greater than or equal to {ShortestTimeout}");
        if (state.Find(id) is not { IsDashboard: false } report) throw Failure(OptimizeRefusal.NotFound($"Was not able to retrieve report with id [{id}] from the database. Report does not exist."));
        if (report.Type == OptimizeTypes.Combined) throw Failure(OptimizeRefusal.BadRequest("Combined reports cannot be exported as Json"));
        var content = OptimizeJson.Node(report.Content)!;
        var definition = DefinitionOf(report, content);
        return IsRaw(content) ? Page(request, report, definition, limit, timeout) : Whole(report, content, definition, limit);
    }

    private Reply Page(SandboxRequest request, OptimizeEntity report, OptimizeDefinition? definition, int limit, int timeout)
    {
        var scroll = new Scroll(0, limit, time.GetUtcNow());
        if (request.Query.GetValueOrDefault("searchRequestId") is { Length: > 0 } given)
        {
            if (!_scrolls.TryGetValue(given, out var found)) throw OptimizeRefusal.ServerError("Failed to parse search request id");
            if (found.Expires < time.GetUtcNow()) throw Failure(OptimizeRefusal.BadRequest("The search context with the given searchRequestId has expired"));
            scroll = found;
        }

        var total = definition?.Instances ?? 0;
        var count = Math.Clamp(total - scroll.Position, 0, scroll.Size);
        var rows = new JsonArray([.. Enumerable.Range(scroll.Position, count).Select(index => Row(definition!, index))]);
        var next = Convert.ToBase64String(Encoding.ASCII.GetBytes($"scroll-{Interlocked.Increment(ref _lastScroll)}"));
        _scrolls[next] = new(scroll.Position + count, scroll.Size, time.GetUtcNow().AddSeconds(timeout));
        return OptimizeJson.Reply(200, new JsonObject
        {
            ["searchRequestId"] = next, ["numberOfRecordsInResponse"] = count, ["totalNumberOfRecords"] = total, ["reportId"] = report.Id, ["data"] = rows,
        });
    }

    private static Reply Whole(OptimizeEntity report, JsonNode content, OptimizeDefinition? definition, int limit)
    {
        var count = definition?.Instances ?? 0;
        var isNumber = OptimizeJson.Text(OptimizeJson.Get(content, "visualization")) == "number";
        var records = isNumber || count == 0 ? count == 0 ? 0 : 1 : 3;
        var body = new JsonObject();
        if (limit < records) body["message"] = NotPaged;
        body["numberOfRecordsInResponse"] = records;
        body["totalNumberOfRecords"] = records;
        body["reportId"] = report.Id;
        body["data"] = isNumber ? JsonValue.Create((double)count) : new JsonArray([.. Enumerable.Range(1, records).Select(index =>
            new JsonObject { ["key"] = $"step-{index}", ["value"] = (double)index, ["label"] = $"Step {index}" })]);
        return OptimizeJson.Reply(200, body);
    }

    private static JsonObject Row(OptimizeDefinition definition, int index)
    {
        var start = OptimizeJson.Date(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero).AddHours(index));
        var number = 2_251_799_813_685_301 + (index * 2L);
        return new()
        {
            ["processDefinitionKey"] = definition.Key, ["processDefinitionId"] = "2251799813685249",
            ["processInstanceId"] = number.ToString(CultureInfo.InvariantCulture), ["businessKey"] = null, ["startDate"] = start, ["endDate"] = null,
            ["duration"] = 5_400_000, ["engineName"] = null, ["tenantId"] = definition.Tenant,
            ["variables"] = new JsonObject { ["carrier"] = index % 2 == 0 ? "post" : "courier" },
            ["flowNodeInstances"] = new JsonArray(new JsonObject
            {
                ["id"] = (number + 1).ToString(CultureInfo.InvariantCulture), ["name"] = "Received", ["startDate"] = start, ["endDate"] = null,
            }),
        };
    }

    private OptimizeDefinition? DefinitionOf(OptimizeEntity report, JsonNode content)
    {
        if (OptimizeJson.List(OptimizeJson.Get(content, "definitions")) is not [var first, ..]) return null;
        var key = OptimizeJson.Text(OptimizeJson.Get(first, "key"));
        var type = report.Type == OptimizeTypes.Decision ? "decision" : "process";
        return state.Definitions.Find(definition => definition.Type == type && definition.Key == key);
    }

    private static bool IsRaw(JsonNode content) => OptimizeJson.List(OptimizeJson.Get(OptimizeJson.Get(content, "view"), "properties"))
        .Any(property => OptimizeJson.Text(property) == "rawData");

    private OptimizeRefusal Failure(OptimizeRefusal own) => rules.ResultFailureIsServerError ? OptimizeRefusal.ServerError(own.Message) : own;

    private Reply OutOfRange(string property, string message) => rules.ArgumentsFail
        ? OptimizeErrors.Reply(OptimizeRefusal.ServerError($"Validation failed for argument [0]: field {property}: {message}"), rules)
        : OptimizeJson.Reply(400, new JsonObject
        {
            ["errorMessage"] = "The request body was invalid.",
            ["validationErrors"] = new JsonArray(new JsonObject { ["property"] = property, ["errorMessage"] = message }),
        });

    private static bool Number(SandboxRequest request, string name, int otherwise, int least, int most, out int value)
    {
        value = otherwise;
        return !request.Query.TryGetValue(name, out var text)
            || (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);
    }

    private sealed record Scroll(int Position, int Size, DateTimeOffset Expires);
}
