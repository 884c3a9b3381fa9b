using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>A connection to a portal of ArcGIS Enterprise.</summary>
public sealed class ArcGisConnection : MigrationConnection
{
    /// <summary>The system's name in every object of this product.</summary>
    public const string SystemName = "ArcGis";

    private readonly ArcGisCredential _credential;

    private ArcGisConnection(ConnectionSettings settings, Uri baseAddress, Func<ArcGisConnection, string, ICredential> credential) : base(SystemName, settings, baseAddress)
    {
        // Whoever brings a token that is bound to a referer of its own gives that as a header.
        var given = settings.Headers.FirstOrDefault(header => header.Key.Equals("Referer", StringComparison.OrdinalIgnoreCase)).Value;
        var referer = given ?? Origin;
        _credential = new ArcGisCredential(credential(this, referer));
        Api = new ApiClient(new ApiClientOptions
        {
            BaseAddress = baseAddress,
            Credential = _credential,
            Headers = given is null ? [.. settings.Headers, new("Referer", referer)] : settings.Headers,
            Cookies = settings.Cookie,
            Proxy = settings.Proxy,
            ClientCertificate = settings.Certificate,
            SkipCertificateCheck = settings.SkipCertificateCheck,
            AnswerTimeout = settings.Timeout,
            Time = settings.Time,
            Errors = new ArcGisErrors(Name),
        });
        Client = new ArcGisClient(Api, _credential);
        Time = settings.Time;
    }

    /// <summary>The user's role: org_admin, org_publisher, org_user, or the id of a custom one.</summary>
    public string? Role { get; private set; }

    /// <summary>The portal's name, as people gave it.</summary>
    public string? Portal { get; private set; }

    /// <summary>The id of the portal's organization.</summary>
    public string? OrganizationId { get; private set; }

    internal override ApiClient Api { get; }

    internal ArcGisClient Client { get; }

    internal TimeProvider Time { get; }

    /// <summary>What the portal is able to do.</summary>
    internal ArcGisRelease Release { get; private set; } = ArcGisRelease.First;

    /// <summary>The user, where the portal knows one: a connection is not opened without.</summary>
    internal string Me => User ?? string.Empty;

    private protected override StringComparison PathCase => StringComparison.OrdinalIgnoreCase;

    /// <summary>Signs in as a user that the portal itself knows; the token is renewed before it expires.</summary>
    /// <exception cref="MigrationException">NotAuthenticated, NotEnterprisePortal, UnexpectedAnswer, and failures of the wire.</exception>
    public static Task<ArcGisConnection> OpenWithPasswordAsync(
        ConnectionSettings settings, string user, string password, IMigrationObserver observer, CancellationToken cancellationToken) =>
        OpenAsync(settings, (connection, referer) =>
        {
            var login = new ArcGisLogin(user, password, referer, settings.Time);
            return new RenewingCredential(stop => login.FetchAsync(connection.Api, stop), ArcGisCredential.ToHeaders, settings.Time);
        }, observer, cancellationToken);

    /// <summary>Connects with a token that was made elsewhere, as single sign-on needs it. It cannot be renewed.</summary>
    /// <exception cref="MigrationException">As with a password.</exception>
    public static Task<ArcGisConnection> OpenWithAccessTokenAsync(
        ConnectionSettings settings, string accessToken, IMigrationObserver observer, CancellationToken cancellationToken) =>
        OpenAsync(settings, (_, _) => new StaticCredential([.. ArcGisCredential.ToHeaders(accessToken)]), observer, cancellationToken);

    /// <summary>Asks the portal who it is and whom it takes the token for.</summary>
    public override async Task TestAsync(IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var self = await WhoAmIAsync(observer, cancellationToken).ConfigureAwait(false);
        if (self.IsPortal == false) throw new MigrationException(ErrorKinds.NotEnterprisePortal, $"{Uri} is ArcGIS Online.") { TargetObject = Uri.ToString() };
        if (self.User is null)
        {
            throw new MigrationException(ErrorKinds.NotAuthenticated, $"{Name} answers, and takes the token for nobody's: it is not valid here, or it is an application's and not a user's.",
                "Give a user's token; one that was made with a referer needs the same with -Header @{ Referer = '…' }.") { TargetObject = Name };
        }
        User = self.User;
        Role = self.Role;
        Portal = self.Name;
        OrganizationId = self.OrganizationId;
        var currentVersion = self.CurrentVersion;
        if (self.EnterpriseVersion is null && currentVersion is null) currentVersion = await Client.VersionAsync(observer, cancellationToken).ConfigureAwait(false);
        Release = ArcGisRelease.Of(self.EnterpriseVersion, currentVersion);
        Version = Release.Text;
        if (!Release.IsCertain) observer.Warning($"The release of {Name} is not known ({Release.Text}); options that came with later releases than it has for certain are refused.");
    }

    /// <summary>A web tier may strip the token's header: then the portal sees nobody, and the form has to carry it.</summary>
    private async Task<ArcGisSelf> WhoAmIAsync(IMigrationObserver observer, CancellationToken cancellationToken)
    {
        MigrationException refused;
        try
        {
            var self = await Client.SelfAsync(observer, cancellationToken).ConfigureAwait(false);
            if (self.User is not null || self.IsPortal == false || _credential.InForm) return self;
            refused = null!;
        }
        catch (MigrationException error) when (error.HttpStatus == 499 && !_credential.InForm)
        {
            refused = error;
        }
        _credential.InForm = true;
        try
        {
            var self = await Client.SelfAsync(observer, cancellationToken).ConfigureAwait(false);
            if (self.User is not null) observer.Verbose($"{Name}: the token's header does not arrive; from here on the form carries it.");
            return self;
        }
        catch (MigrationException) when (refused is not null)
        {
            throw refused;
        }
    }

    private static async Task<ArcGisConnection> OpenAsync(
        ConnectionSettings settings, Func<ArcGisConnection, string, ICredential> credential, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connection = new ArcGisConnection(settings, ArcGisAddress.BaseOf(settings.Uri), credential);
        try
        {
            await connection.TestAsync(observer, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.EndpointNotFound)
        {
            connection.Dispose();
            throw new MigrationException(error.Kind, error.What, "Check -Uri: the portal's context path (often /portal, or /arcgis at port 7443) belongs to it.", error)
            {
                HttpStatus = error.HttpStatus,
                Endpoint = error.Endpoint,
                TargetObject = error.TargetObject,
            };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
