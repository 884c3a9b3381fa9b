using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Optimize;

/// <summary>A connection to a Camunda Optimize server.</summary>
public sealed class OptimizeConnection : MigrationConnection
{
    /// <summary>The system's name in every object of this product.</summary>
    public const string SystemName = "Optimize";

    private readonly IDisposable? _tokens;

    private OptimizeConnection(ConnectionSettings settings, Uri baseAddress, ICredential credential, IDisposable? tokens)
        : base(SystemName, settings, baseAddress)
    {
        _tokens = tokens;
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
            Errors = new OptimizeErrors(Name, isStatic: !credential.CanRenew),
        });
        Client = new OptimizeClient(Api);
        Time = settings.Time;
    }

    internal override ApiClient Api { get; }

    internal OptimizeClient Client { get; }

    internal TimeProvider Time { get; }

    /// <summary>The index versions that the server was seen to speak.</summary>
    internal OptimizeIndexVersions Speaks { get; } = new();

    /// <summary>Connects with the access token of the server's configuration, or with a token that was fetched elsewhere.</summary>
    public static Task<OptimizeConnection> OpenWithAccessTokenAsync(
        ConnectionSettings settings, string accessToken, IMigrationObserver observer, CancellationToken cancellationToken) =>
        OpenAsync(new OptimizeConnection(settings, BaseOf(settings.Uri), new StaticCredential("Authorization", $"Bearer {accessToken}"), null), observer, cancellationToken);

    /// <summary>Connects with OAuth client credentials. The secret goes to the token address alone.</summary>
    /// <exception cref="MigrationException">InvalidUri, NotAuthenticated, and all that a request can end in.</exception>
    public static Task<OptimizeConnection> OpenWithClientCredentialsAsync(
        ConnectionSettings settings, OptimizeClientCredentials client, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var tokens = new OptimizeTokens(settings, client, observer);
        try
        {
            var credential = new RenewingCredential(tokens.FetchAsync, token => [new("Authorization", $"Bearer {token}")], settings.Time);
            var connection = new OptimizeConnection(settings, BaseOf(settings.Uri), credential, tokens);
            connection.User = client.ClientId;
            connection.Api.RegisterSecret(client.Secret);
            return OpenAsync(connection, observer, cancellationToken);
        }
        catch
        {
            tokens.Dispose();
            throw;
        }
    }

    /// <summary>Asks whether a server is there at all, and then, with the credential, for the dashboards of no collection.</summary>
    public override async Task TestAsync(IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var isOptimize = false;
        try
        {
            // First without the credential: a wrong address need not see it.
            isOptimize = await Client.ReadyAsync(observer, cancellationToken).ConfigureAwait(false);
            await Client.ProbeAsync(observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (!isOptimize && error.HttpStatus is 401 or 403 or 404)
        {
            // Any server refuses a token that it does not know: that alone does not make it Optimize.
            throw new MigrationException(error.Kind,
                $"{Uri} did not answer GET api/readyz as Optimize does, and answered {error.Endpoint} with status {error.HttpStatus}.",
                $"Check first that -Uri leads to Camunda Optimize, the context path (often /optimize) or, in SaaS, the cluster id included. {error.Remedy}", error)
            {
                HttpStatus = error.HttpStatus,
                Endpoint = error.Endpoint,
                TargetObject = error.TargetObject,
                ServerText = error.ServerText,
            };
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.RedirectRefused || error.Kind == ErrorKinds.UnexpectedAnswer)
        {
            // Optimize sends what is not below its context path to its home page.
            throw new MigrationException(error.Kind, error.What, "Check -Uri: the context path (often /optimize) or, in SaaS, the cluster id belongs to it.", error)
            {
                HttpStatus = error.HttpStatus,
                Endpoint = error.Endpoint,
                TargetObject = error.TargetObject,
                ServerText = error.ServerText,
            };
        }
    }

    /// <summary>The index versions were seen: they tell the releases.</summary>
    internal void Learn(IEnumerable<OptimizeEntity> entities)
    {
        if (Speaks.Learn(entities)) Version = Speaks.Releases ?? Version;
    }

    /// <summary>People paste addresses out of the browser, and of the API: the base is what comes before /api/ and the fragment.</summary>
    internal static Uri BaseOf(Uri given)
    {
        var path = given.AbsolutePath;
        var api = (path + "/").IndexOf("/api/", StringComparison.Ordinal);
        var prefix = (api >= 0 ? path[..api] : path).TrimEnd('/');
        return new Uri(given.GetLeftPart(UriPartial.Authority) + prefix + "/");
    }

    private static async Task<OptimizeConnection> OpenAsync(OptimizeConnection connection, IMigrationObserver observer, CancellationToken cancellationToken)
    {
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

    private protected override void Close() => _tokens?.Dispose();
}
