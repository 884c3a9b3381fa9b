using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.SnapLogic;
using MigrationTools.SnapLogic.Completers;

namespace MigrationTools.SnapLogic;

/// <summary>Lists the Snaplexes of an environment, with what tasks are bound to and whether API versions can run there. For environment administrators.</summary>
[Cmdlet(VerbsCommon.Get, "SnapLogicSnaplex")]
[OutputType(typeof(SnapLogicSnaplex))]
public sealed class GetSnapLogicSnaplex : ConnectedCmdlet
{
    /// <summary>The environment ("org"): the first name of every path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Org))]
    [Text(nameof(Org))]
    public string Org { get; set; } = string.Empty;

    /// <summary>Only those of these names or paths; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [TextList]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnaplexNameCompleter))]
    public string[]? Name { get; set; }

    private protected override string SystemName => SnapLogicConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        try
        {
            List();
        }
        catch (MigrationException error) when (MyInvocation.ExpectingInput && error.Kind != ErrorKinds.NotAuthenticated && error.Kind != ErrorKinds.NoConnection)
        {
            Fail(error, Org);
        }
    }

    private void List()
    {
        var org = Org.Trim('/');
        if (org.Length == 0 || org.Contains('/', StringComparison.Ordinal))
        {
            throw new MigrationException(ErrorKinds.InvalidValue, $"'{Org}' is not the name of one environment.", "Give the first name of its paths, such as acme.") { TargetObject = Org };
        }
        var migrator = new SnapLogicMigrator(Resolve<SnapLogicConnection>(changes: false), Observer);
        var all = Await(stop => migrator.SnaplexesAsync(org, null, stop));
        foreach (var pattern in Name ?? ["*"])
        {
            var wildcard = NamePattern.Of(pattern);
            var found = all.Where(plex => wildcard.IsMatch(plex.Name) || wildcard.IsMatch(plex.Id)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                Fail(new MigrationException(ErrorKinds.SnaplexNotFound, $"The environment {org} has no Snaplex '{pattern}' that this user may see."), pattern);
            }
            found.ForEach(Emit);
        }
    }
}
