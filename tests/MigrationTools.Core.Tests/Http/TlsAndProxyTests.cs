using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class TlsAndProxyTests : HttpTest
{
    internal static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_that_is_not_trusted_ends_it_at_once(bool safe)
    {
        using var certificate = SelfSigned("server");
        await using var server = new ScriptedServer(certificate);
        var error = await FailsAsync(ErrorKinds.ServerUnreachable,
            SendAsync(Client(o => o with { BaseAddress = server.Uri }), safe ? Get() : Post()));
        Assert.False(error.IsAmbiguous);
        Assert.Contains("certificate", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(server.Requests);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Where_it_is_asked_for_any_certificate_is_taken_and_the_own_one_shown()
    {
        using var certificate = SelfSigned("server");
        using var own = SelfSigned("admin");
        await using var server = new ScriptedServer(certificate);
        server.Json("{}").Json("{}");
        var client = Client(o => o with { BaseAddress = server.Uri, SkipCertificateCheck = true, ClientCertificate = own });
        await SendAsync(client, Get());
        await SendAsync(client, Post());
        Assert.Equal("CN=admin", server.ClientSubject);
    }

    [Fact]
    public async Task A_proxy_is_used_and_gets_the_credential_of_its_own_alone()
    {
        await using var proxy = new ScriptedServer();
        proxy.Reply(407, "", ("Proxy-Authenticate", "Basic realm=\"p\""), ("Connection", "close")).Json("{}");
        var client = Client(o => o with
        {
            BaseAddress = new Uri("http://bi.example.com/arc/"),
            Proxy = new WebProxy(proxy.Uri) { Credentials = new NetworkCredential("pam", "ProxyPassword1") },
        });
        await SendAsync(client, Get());
        Assert.Equal("http://bi.example.com/arc/things", proxy.Requests[^1].Target);
        Assert.StartsWith("Basic ", proxy.Requests[^1].Header("Proxy-Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_asks_who_is_there_is_named()
    {
        await using var proxy = new ScriptedServer();
        proxy.Otherwise(x => x.ReplyAsync(407, "who?"u8.ToArray()));
        var client = Client(o => o with { BaseAddress = new Uri("http://bi.example.com/arc/"), Proxy = new WebProxy(proxy.Uri) });
        Assert.Contains("-ProxyCredential", (await FailsAsync(ErrorKinds.NotAuthenticated, SendAsync(client, Get()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_does_not_lead_there_is_named_and_nothing_was_sent()
    {
        await using var proxy = new ScriptedServer();
        proxy.Otherwise(x => x.ReplyAsync(407, "who?"u8.ToArray()));
        var client = Client(o => o with { BaseAddress = new Uri("https://bi.example.com/arc/"), Proxy = new WebProxy(proxy.Uri) });
        var error = await FailsAsync(ErrorKinds.ServerUnreachable, SendAsync(client, Post()));
        Assert.Contains("-ProxyCredential", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsAmbiguous);
        Assert.All(proxy.Requests, request => Assert.Null(request.Header("Authorization")));
    }
}
