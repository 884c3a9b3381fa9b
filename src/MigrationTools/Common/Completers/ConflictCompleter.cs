using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Completers;

/// <summary>Offers what -OnConflict can be where the server cannot make a second one beside the first.</summary>
public sealed class ConflictCompleter : IArgumentCompleter
{
    private static readonly Suggestion[] Known =
    [
        Of(ConflictPolicy.Fail, "touch nothing and fail"),
        Of(ConflictPolicy.Skip, "leave what is there, and leave it out"),
        Of(ConflictPolicy.Overwrite, "replace or update what is there"),
    ];

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Among(Known, wordToComplete);

    private static Suggestion Of(ConflictPolicy policy, string meaning) => new(policy.ToString(), policy.ToString(), $"{policy}: {meaning}");
}
