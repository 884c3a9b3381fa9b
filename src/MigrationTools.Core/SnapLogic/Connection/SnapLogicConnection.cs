using System.Text;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A connection to a SnapLogic control plane. It holds many environments ("orgs"), so both ends of a migration go through one.</summary>
public sealed class SnapLogicConnection : MigrationConnection
{
    /// <summary>The system's name in every object of this product.</summary>
    public const string SystemName = "SnapLogic";

    /// <summary>Where the public API begins, below the address.</summary>
    internal const string ApiPath = "api/1/rest/public/";

    private SnapLogicConnection(ConnectionSettings settings, Uri address, ICredential credential, bool isBasic, string? user) : base(SystemName, settings, address)
    {
        Api = new ApiClient(new ApiClientOptions
        {
            BaseAddress = new Uri(address, ApiPath),
            Credential = credential,
            Headers = settings.Headers,
            Cookies = settings.Cookie,
            Proxy = settings.Proxy,
            ClientCertificate = settings.Certificate,
            SkipCertificateCheck = settings.SkipCertificateCheck,
            AnswerTimeout = settings.Timeout,
            Time = settings.Time,
            Errors = new SnapLogicErrors(Name, isBasic),
        });
        Client = new SnapLogicClient(Api);
        Time = settings.Time;
        User = user;
    }

    internal override ApiClient Api { get; }

    internal SnapLogicClient Client { get; }

    internal TimeProvider Time { get; }

    /// <summary>Connects as a user or a service account, with basic authentication.</summary>
    /// <param name="settings">Where.</param>
    /// <param name="user">The e-mail address of the user or service account.</param>
    /// <param name="password">Its password.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">NotAuthenticated, BasicAuthenticationDisabled, ServerUnreachable …</exception>
    public static Task<SnapLogicConnection> OpenWithPasswordAsync(
        ConnectionSettings settings, string user, string password, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(user) || string.IsNullOrEmpty(password))
        {
            throw new MigrationException(ErrorKinds.SecretMissing, "The user name or the password is empty.");
        }
        if (user.Contains(':', StringComparison.Ordinal))
        {
            throw new MigrationException(ErrorKinds.InvalidValue, "A user name of basic authentication cannot hold a colon.", "Give the e-mail address of the user or service account.");
        }
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return OpenAsync(settings, new StaticCredential("Authorization", $"Basic {pair}"), isBasic: true, user, observer, cancellationToken);
    }

    /// <summary>Connects with a JWT. It holds for one environment of one control plane, and its user needs rights at both ends.</summary>
    /// <exception cref="MigrationException">NotAuthenticated, ServerUnreachable …</exception>
    public static Task<SnapLogicConnection> OpenWithAccessTokenAsync(
        ConnectionSettings settings, string accessToken, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var token = accessToken.Trim();
        // What the vendor's page prints before it is copied along.
        foreach (var word in new[] { "Bearer ", "Token " })
        {
            if (token.StartsWith(word, StringComparison.OrdinalIgnoreCase)) token = token[word.Length..].Trim();
        }
        if (token.Length == 0) throw new MigrationException(ErrorKinds.SecretMissing, "The access token is empty.");
        return OpenAsync(settings, new StaticCredential("Authorization", $"Bearer {token}"), isBasic: false, user: null, observer, cancellationToken);
    }

    /// <summary>Asks for a migration that does not exist: it needs a valid credential, no right at all, and changes nothing.</summary>
    public override Task TestAsync(IMigrationObserver observer, CancellationToken cancellationToken) => Client.ProbeAsync(observer, cancellationToken);

    /// <summary>People paste what the browser shows: …/sl/manager.html#…, or the address of an API. The base is what comes before.</summary>
    internal static Uri BaseOf(Uri given)
    {
        if (given.Scheme != "https" && !given.IsLoopback)
        {
            throw new MigrationException(ErrorKinds.InvalidUri, $"'{given.GetLeftPart(UriPartial.Authority)}' is no https address, and a control plane takes nothing else.",
                "Give the address with https, such as https://elastic.snaplogic.com.");
        }
        var path = given.AbsolutePath + (given.AbsolutePath.EndsWith('/') ? "" : "/");
        foreach (var mark in new[] { "/api/1/rest/", "/sl/" })
        {
            if (path.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at) path = path[..(at + 1)];
        }
        return new Uri(given.GetLeftPart(UriPartial.Authority) + path);
    }

    private static async Task<SnapLogicConnection> OpenAsync(
        ConnectionSettings settings, ICredential credential, bool isBasic, string? user, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connection = new SnapLogicConnection(settings, BaseOf(settings.Uri), credential, isBasic, user);
        try
        {
            await connection.TestAsync(observer, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
