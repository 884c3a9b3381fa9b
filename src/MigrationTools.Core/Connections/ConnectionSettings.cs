using System.Net;
using System.Security.Cryptography.X509Certificates;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Connections;

/// <summary>How to reach a server: the same for every system. Who is asking is each system's own.</summary>
public sealed record ConnectionSettings
{
    /// <summary>The server's address as the user gave it.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The connection's name; the host's where null.</summary>
    public string? Name { get; init; }

    /// <summary>The proxy, with its credential; the machine's own settings where null.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>A client certificate.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Extra headers of every request, to this server only.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A Cookie header of every request, as some single sign-on set-ups need it.</summary>
    public string? Cookie { get; init; }

    /// <summary>Leaves the server's certificate unverified.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>How long an answer to a small request may take; 100 seconds where not said.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The clock of every wait.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An address as an error may show it: whatever was given for one, a user and a password may stand in it.</summary>
    /// <param name="text">The address as given.</param>
    public static string Shown(string text) => PlainText.Source(Redactor.Redact(text), PlainText.LongestName);

    /// <summary>Refuses an address that is none.</summary>
    /// <exception cref="MigrationException">InvalidUri.</exception>
    public static Uri ParseUri(string text)
    {
        if (Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.Host.Length > 0)
        {
            return uri.UserInfo.Length == 0
                ? uri
                : throw new MigrationException(ErrorKinds.InvalidUri, "The address carries a user name or password.",
                    "Give the address without them, and the credential by its own parameter.");
        }
        var shown = Shown(text);
        throw new MigrationException(ErrorKinds.InvalidUri, $"'{shown}' is no http or https address.") { TargetObject = shown };
    }
}
