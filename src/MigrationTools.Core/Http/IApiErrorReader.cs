using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>A system's own reading of its answers. One for the life of a connection; called from any thread.</summary>
public interface IApiErrorReader
{
    /// <summary>
    /// Reads an error status, or a successful answer that may hold an error (only such of at most 64 KB are shown).
    /// The HttpStatus of what it returns counts as the answer's status: 401, 498 and 499 renew the credential, and
    /// the kind decides whether a Safe request is repeated (ServerError, RequestTimeout and TooManyRequests are).
    /// </summary>
    /// <returns>The error; null for the common reading of the status, or for "no error" where the status is a success.</returns>
    MigrationException? Read(ApiFailure failure);
}
