using System.Text.Json;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>A dashboard or report, with what an export leaves out.</summary>
/// <param name="Id">The id: a UUID in lower case, but for the two samples of the vendor's page.</param>
/// <param name="Type">One of <see cref="OptimizeTypes"/>.</param>
/// <param name="Name">The name; need not be unique.</param>
/// <param name="Description">The description, or null.</param>
/// <param name="CollectionId">The collection; null for a private entity.</param>
/// <param name="Content">A report's <c>data</c>; a dashboard's <c>tiles</c> and <c>availableFilters</c>.</param>
/// <param name="Owner">The owner.</param>
/// <param name="Created">When it came to be.</param>
/// <param name="LastModified">When it was last changed.</param>
/// <param name="InstantPreview">Whether the product built this dashboard.</param>
/// <param name="RefreshRateSeconds">A dashboard's auto-refresh, which no export tells.</param>
public sealed record OptimizeEntity(
    string Id, string Type, string Name, string? Description, string? CollectionId, JsonElement Content,
    string Owner, DateTimeOffset Created, DateTimeOffset LastModified, bool InstantPreview = false, int? RefreshRateSeconds = null)
{
    /// <summary>Whether it is a dashboard.</summary>
    public bool IsDashboard => Type == OptimizeTypes.Dashboard;

    /// <summary>Whether the product keeps it out of lists and protects it: a management or an instant preview report.</summary>
    public bool IsBuiltIn => !IsDashboard && (Flag("managementReport") || Flag("instantPreviewReport"));

    /// <summary>The ids of the reports that its tiles, or its parts, name.</summary>
    public IReadOnlyList<string> References => Type switch
    {
        OptimizeTypes.Dashboard => [.. Ids("tiles").Where(OptimizeJson.IsUuid)],
        OptimizeTypes.Combined => Ids("reports"),
        _ => [],
    };

    /// <summary>Counts up with each entity that comes to be.</summary>
    internal long Sequence { get; init; }

    private bool Flag(string name) => Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private IReadOnlyList<string> Ids(string list) => Content.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
        ? [.. items.EnumerateArray().Select(item => item.TryGetProperty("id", out var id) ? id.GetString() : null).OfType<string>()] : [];
}

/// <summary>An entry of a collection's scope.</summary>
/// <param name="Type"><c>process</c> or <c>decision</c>.</param>
/// <param name="Key">The definition's key.</param>
/// <param name="Tenants">The tenants; null is Camunda 7's own.</param>
public sealed record OptimizeScope(string Type, string Key, IReadOnlyList<string?> Tenants);

/// <summary>A collection.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Owner">The owner's id.</param>
/// <param name="Created">When it came to be.</param>
/// <param name="LastModified">When it was last changed.</param>
/// <param name="Scope">What its reports may use.</param>
public sealed record OptimizeCollection(
    string Id, string Name, string? Owner, DateTimeOffset Created, DateTimeOffset LastModified, IReadOnlyList<OptimizeScope> Scope);

/// <summary>A process or decision that the server has data of.</summary>
/// <param name="Type"><c>process</c> or <c>decision</c>.</param>
/// <param name="Key">The key.</param>
/// <param name="Name">The name.</param>
/// <param name="Tenant">The tenant; null is shared by all.</param>
/// <param name="Versions">The versions that exist.</param>
/// <param name="Xml">The model's text, or the token of a large one.</param>
/// <param name="Instances">How many instances its reports count.</param>
public sealed record OptimizeDefinition(
    string Type, string Key, string Name, string? Tenant, IReadOnlyList<string> Versions, string Xml, int Instances = 5);

/// <summary>A label of a variable.</summary>
/// <param name="DefinitionKey">The process.</param>
/// <param name="Name">The variable's name.</param>
/// <param name="Type">The variable's type.</param>
/// <param name="Label">What is shown.</param>
public sealed record OptimizeLabel(string DefinitionKey, string Name, string Type, string Label);

/// <summary>What a server starts with.</summary>
internal sealed record OptimizeSeed(
    IReadOnlyList<OptimizeCollection> Collections, IReadOnlyList<OptimizeDefinition> Definitions, IReadOnlyList<OptimizeEntity> Entities);
