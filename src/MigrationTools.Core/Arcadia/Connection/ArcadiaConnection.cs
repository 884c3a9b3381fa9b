using MigrationTools.Core.Connections;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Arcadia;

/// <summary>A connection to an Arcadia Enterprise / Cloudera Data Visualization server.</summary>
public sealed class ArcadiaConnection : MigrationConnection
{
    /// <summary>The system's name in every object of this product.</summary>
    public const string SystemName = "Arcadia";

    private ArcadiaConnection(ConnectionSettings settings, Uri baseAddress, ICredential credential) : base(SystemName, settings, baseAddress)
    {
        Api = new ApiClient(new ApiClientOptions
        {
            BaseAddress = baseAddress,
            Credential = credential,
            Headers = settings.Headers,
            Cookies = settings.Cookie,
            Proxy = settings.Proxy,
            ClientCertificate = settings.Certificate,
            SkipCertificateCheck = settings.SkipCertificateCheck,
            AnswerTimeout = settings.Timeout,
            Time = settings.Time,
            Errors = new ArcadiaErrors(Name),
        });
        Client = new ArcadiaClient(Api);
        Time = settings.Time;
        Turns = ArcadiaTurns.Of(Origin);
    }

    internal override ApiClient Api { get; }

    internal ArcadiaClient Client { get; }

    internal TimeProvider Time { get; }

    /// <summary>The turns that imports into this server take, whichever connection they use.</summary>
    internal ArcadiaTurns Turns { get; }

    /// <summary>Connects with an API key (the secret one of the two that the server shows) and asks for the version.</summary>
    public static Task<ArcadiaConnection> OpenWithApiKeyAsync(
        ConnectionSettings settings, string apiKey, IMigrationObserver observer, CancellationToken cancellationToken) =>
        OpenAsync(settings, new StaticCredential("Authorization", $"apikey {apiKey}"), observer, cancellationToken);

    /// <summary>Connects with a bearer token that a proxy before the server takes.</summary>
    public static Task<ArcadiaConnection> OpenWithAccessTokenAsync(
        ConnectionSettings settings, string accessToken, IMigrationObserver observer, CancellationToken cancellationToken) =>
        OpenAsync(settings, new StaticCredential("Authorization", $"Bearer {accessToken}"), observer, cancellationToken);

    /// <summary>Asks the server who it is: an export of nothing, which needs a valid credential and changes nothing.</summary>
    public override async Task TestAsync(IMigrationObserver observer, CancellationToken cancellationToken) =>
        Version = await Client.ProbeAsync(observer, cancellationToken).ConfigureAwait(false);

    /// <summary>People paste deep links such as …/arc/apps/app/2115: the base is what comes before the first /arc/.</summary>
    internal static Uri BaseOf(Uri given)
    {
        var path = given.AbsolutePath;
        var arc = (path + "/").IndexOf("/arc/", StringComparison.Ordinal);
        var prefix = (arc >= 0 ? path[..arc] : path).TrimEnd('/');
        return new Uri(given.GetLeftPart(UriPartial.Authority) + prefix + "/");
    }

    private static async Task<ArcadiaConnection> OpenAsync(
        ConnectionSettings settings, ICredential credential, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connection = new ArcadiaConnection(settings, BaseOf(settings.Uri), credential);
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
