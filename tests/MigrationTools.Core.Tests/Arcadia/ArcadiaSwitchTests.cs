using System.Reflection;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>
/// Every value of every switch of the emulator, end to end: what is not known of the real service must not decide
/// between right and wrong. Whatever the server does, the target ends as it should or as it was, and the rows do not lie.
/// </summary>
public class ArcadiaSwitchTests
{
    public static TheoryData<string, string> EveryValue
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var property in Switches)
            {
                foreach (var value in Enum.GetNames(property.PropertyType)) data.Add(property.Name, value);
            }
            return data;
        }
    }

    private static IEnumerable<PropertyInfo> Switches => typeof(ArcadiaSwitches).GetProperties().Where(property => property.PropertyType.IsEnum);

    [Theory]
    [MemberData(nameof(EveryValue))]
    public async Task Export_and_two_imports_end_right(string name, string value)
    {
        var property = typeof(ArcadiaSwitches).GetProperty(name)!;
        await using var journey = await Journey.StartAsync(sandbox =>
        {
            foreach (var server in new[] { sandbox.Arcadia.Dev, sandbox.Arcadia.Prod }) property.SetValue(server.Switches, Enum.Parse(property.PropertyType, value));
        });
        var package = await journey.PackageAsync(2115, 2110);

        var (first, error) = await journey.ImportAsync(package);
        AssertTruthful(journey, package, first, error);
        var objects = journey.ProdServer.State.Objects.Count;
        var (second, again) = await journey.ImportAsync(package);
        AssertTruthful(journey, package, second, again);

        Assert.Null(error);
        Assert.Null(again);
        Assert.Equal(objects, journey.ProdServer.State.Objects.Count);
        Assert.Equal(2, journey.ImportsSent.Count);
        if (name != nameof(ArcadiaSwitches.ImportBody) && name != nameof(ArcadiaSwitches.RowUuid))
        {
            Assert.All(first, row => Assert.Equal(MigrationStatus.Done, row.Status));
        }
    }

    [Theory]
    [InlineData(ImportBody.Lists, true)]
    [InlineData(ImportBody.DictsByPk, true)]
    [InlineData(ImportBody.DictsByName, false)]
    [InlineData(ImportBody.IdLists, false)]
    [InlineData(ImportBody.FlatRows, true)]
    [InlineData(ImportBody.EmptyObject, false)]
    [InlineData(ImportBody.PlainText, false)]
    public async Task What_an_answer_does_not_tell_is_unknown_or_found_by_looking(ImportBody shape, bool tellsAll)
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Prod.Switches.ImportBody = shape);
        var package = await journey.PackageAsync();

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.Equal($"{journey.ProdServer.State.Find("dashboards", "Store sales overview")!.Id}", rows.Single(row => row.Type == "Dashboard").DestinationId);
        if (tellsAll) Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        else Assert.All(rows.Where(row => row.Status != MigrationStatus.Done), row => Assert.Equal((MigrationStatus.Unknown, null), (row.Status, row.DestinationId)));
    }

    [Theory]
    [InlineData(ImportBody.EmptyObject)]
    [InlineData(ImportBody.PlainText)]
    [InlineData(ImportBody.IdLists)]
    public async Task Without_a_readable_dry_run_only_Overwrite_goes_on(ImportBody shape)
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Prod.Switches.ImportBody = shape);
        var package = await journey.PackageAsync();

        foreach (var policy in new[] { ConflictPolicy.Skip, ConflictPolicy.Fail })
        {
            var (rows, error) = await journey.ImportAsync(package, Journey.ToSales with { OnConflict = policy });

            Assert.Equal("DryRunUnreadable", Assert.IsType<MigrationException>(error).ErrorId);
            Assert.All(rows, row => Assert.Equal(MigrationStatus.Failed, row.Status));
        }
        Assert.Empty(journey.ImportsSent);
    }

    /// <summary>What a row calls done is there, under the id it tells.</summary>
    private static void AssertTruthful(Journey journey, Core.Arcadia.ArcadiaPackage package, IReadOnlyList<MigrationResult> rows, Exception? error)
    {
        Assert.Equal(package.Items.Count, rows.Count);
        var held = journey.ProdServer.State.Objects.ToDictionary(thing => (thing.Type, $"{thing.Id}"));
        foreach (var row in rows.Where(row => row.Status is MigrationStatus.Done or MigrationStatus.Unchanged && row.DestinationId is not null))
        {
            var key = Core.Arcadia.ArcadiaTypes.All.Single(type => type.Type == row.Type).Key;
            Assert.True(held.TryGetValue((key, row.DestinationId!), out var thing), $"{name(row)} is not there.");
            var uuid = package.Items.Single(item => item.Type == row.Type && item.Id == row.SourceId).Uuid;
            Assert.True(thing.ImportedUuid == uuid || thing.Uuid == uuid, $"{name(row)} is another artifact.");
        }
        if (error is not null) Assert.IsType<MigrationException>(error);
        static string name(MigrationResult row) => $"{row.Type} {row.SourceId} -> {row.DestinationId}";
    }
}
