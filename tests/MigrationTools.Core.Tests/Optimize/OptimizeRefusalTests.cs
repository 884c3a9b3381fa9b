using System.Reflection;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>Wrong inputs, each with its kind: some are said before anything is sent, the others out of the answers of all generations.</summary>
public class OptimizeRefusalTests
{
    private const string Report = """{"id":"7d1f5a10-2c4e-4b8a-9e01-0000000000c1","exportEntityType":"single_process_report","name":"R","sourceIndexVersion":11,"data":{"configuration":{},"definitions":[{"identifier":"definition","key":"parcel-return","versions":["all"],"tenantIds":["<default>"]}],"filter":[],"view":{"entity":"processInstance","properties":["frequency"]},"groupBy":{"type":"none","value":null},"distributedBy":{"type":"none","value":null},"visualization":"number"}}""";
    private const string Dashboard = """{"id":"7d1f5a10-2c4e-4b8a-9e01-0000000000d1","exportEntityType":"dashboard","name":"D","sourceIndexVersion":8,"tiles":[{"id":"7d1f5a10-2c4e-4b8a-9e01-0000000000c1","position":{"x":0,"y":0},"dimensions":{"width":4,"height":4},"type":"optimize_report","configuration":null}],"availableFilters":[]}""";

    public static TheoryData<string, string, string> NotSent() => new()
    {
        { "an empty list", "[]", "PackageEmpty" },
        { "a report that is missing", $"[{Dashboard}]", "PackageIncomplete" },
        { "an empty description", $"[{Report.Replace("\"name\":\"R\"", "\"name\":\"R\",\"description\":\"\"", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "a long description", $"[{Report.Replace("\"name\":\"R\"", $"\"name\":\"R\",\"description\":\"{new string('x', 401)}\"", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "a management report", $"[{Report.Replace("\"filter\"", "\"managementReport\":true,\"filter\"", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "an instant preview", $"[{Report},{Dashboard.Replace("\"availableFilters\"", "\"instantPreviewDashboard\":true,\"availableFilters\"", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "members under the old name", $"[{Report},{Dashboard.Replace("\"tiles\"", "\"reports\"", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "no members", $"[{Report},{Dashboard.Replace("\"tiles\"", "\"things\"", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "filters that are null", $"[{Report},{Dashboard.Replace("\"availableFilters\":[]", "\"availableFilters\":null", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "a tile without an id", $"[{Report},{Dashboard.Replace("\"id\":\"7d1f5a10-2c4e-4b8a-9e01-0000000000c1\"", "\"id\":null", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "no name", $"[{Report.Replace("\"name\":\"R\",", "", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "a dashboard in a tile", $"[{Dashboard.Replace("0000000000c1", "0000000000d1", StringComparison.Ordinal)}]", "EntityNotImportable" },
        { "two of one id", $"[{Report},{Report.Replace("\"R\"", "\"Q\"", StringComparison.Ordinal)}]", "PackageMalformed" },
        { "a tenant that the collection lacks", $"[{Report.Replace("<default>", "north", StringComparison.Ordinal)}]", "ScopeConflict" },
        { "a definition that the collection lacks", $"[{Report.Replace("parcel-return", "invoice", StringComparison.Ordinal)}]", "ScopeConflict" },
        { "cut in half", Dashboard[..100], "PackageTruncated" },
        { "no JSON", "[{]", "PackageMalformed" },
        { "no entities", "[1,2]", "PackageNotRecognized" },
        { "another system's", """{"version":{"Arcviz Version":"7"},"dashboards":[]}""", "PackageOfOtherSystem" },
    };

    [Theory]
    [MemberData(nameof(NotSent))]
    public async Task What_no_target_takes_is_said_before_anything_is_sent(string what, string text, string id)
    {
        await using var journey = await OptimizeJourney.StartAsync();

        var (rows, error) = await journey.ImportAsync(journey.File(text));

        Assert.True(id == Assert.IsType<MigrationException>(error).ErrorId, $"{what}: {error}");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Failed, id), (row.Status, row.ErrorId)));
        Assert.Empty(journey.Changes);
    }

    [Theory]
    [CombinatorialGenerations]
    public async Task Server_says_a_definition_is_missing(Generation generation, DetailForm form) =>
        await RefusedAsync(generation, form, $"[{Report}]", "DefinitionMissing", prod => prod.State.RemoveDefinition("process", "parcel-return"));

    [Theory]
    [CombinatorialGenerations]
    public async Task Server_says_the_scope_lacks_a_definition(Generation generation, DetailForm form) =>
        await RefusedAsync(generation, form, $"[{Report.Replace("parcel-return", "invoice", StringComparison.Ordinal)}]", "ScopeConflict", HideCollections);

    [Theory]
    [CombinatorialGenerations]
    public async Task Server_says_the_scope_lacks_a_tenant(Generation generation, DetailForm form) =>
        await RefusedAsync(generation, form, $"[{Report.Replace("<default>", "north", StringComparison.Ordinal)}]", "ScopeConflict", prod =>
        {
            HideCollections(prod);
            prod.State.SetDefinition(new MigrationTools.Sandbox.Optimize.OptimizeDefinition("process", "parcel-return", "Parcel return", "north", ["1"], "<x/>"));
        });

    [Theory]
    [CombinatorialGenerations]
    public async Task Server_says_a_filter_is_unknown(Generation generation, DetailForm form) =>
        await RefusedAsync(generation, form, $"[{Report.Replace("\"filter\":[]", "\"filter\":[{\"type\":\"noSuchFilter\",\"filterLevel\":\"instance\",\"appliedTo\":[\"all\"]}]", StringComparison.Ordinal)}]", "ImportRejected", _ => { });

    [Theory]
    [CombinatorialGenerations]
    public async Task Server_says_a_name_is_too_long(Generation generation, DetailForm form) =>
        await RefusedAsync(generation, form, $"[{Report.Replace("\"R\"", "\"a name of more than ten letters\"", StringComparison.Ordinal)}]", generation == Generation.V88 ? "ImportRejected|EntityNotImportable|ServerError" : "EntityNotImportable", prod =>
        {
            prod.Switches.NameLimit = NameLimit.On;
            prod.Switches.NameMaxLength = 10;
        });

    [Theory]
    [CombinatorialGenerations]
    public async Task Server_says_variable_filters_cannot_be_imported(Generation generation, DetailForm form) =>
        await RefusedAsync(generation, form, OptimizeFixtures.Read("filters"), "VariableFilterRefused", prod => prod.Switches.VariableFilterCheck = VariableFilterCheck.On);

    [Theory]
    [CombinatorialGenerations]
    public async Task Server_says_the_versions_differ(Generation generation, DetailForm form) =>
        await RefusedAsync(generation, form, $"[{Report.Replace("11", "9", StringComparison.Ordinal)}]", "IndexVersionMismatch", _ => { });

    [Theory]
    [CombinatorialGenerations]
    public async Task Server_says_the_collection_is_unknown(Generation generation, DetailForm form) =>
        await RefusedAsync(generation, form, $"[{Report}]", "CollectionNotFound", HideCollections, "c0ffee00-0000-4000-8000-00000000dead");

    [Theory]
    [InlineData(UnknownCollection.NotFound)]
    [InlineData(UnknownCollection.ServerError)]
    [InlineData(UnknownCollection.NotFoundEarly)]
    public async Task An_unknown_collection_is_said_before_anything_is_sent_where_the_release_tells(UnknownCollection unknown)
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Prod.Switches.UnknownCollection = unknown);

        var (_, error) = await journey.ImportAsync(journey.File($"[{Report}]"), new() { CollectionId = "c0ffee00-0000-4000-8000-00000000dead" });

        Assert.Equal("CollectionNotFound", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Empty(journey.Changes);
    }

    [Fact]
    public async Task A_body_over_a_proxys_limit_is_said_as_too_large()
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Prod.Switches.BodyLimitBytes = 1000);

        var (_, error) = await journey.ImportAsync(await journey.PackageAsync());

        Assert.Equal("RequestTooLarge", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Empty(journey.Landed);
    }

    [Theory]
    [InlineData(null, "CollectionMissing")]
    [InlineData("a b", "InvalidId")]
    [InlineData("..", "InvalidId")]
    public async Task A_collection_that_can_be_none_is_said(string? id, string kind)
    {
        await using var journey = await OptimizeJourney.StartAsync();

        var (_, error) = await journey.ImportAsync(journey.File($"[{Report}]"), new() { CollectionId = id ?? string.Empty });

        Assert.Equal(kind, Assert.IsType<MigrationException>(error).ErrorId);
    }

    [Fact]
    public async Task A_report_that_stands_twice_in_a_joined_file_is_imported_once()
    {
        await using var journey = await OptimizeJourney.StartAsync();

        var (rows, error) = await journey.ImportAsync(journey.File($"[{Report},{Dashboard},{Report.Replace("\"configuration\":{}", "\"configuration\":{\"xml\":\"<x/>\"}", StringComparison.Ordinal)}]"));

        Assert.Null(error);
        Assert.Equal(2, rows.Count);
        Assert.Equal(2, journey.Landed.Count);
        Assert.Contains(journey.Told.Warnings, warning => warning.Contains("more than once", StringComparison.Ordinal));
    }

    private static void HideCollections(OptimizeServer prod) => prod.Switches.CollectionEndpoints = CollectionEndpoints.Off;

    private static async Task RefusedAsync(Generation generation, DetailForm form, string text, string ids, Action<OptimizeServer> change, string? collection = null)
    {
        await using var journey = await OptimizeJourney.StartAsync(pair =>
        {
            pair.Prod.Switches.Generation = generation;
            pair.Prod.Switches.DetailForm = form;
            change(pair.Prod);
        });
        var target = collection ?? (text.Contains("Carriers", StringComparison.Ordinal) ? journey.Returns : journey.Returns);

        var (rows, error) = await journey.ImportAsync(journey.File(text), new OptimizeImportOptions { CollectionId = target });

        var failure = Assert.IsType<MigrationException>(error);
        Assert.True(ids.Split('|').Contains(failure.ErrorId), failure.ToString());
        Assert.False(failure.IsAmbiguous);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Failed, failure.ErrorId), (row.Status, row.ErrorId)));
        Assert.Single(journey.ImportsSent);
        Assert.Empty(journey.Landed);
    }
}

/// <summary>All generations, with both forms of their details.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialGenerationsAttribute : Xunit.v3.DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, Xunit.Sdk.DisposalTracker disposalTracker) =>
        new([.. from generation in Enum.GetValues<Generation>() from form in Enum.GetValues<DetailForm>() select new TheoryDataRow<Generation, DetailForm>(generation, form)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
