using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The two exports: what is asked for, with all that it needs, reports first.</summary>
internal sealed class OptimizeExport(OptimizeState state, OptimizeRules rules, BlobStore blobs)
{
    public Reply Reports(SandboxRequest request)
    {
        if (Ids(request, out var malformed) is not { } ids) return malformed!;
        var found = ids.Select(state.Find).OfType<OptimizeEntity>().Where(entity => !entity.IsDashboard).ToList();
        if (found.Count < ids.Count) throw OptimizeRefusal.NotFound($"Could not find reports with IDs {OptimizeJson.Brackets(ids)}");
        return Write(WithParts(found), []);
    }

    public Reply Dashboards(SandboxRequest request)
    {
        if (Ids(request, out var malformed) is not { } ids) return malformed!;
        // One query reads them all, and gives no more than the cap.
        var found = ids.Select(state.Find).OfType<OptimizeEntity>().Where(entity => entity.IsDashboard).Take(rules.Switches.ListCap).ToList();
        var missing = ids.Except(found.Select(dashboard => dashboard.Id)).ToList();
        if (missing.Count > 0) throw OptimizeRefusal.NotFound($"Could not find dashboards with IDs {OptimizeJson.Brackets(missing)}");
        var used = found.SelectMany(dashboard => dashboard.References).Distinct()
            .Select(id => state.Find(id) is { IsDashboard: false } report ? report
                : throw OptimizeRefusal.ServerError("Could not retrieve some reports required by this dashboard.")).ToList();
        return Write(WithParts(used), found);
    }

    /// <summary>Each report once, a combined one before its parts. A part has no model, unless it was also asked for and came first.</summary>
    private List<(OptimizeEntity Report, bool WithXml)> WithParts(IReadOnlyList<OptimizeEntity> reports)
    {
        var written = new List<(OptimizeEntity, bool)>();
        var seen = new HashSet<string>();
        foreach (var report in rules.Order(reports, report => report.Id))
        {
            if (seen.Add(report.Id)) written.Add((report, true));
            if (report.Type != OptimizeTypes.Combined) continue;
            foreach (var id in report.References)
            {
                var part = state.Find(id) ?? throw OptimizeRefusal.ServerError($"Could not retrieve some reports required by combined report with ID {report.Id}");
                if (seen.Add(id)) written.Add((part, false));
            }
        }

        return written;
    }

    private Reply Write(IReadOnlyList<(OptimizeEntity Report, bool WithXml)> reports, IReadOnlyList<OptimizeEntity> dashboards)
    {
        if (reports.Count + dashboards.Count == 0 && rules.Switches.EmptyExport != EmptyExport.List) return Reply.Empty(rules.Switches.EmptyExport == EmptyExport.NoContent ? 204 : 200);
        var release = new OptimizeRelease(rules.Switches.Indices);
        var all = reports.Concat(rules.Order(dashboards, dashboard => dashboard.Id).Select(dashboard => (Report: dashboard, WithXml: true))).ToList();
        return Reply.Stream(200, "application/json", async (target, cancellation) =>
        {
            for (var index = 0; index < all.Count; index++)
            {
                await target.WriteAsync(index == 0 ? "["u8.ToArray() : ","u8.ToArray(), cancellation);
                await blobs.ExpandAsync(OptimizeJson.Bytes(OptimizeFormat.Export(all[index].Report, release, all[index].WithXml)), target, cancellation);
            }

            await target.WriteAsync(all.Count == 0 ? "[]"u8.ToArray() : "]"u8.ToArray(), cancellation);
        });
    }

    /// <summary>The ids of a request, each once; null with the answer where the body is none of a list.</summary>
    private IReadOnlyList<string>? Ids(SandboxRequest request, out Reply? malformed)
    {
        malformed = null;
        if (request.Body.Length == 0 && rules.MissingBodyIsEmptySet) return [];
        try
        {
            if (request.Body.Length > 0 && OptimizeJson.Parse(request.Body) is { } node)
            {
                var items = OptimizeJson.List(node);
                if (items.All(item => item is JsonValue)) return [.. items.Select(item => OptimizeJson.Text(item)!).Distinct()];
            }
            else if (request.Body.Length > 0 && rules.MissingBodyIsEmptySet)
            {
                return [];
            }
        }
        catch (JsonException)
        {
            // Answered below, like a body of the wrong shape.
        }

        malformed = rules.MalformedExport switch
        {
            MalformedExport.Text => Reply.Bytes(400, "text/plain", []),
            MalformedExport.Json => OptimizeErrors.Reply(OptimizeRefusal.BadRequest("Required request body is missing or cannot be read as a list of ids."), rules),
            _ => OptimizeErrors.Reply(OptimizeRefusal.ServerError("Required request body is missing or cannot be read as a list of ids."), rules),
        };
        return null;
    }
}
