using System.Reflection;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>What is not known of the real service is a switch: every value of every switch is walked end to end.</summary>
public class OptimizeSwitchTests
{
    /// <summary>Values under which a promotion cannot work, and what is then said.</summary>
    private static readonly Dictionary<string, string> Refused = new() { ["ImportBody=Lost"] = "ImportBroken" };

    public static TheoryData<string, string> Values()
    {
        var data = new TheoryData<string, string>();
        foreach (var property in typeof(OptimizeSwitches).GetProperties().Where(property => property.PropertyType.IsEnum))
        {
            foreach (var value in Enum.GetNames(property.PropertyType))
            {
                // Without a configured credential nobody comes in; see the connection's tests.
                if ((property.Name, value) != ("Tokens", "None")) data.Add(property.Name, value);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_promotion_works_or_is_refused_with_the_reason(string name, string value)
    {
        await using var journey = await OptimizeJourney.StartAsync(pair =>
        {
            foreach (var server in new[] { pair.Dev, pair.Prod }) Property(name).SetValue(server.Switches, Enum.Parse(Property(name).PropertyType, value));
        });
        var package = await journey.PackageAsync();

        var (rows, error) = await journey.ImportAsync(package);

        if (Refused.TryGetValue($"{name}={value}", out var id))
        {
            Assert.Equal(id, Assert.IsType<MigrationException>(error).ErrorId);
            Assert.Empty(journey.Landed);
            return;
        }
        Assert.Null(error);
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        Assert.Equal(rows.Select(row => row.DestinationId).Order(), journey.Landed.Select(entity => entity.Id).Order());
        // And again, in place of the first.
        var (replaced, second) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite));
        Assert.Null(second);
        Assert.All(replaced, row => Assert.Equal((MigrationAction.Replace, MigrationStatus.Done), (row.Action, row.Status)));
        Assert.Equal(5, journey.Landed.Count);
    }

    [Theory]
    [InlineData(TokenRequest.FormOrJson)]
    [InlineData(TokenRequest.FormOnly)]
    public async Task Every_identity_provider_gets_its_form(TokenRequest form)
    {
        await using var journey = await OptimizeJourney.StartAsync(pair =>
        {
            pair.Identity.Switches.TokenRequest = form;
            pair.Dev.Switches.Tokens = pair.Prod.Switches.Tokens = Tokens.Jwt;
        });

        var (rows, error) = await journey.ImportAsync(await journey.PackageAsync());

        Assert.Null(error);
        Assert.Equal(rows.Select(row => row.DestinationId).Order(), journey.Landed.Select(entity => entity.Id).Order());
        Assert.Equal(2, journey.Identity.Issued);
    }

    [Theory]
    [InlineData(Indices.V310)]
    [InlineData(Indices.V39)]
    [InlineData(Indices.V38)]
    [InlineData(Indices.Next)]
    public async Task Another_release_is_refused_by_number_before_anything_is_sent_where_that_is_known(Indices indices)
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Prod.Switches.Indices = indices);
        var package = await journey.PackageAsync("123");

        // The target's collection is empty: the server tells, before it writes.
        var (_, first) = await journey.ImportAsync(package);
        var sent = journey.ImportsSent.Count;
        // By now it is known.
        var (rows, second) = await journey.ImportAsync(package);

        var error = Assert.IsType<MigrationException>(second);
        Assert.Equal("IndexVersionMismatch", error.ErrorId);
        Assert.Contains("11", error.Message, StringComparison.Ordinal);
        Assert.Equal("IndexVersionMismatch", Assert.IsType<MigrationException>(first).ErrorId);
        Assert.Equal(1, sent);
        Assert.Equal(sent, journey.ImportsSent.Count);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Failed, row.Status));
        Assert.Empty(journey.Landed);
    }

    [Fact]
    public async Task A_release_that_cannot_even_read_the_package_is_said_to_be_another()
    {
        // 3.7 writes aggregations as words, and reads nothing else.
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Prod.Switches.Indices = Indices.V37);

        var (_, error) = await journey.ImportAsync(await journey.PackageAsync("123"));

        Assert.Equal("ImportRejected", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Contains("another release", error!.Message, StringComparison.Ordinal);
        Assert.Empty(journey.Landed);
    }

    [Fact]
    public async Task What_a_collection_holds_tells_what_its_server_speaks()
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Prod.Switches.Indices = Indices.Next);
        var finance = journey.ProdServer.State.Collections.Find(collection => collection.Name == "Finance")!.Id;

        var (_, error) = await journey.ImportAsync(await journey.PackageAsync("123"), new() { CollectionId = finance });

        Assert.Equal("IndexVersionMismatch", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Empty(journey.ImportsSent);
    }

    private static PropertyInfo Property(string name) => typeof(OptimizeSwitches).GetProperty(name)!;
}
