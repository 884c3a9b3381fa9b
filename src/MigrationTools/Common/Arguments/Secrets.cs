using System.Management.Automation;
using System.Net;
using System.Security;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Common.Arguments;

/// <summary>Between text and what PowerShell keeps secrets in.</summary>
internal static class Secrets
{
    public static SecureString Of(string text)
    {
        var secret = new SecureString();
        foreach (var letter in text) secret.AppendChar(letter);
        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>The error for what is longer than any key or token: most often a file or a page in its place.</summary>
    public static ArgumentTransformationMetadataException TooLong(EngineIntrinsics? engine, int length) => Binding.Refuse(engine, ErrorKinds.InvalidValue,
        $"A key, token or password has {length} characters, and {ApiClient.LongestSecret} are the most that is taken.", "Check that it is the secret itself, and not a file or a page.");

    /// <summary>A secret's text, for the one call that needs it.</summary>
    public static string Plain(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
