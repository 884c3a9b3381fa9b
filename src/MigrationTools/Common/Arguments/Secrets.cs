using System.Net;
using System.Security;

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

    /// <summary>A secret's text, for the one call that needs it.</summary>
    public static string Plain(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
