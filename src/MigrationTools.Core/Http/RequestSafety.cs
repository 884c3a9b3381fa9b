namespace MigrationTools.Core.Http;

/// <summary>Whether a request may be sent twice.</summary>
public enum RequestSafety
{
    /// <summary>It changes nothing, or changes the same thing to the same end: it is repeated when it fails.</summary>
    Safe,

    /// <summary>It changes something: it is sent once, and repeated only if it is certain that it was not taken.</summary>
    Unsafe,
}
