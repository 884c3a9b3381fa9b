using System.Collections;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Observers;

namespace MigrationTools.Arcadia.Completers;

/// <summary>Offers what the server's Admin API lists.</summary>
public abstract class ArcadiaCompleter() : ServerCompleter<ArcadiaConnection>(ArcadiaConnection.SystemName)
{
    private protected override async Task ListAsync(ArcadiaConnection connection, string scope, List<Suggestion> found, CancellationToken cancellationToken)
    {
        var list = await new ArcadiaMigrator(connection, SilentObserver.Instance).ListAsync(scope, cancellationToken).ConfigureAwait(false);
        found.AddRange(list.Select(artifact => Suggest(artifact, $"{scope} {artifact.Id} {artifact.Kind}".TrimEnd())));
    }

    private protected virtual Suggestion Suggest(ArcadiaArtifact artifact, string about) => new(artifact.Name, artifact.Name, about);
}

/// <summary>The target's data connections.</summary>
public sealed class DataConnectionCompleter : ArcadiaCompleter
{
    private protected override string ScopeOf(string parameter, IDictionary bound) => "Connection";
}

/// <summary>The target's workspaces.</summary>
public sealed class WorkspaceCompleter : ArcadiaCompleter
{
    private protected override string ScopeOf(string parameter, IDictionary bound) => "Workspace";
}

/// <summary>Names of dashboards, for a parameter that takes wildcards.</summary>
public sealed class DashboardNameCompleter : ArcadiaCompleter
{
    private protected override string ScopeOf(string parameter, IDictionary bound) => "Dashboard";

    private protected override Suggestion Suggest(ArcadiaArtifact artifact, string about) => new(Completion.Literal(artifact.Name), artifact.Name, about);
}

/// <summary>Names of what the line's -Type says, for a parameter that takes wildcards.</summary>
public sealed class ArtifactNameCompleter : ArcadiaCompleter
{
    private protected override string? ScopeOf(string parameter, IDictionary bound) =>
        Enum.TryParse<ArcadiaArtifactType>(Binding.Text(bound["Type"]), ignoreCase: true, out var type) && Enum.IsDefined(type) ? type.ToString() : null;

    private protected override Suggestion Suggest(ArcadiaArtifact artifact, string about) => new(Completion.Literal(artifact.Name), artifact.Name, about);
}

/// <summary>Ids of dashboards, visuals or datasets, as the parameter's name says.</summary>
public sealed class ArtifactIdCompleter : ArcadiaCompleter
{
    private protected override string? ScopeOf(string parameter, IDictionary bound) => parameter switch
    {
        "Id" or "Dashboard" => "Dashboard",
        "Visual" or "Dataset" => parameter,
        _ => null,
    };

    private protected override Suggestion Suggest(ArcadiaArtifact artifact, string about) => new(artifact.Id, artifact.Name, $"{about}: {artifact.Name}");
}
