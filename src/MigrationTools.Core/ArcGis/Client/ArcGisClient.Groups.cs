using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

internal sealed partial class ArcGisClient
{
    /// <summary>A group. A read.</summary>
    /// <returns>The group, and what the server's clock said.</returns>
    /// <exception cref="MigrationException">ArtifactNotFound.</exception>
    public async Task<ArcGisGroup> GroupAsync(string groupId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync($"community/groups/{Part(groupId)}", $"look at group {groupId}", [], observer, cancellationToken, groupId).ConfigureAwait(false);
        return Group(answer.RootElement) ?? throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The portal's answer about group {groupId} is no group.") { TargetObject = groupId };
    }

    /// <summary>The groups that a search finds. A read.</summary>
    public Task<List<ArcGisGroup>> GroupsAsync(string query, IMigrationObserver observer, CancellationToken cancellationToken) =>
        ListAsync("community/groups", "list groups", "results", [new("q", query)], Group, observer, cancellationToken);

    /// <summary>What is shared with a group. A read.</summary>
    public Task<List<ArcGisItem>> GroupContentAsync(string groupId, IMigrationObserver observer, CancellationToken cancellationToken) =>
        ListAsync($"content/groups/{Part(groupId)}", $"list the items of group {groupId}", "items", [], Item, observer, cancellationToken);

    /// <summary>Looks at a user, to see that they are there. A read.</summary>
    /// <exception cref="MigrationException">ArtifactNotFound.</exception>
    public async Task UserAsync(string name, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync($"community/users/{Part(name)}", $"look at user {name}", [], observer, cancellationToken, name).ConfigureAwait(false);
        if (answer.RootElement.Name("username") is null) throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The portal's answer about user {name} is no user.") { TargetObject = name };
    }

    private ArcGisGroup? Group(JsonElement element) => element.Id("id") is not { } id ? null : new ArcGisGroup
    {
        System = ArcGisConnection.SystemName,
        Type = "Group",
        Id = id,
        Name = Titled(element.Text("title"), "Group", id),
        Owner = element.Name("owner"),
        Access = element.Text("access", 40),
        Membership = element.Member("userMembership")?.Text("memberType", 40),
        Source = api.BaseAddress.AbsoluteUri.TrimEnd('/'),
    };

    private static string Titled(string? title, string type, string id) => string.IsNullOrWhiteSpace(title) ? $"{type} {id}" : title;
}
