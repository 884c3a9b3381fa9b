using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>What came of one attempt: a reply, or an error and what may be done about it.</summary>
internal sealed record AttemptOutcome(Call Call)
{
    internal object? Reply { get; init; }

    internal MigrationException? Failure { get; init; }

    /// <summary>True where the request certainly never left.</summary>
    internal bool NeverSent { get; init; }

    /// <summary>True where trying again cannot help, whatever the kind.</summary>
    internal bool IsFinal { get; init; }

    /// <summary>How long the server wishes to be left alone.</summary>
    internal TimeSpan? Wish { get; init; }

    /// <summary>The wait before the next attempt.</summary>
    internal TimeSpan Delay { get; set; }

    /// <summary>What happened, in a few words.</summary>
    internal string Brief { get; init; } = "";
}
