namespace MigrationTools.Core.Errors;

/// <summary>Every failure that this product reports: what happened, to which item, and what to do.</summary>
public sealed class MigrationException : Exception
{
    /// <param name="kind">The documented kind.</param>
    /// <param name="what">What happened and to which item, as a full sentence.</param>
    /// <param name="remedy">What to do next; the kind's own remedy where null.</param>
    /// <param name="inner">The cause.</param>
    public MigrationException(ErrorKind kind, string what, string? remedy = null, Exception? inner = null)
        : base($"{Sentence(what)} {remedy ?? kind.Remedy}".Trim(), inner)
    {
        Kind = kind;
        What = Sentence(what);
        Remedy = remedy ?? kind.Remedy;
    }

    /// <summary>The documented kind.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The stable id of the kind.</summary>
    public string ErrorId => Kind.Id;

    /// <summary>What happened, without the remedy.</summary>
    public string What { get; }

    /// <summary>What to do next.</summary>
    public string Remedy { get; }

    /// <summary>The HTTP status the server answered with, where it answered.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Method and path of the request, without query and host.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The item it happened to: an id, a name, a path.</summary>
    public object? TargetObject { get; init; }

    /// <summary>
    /// True if a changing request may or may not have taken effect: it was sent, and no answer tells what came of it.
    /// It is never repeated; the outcome is found out by looking.
    /// </summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>The first part of the server's answer, cut and stripped of secrets, for a migrator to read; never shown whole.</summary>
    public string? ServerText { get; init; }

    /// <summary>A server's own words at the end of it often lack the full stop, and would run into the remedy.</summary>
    private static string Sentence(string what) => what.Length == 0 || what[^1] is '.' or '!' or '?' or '…' or ':' ? what : what + ".";
}
