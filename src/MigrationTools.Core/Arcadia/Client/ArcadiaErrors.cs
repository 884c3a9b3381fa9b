using System.Text.RegularExpressions;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// What Arcadia's failures mean. Statuses and bodies are undocumented: the status class decides, and text patterns are
/// only hints at the remedy.
/// </summary>
/// <param name="name">The connection's name: it tells which of several servers said it.</param>
internal sealed partial class ArcadiaErrors(string name) : IApiErrorReader
{
    public MigrationException? Read(ApiFailure failure)
    {
        var path = failure.Request.Path;
        var kind = path.Contains("adminapi", StringComparison.Ordinal) ? AdminKind(failure)
            : path.Contains("/import/", StringComparison.Ordinal) && failure.Status is 400 or 404 or 409 or 422 or 500 ? ImportKind(failure.Text)
            : null;
        if (kind is null) return null;
        var what = kind == ErrorKinds.AdminApiOff
            ? $"{name} does not offer '{failure.Request.Target}' in its Admin API (HTTP {failure.Status})."
            : $"{name} refused to {failure.Request.Operation}: {Sentence(failure.Words)}";
        return failure.ToException(kind, what);
    }

    private static string Sentence(string words) => words.Length == 0 ? "it gives no reason." : words.EndsWith('.') ? words : words + ".";

    /// <summary>The kind that an import's failure text points at; null where it points at none.</summary>
    public static ErrorKind? ImportKind(string text) =>
        Workspace().IsMatch(text) ? ErrorKinds.UnknownWorkspace
        // Before the connection: a missing table is told together with the connection it is missing on.
        : Table().IsMatch(text) ? ErrorKinds.MissingTable
        : DataConnection().IsMatch(text) ? ErrorKinds.UnknownDataConnection
        : null;

    private static ErrorKind? AdminKind(ApiFailure failure) => failure.Status is 403 or 404 ? ErrorKinds.AdminApiOff : null;

    [GeneratedRegex("workspace", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Workspace();

    [GeneratedRegex("(data ?connection|connection).{0,120}(not (be )?found|does ?n.t exist|does not exist|unknown|invalid|no such)|(unknown|no such|invalid).{0,40}connection|\\bno (data ?)?connection (named|called|with)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex DataConnection();

    [GeneratedRegex("tables?.{0,200}(not (be )?found|does ?n.t exist|does not exist|missing|unknown)|(missing|unknown|no such).{0,40}table", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Table();
}
