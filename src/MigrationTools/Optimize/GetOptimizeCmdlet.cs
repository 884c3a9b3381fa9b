using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Optimize.Completers;

namespace MigrationTools.Optimize;

/// <summary>What the listing cmdlets share. The server lists ids alone; names come out of an export of them.</summary>
public abstract class GetOptimizeCmdlet : ConnectedCmdlet
{
    /// <summary>The collection, by the id in the address of its page, or as Get-OptimizeCollection lists it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [CollectionId]
    [ArgumentCompleter(typeof(CollectionIdCompleter))]
    public ItemReference CollectionId { get; set; } = CollectionIdAttribute.NotGiven;

    /// <summary>Only those of these names; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [TextList]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    private protected sealed override string SystemName => OptimizeConnection.SystemName;

    /// <summary>Dashboard or Report.</summary>
    private protected abstract string Type { get; }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<OptimizeConnection>(changes: false, out var failure) is not { } connection)
        {
            Fail(failure!, Connection!.Name);
            return;
        }
        try
        {
            List(connection);
        }
        catch (MigrationException error) when (MyInvocation.ExpectingInput && error.Kind != ErrorKinds.NotAuthenticated)
        {
            // One collection of many fails alone.
            Fail(error, CollectionId.Id);
        }
    }

    private void List(OptimizeConnection connection)
    {
        if (CollectionId.Id.Length == 0) throw new MigrationException(ErrorKinds.CollectionMissing, $"To list {Type.ToLowerInvariant()}s, a collection must be named.");
        ListedOn.Require(connection, CollectionId, "Collection");
        var word = Type.ToLowerInvariant();
        var listing = Await(stop => new OptimizeMigrator(connection, Observer).ListAsync(Type, CollectionId.Id, stop));
        if (listing.MaybeMore) WriteWarning($"{connection.Name} lists {listing.Items.Count} {word}s of collection {CollectionId.Id} and no more: there may be more.");
        if (listing.Items.Count == 0) WriteWarning($"Collection {CollectionId.Id} on {connection.Name} has no {word}s, or there is no such collection: the server does not say which.");
        foreach (var unread in listing.Unread) WriteWarning($"Its name is not known: {unread.Error.What}");
        foreach (var name in Name ?? ["*"])
        {
            var pattern = NamePattern.Of(name);
            var found = listing.Items.Where(item => pattern.IsMatch(item.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                Fail(new MigrationException(ErrorKinds.NameNotFound, $"Collection {CollectionId.Id} on {connection.Name} has no {word} '{name}'."), name);
            }
            found.ForEach(Emit);
        }
    }
}

/// <summary>Lists the dashboards of a collection, by name.</summary>
[Cmdlet(VerbsCommon.Get, "OptimizeDashboard")]
[OutputType(typeof(OptimizeItem))]
public sealed class GetOptimizeDashboard : GetOptimizeCmdlet
{
    private protected override string Type => "Dashboard";
}

/// <summary>Lists the reports of a collection, of all kinds, by name.</summary>
[Cmdlet(VerbsCommon.Get, "OptimizeReport")]
[OutputType(typeof(OptimizeItem))]
public sealed class GetOptimizeReport : GetOptimizeCmdlet
{
    private protected override string Type => "Report";
}
