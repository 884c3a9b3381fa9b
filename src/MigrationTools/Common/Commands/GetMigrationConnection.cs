using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Connections;

namespace MigrationTools.Common.Commands;

/// <summary>Lists the session's open connections.</summary>
[Cmdlet(VerbsCommon.Get, "MigrationConnection")]
[OutputType(typeof(MigrationConnection))]
public sealed class GetMigrationConnection : MigrationCmdlet
{
    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [TextList]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc />
    protected override void End()
    {
        foreach (var pattern in Name ?? ["*"])
        {
            var wildcard = NamePattern.Of(pattern);
            var found = Session.Connections.All.Where(connection => wildcard.IsMatch(connection.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                Fail(Session.Connections.Unknown(pattern), pattern);
            }
            found.ForEach(Emit);
        }
    }
}
