using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;

namespace MigrationTools.Optimize;

/// <summary>Lists the collections of a server, with their data sources, where its release tells them.</summary>
[Cmdlet(VerbsCommon.Get, "OptimizeCollection")]
[OutputType(typeof(OptimizeCollection))]
public sealed class GetOptimizeCollection : ConnectedCmdlet
{
    /// <summary>Only those of these names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextList(nameof(Name), nameof(Connection))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override string SystemName => OptimizeConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<OptimizeConnection>(changes: false, out var failure) is not { } connection)
        {
            Fail(failure!, Connection!.Name);
            return;
        }
        var all = Await(stop => new OptimizeMigrator(connection, Observer).ListCollectionsAsync(stop));
        foreach (var name in Name ?? ["*"])
        {
            var pattern = NamePattern.Of(name);
            var found = all.Where(collection => pattern.IsMatch(collection.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                Fail(new MigrationException(ErrorKinds.NameNotFound, $"{connection.Name} has no collection '{name}'."), name);
            }
            found.ForEach(Emit);
        }
    }
}
