using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Pipeline;

/// <summary>What every Connect cmdlet takes, beside its own way to say who is asking.</summary>
public abstract class ConnectCmdlet : MigrationCmdlet
{
    /// <summary>The server's address; a deep link from the browser will do.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Uri))]
    [Text(nameof(Uri))]
    public virtual string Uri { get; set; } = string.Empty;

    /// <summary>What to call the connection; the host's name where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    public string? Name { get; set; }

    /// <summary>Leaves the session's default connection as it is.</summary>
    [Parameter]
    public SwitchParameter NotDefault { get; set; }

    /// <summary>The proxy's address; the machine's own settings where it is not given.</summary>
    [Parameter]
    [Text]
    public string? Proxy { get; set; }

    /// <summary>The proxy's credential.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>A client certificate.</summary>
    [Parameter]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Extra headers of every request to this server.</summary>
    [Parameter]
    [SecretTable]
    public IDictionary? Header { get; set; }

    /// <summary>Leaves the server's certificate unverified. For tests; whoever sits in between can read and change everything.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>How long an answer to a small request may take, in seconds or hh:mm:ss; 100 seconds where it is not given.</summary>
    [Parameter]
    [Seconds]
    public int? TimeoutSec { get; set; }

    /// <summary>Opens the connection, which asks the server once.</summary>
    private protected abstract Task<MigrationConnection> OpenAsync(ConnectionSettings settings, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected override void Process()
    {
        try
        {
            Connect();
        }
        catch (MigrationException error) when (MyInvocation.ExpectingInput)
        {
            // One server of a list fails alone.
            Fail(error, ConnectionSettings.Shown(Uri));
        }
    }

    private void Connect()
    {
        var settings = Settings();
        if (SkipCertificateCheck) WriteWarning($"The certificate of {settings.Uri.Host} is not verified: whoever sits in between can read the credential.");
        if (settings.Uri.Scheme == "http" && !settings.Uri.IsLoopback) WriteWarning($"{settings.Uri.Host} is reached without encryption: the credential can be read on the way.");
        Check(settings);
        var connection = Await(stop => OpenAsync(settings, stop));
        var former = Session.Connections.All.FirstOrDefault(open => open.IsDefault && open.System == connection.System && open.Uri == connection.Uri && open.Name != connection.Name);
        try
        {
            Session.Connections.Add(connection, makeDefault: !NotDefault);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        // Who gives a name means another connection; who gives none may mean the one that is open.
        if (former is not null && !NotDefault && string.IsNullOrEmpty(Name)) WriteWarning($"'{connection.Name}' is now the default instead of '{former.Name}', which leads to the same address. Both are open; -Name {former.Name} renews that one.");
        Emit(connection);
    }

    /// <summary>What a system has to say before it connects: refusals and warnings. On the pipeline thread.</summary>
    private protected virtual void Check(ConnectionSettings settings) { }

    private protected virtual ConnectionSettings Settings() => new()
    {
        Uri = ConnectionSettings.ParseUri(Uri),
        Name = Name,
        Proxy = string.IsNullOrEmpty(Proxy) ? null : new WebProxy(ConnectionSettings.ParseUri(Proxy)) { Credentials = ProxyCredential?.GetNetworkCredential() },
        Certificate = Certificate,
        Headers = Pairs(Header, "header"),
        SkipCertificateCheck = SkipCertificateCheck,
        Timeout = TimeSpan.FromSeconds(TimeoutSec ?? 100),
    };

    /// <summary>A hashtable of text. Names and values are checked by whoever sends them.</summary>
    private protected static IReadOnlyList<KeyValuePair<string, string>> Pairs(IDictionary? table, string what)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            var value = Binding.Unwrap(entry.Value) is SecureString secret ? Secrets.Plain(secret) : Binding.Text(entry.Value);
            pairs.Add(new(Binding.Text(entry.Key) ?? string.Empty,
                value ?? throw new MigrationException(ErrorKinds.InvalidHeader, $"The {what} '{entry.Key}' has no value.")));
        }
        return pairs;
    }
}
