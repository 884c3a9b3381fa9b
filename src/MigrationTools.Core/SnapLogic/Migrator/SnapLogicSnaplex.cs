using System.Text.Json;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A Snaplex of an environment. Its Id is its path, its Name the label that people know.</summary>
public sealed record SnapLogicSnaplex : MigrationItem
{
    /// <summary>The environment ("org").</summary>
    public string? Org { get; init; }

    /// <summary>The location, the one half of what a task is bound to.</summary>
    public string? Location { get; init; }

    /// <summary>The environment's name of the Snaplex (dev, prod), the other half.</summary>
    public string? EnvironmentName { get; init; }

    /// <summary>What a task is really bound to: org/rt/location/environment. The same name at both ends is not enough.</summary>
    public string? RuntimePathId { get; init; }

    /// <summary>True where it has a load balancer, which an API version on a Cloudplex needs.</summary>
    public bool HasLoadBalancer { get; init; }

    /// <summary>How many nodes run; null where the server does not tell.</summary>
    public int? RunningNodes { get; init; }

    /// <inheritdoc />
    public override string ToString() => Id;

    internal static SnapLogicSnaplex Of(string path, JsonElement entry)
    {
        var info = entry.TryGetProperty("plex_info", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : entry;
        var clean = PlainText.Line(path, PlainText.LongestName);
        if (!clean.StartsWith('/')) clean = "/" + clean;
        var (location, environment, org) = (SnapLogicJson.Text(info, "location"), SnapLogicJson.Text(info, "environment"), SnapLogicJson.Text(info, "org")?.Trim('/'));
        var runtime = SnapLogicJson.Text(info, "runtime_path_id")?.TrimStart('/');
        if (runtime is null && location is not null && environment is not null && org is not null) runtime = $"{org}/rt/{location}/{environment}";
        return new SnapLogicSnaplex
        {
            System = SnapLogicConnection.SystemName,
            Type = "Snaplex",
            Id = clean,
            Name = SnapLogicJson.Text(info, "label") ?? clean[(clean.LastIndexOf('/') + 1)..],
            Uuid = SnapLogicJson.Text(info, "snode_id"),
            Org = org,
            Location = location,
            EnvironmentName = environment,
            RuntimePathId = runtime,
            HasLoadBalancer = SnapLogicJson.Text(info, "jcc_load_balancer") is not null,
            RunningNodes = entry.TryGetProperty("cc_info", out var nodes) && nodes.ValueKind == JsonValueKind.Object && nodes.TryGetProperty("running", out var running) && running.ValueKind == JsonValueKind.Array
                ? running.GetArrayLength()
                : null,
        };
    }
}
