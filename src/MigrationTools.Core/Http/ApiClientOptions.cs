using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MigrationTools.Core.Http;

/// <summary>Where a connection leads, who asks, and how patient it is.</summary>
public sealed record ApiClientOptions
{
    /// <summary>The server's address with its base path; http or https, without user, query and fragment.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Who is asking.</summary>
    public ICredential Credential { get; init; } = StaticCredential.None;

    /// <summary>Headers to send along with every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The Cookie header to send along: "name=value; name=value". What the server sets is not kept.</summary>
    public string? Cookies { get; init; }

    /// <summary>The proxy; null for the one that the system or the environment names.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>The certificate, with its private key, that the client shows.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>True to take any certificate of the server's. Whoever asks for it has been warned.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>How long an answer may take; of a transfer, how long the server may think after the last byte was sent.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long it may take to connect, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a transfer may stand still.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer to a changing request is waited for after a stop.</summary>
    public TimeSpan GraceAfterStop { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of every wait and limit.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The system's own reading of its errors; null for the common one alone.</summary>
    public IApiErrorReader? Errors { get; init; }

    /// <summary>A number from 0 up to 1, drawn for each back-off.</summary>
    internal Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <summary>Says nothing of credentials and headers.</summary>
    public override string ToString() => $"{BaseAddress.Scheme}://{BaseAddress.Authority}{BaseAddress.AbsolutePath}";
}
