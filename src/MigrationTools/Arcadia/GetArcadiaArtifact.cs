using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;

namespace MigrationTools.Arcadia;

/// <summary>Lists dashboards, visuals, datasets, data connections or workspaces of a server, through its Admin API.</summary>
[Cmdlet(VerbsCommon.Get, "ArcadiaArtifact")]
[OutputType(typeof(ArcadiaArtifact))]
public sealed class GetArcadiaArtifact : ConnectedCmdlet
{
    /// <summary>What to list.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Type))]
    [TextToEnum(typeof(ArcadiaArtifactType), Or = nameof(Type))]
    public ArcadiaArtifactType Type { get; set; }

    /// <summary>Only those of these names; wildcards are allowed.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [TextList]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override string SystemName => ArcadiaConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcadiaConnection>(changes: false, out var failure) is not { } connection)
        {
            Fail(failure!, Connection!.Name);
            return;
        }
        var migrator = new ArcadiaMigrator(connection, Observer);
        var all = Await(stop => migrator.ListAsync(Type.ToString(), stop));
        foreach (var pattern in Name ?? ["*"])
        {
            var wildcard = NamePattern.Of(pattern);
            var found = all.Where(artifact => wildcard.IsMatch(artifact.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                Fail(new MigrationException(ErrorKinds.NameNotFound, $"{migrator.Connection.Name} has no {Type} '{pattern}' that this user may see."), pattern);
            }
            found.ForEach(Emit);
        }
    }
}
