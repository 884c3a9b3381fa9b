using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>JSON Web Tokens, ES256: issued for the samples, and checked as an identity provider's would be.</summary>
internal sealed class SnapLogicJwt : IDisposable
{
    public const string Issuer = "https://login.example.com";

    private readonly Lazy<ECDsa> _key = new(() => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public string Issue(string subject, string org, string audience, DateTimeOffset now, TimeSpan lifetime, string issuer = Issuer)
    {
        var claims = new JsonObject
        {
            ["iss"] = issuer, ["sub"] = subject, ["aud"] = audience, ["org"] = org,
            ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
        };
        var text = Part(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" }) + "." + Part(claims);
        return text + "." + Base64Url.EncodeToString(_key.Value.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
    }

    /// <summary>The claims of a token that is sound, meant for this audience, and not expired; else null.</summary>
    public JsonObject? Check(string token, IReadOnlyList<string> audiences, DateTimeOffset now)
    {
        try
        {
            if (token.Split('.') is not [var head, var body, var signature]) return null;
            if (!_key.Value.VerifyData(Encoding.ASCII.GetBytes(head + "." + body), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)) return null;
            var claims = JsonText.TryNode(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body))) as JsonObject;
            var audience = (string?)(claims?["snaplogic_aud"] ?? claims?["aud"]);
            return claims is not null && (string?)claims["iss"] == Issuer && audiences.Contains(audience)
                && (long?)claims["exp"] > now.ToUnixTimeSeconds() ? claims : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (_key.IsValueCreated) _key.Value.Dispose();
    }

    private static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
