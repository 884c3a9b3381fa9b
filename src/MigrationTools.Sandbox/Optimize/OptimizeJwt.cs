using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>Signed tokens, with a key of this process.</summary>
internal sealed class OptimizeJwt(TimeProvider time) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _generation;

    public string Sign(JsonObject claims, TimeSpan life)
    {
        var now = time.GetUtcNow();
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = (now + life).ToUnixTimeSeconds();
        claims["jti"] = Guid.NewGuid().ToString();
        claims["generation"] = _generation;
        var text = Encode(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" }) + "." + Encode(claims);
        lock (_key) return text + "." + Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256));
    }

    /// <summary>The claims of a token of ours that has not ended, or null.</summary>
    public JsonObject? Verify(string token)
    {
        if (token.Split('.') is not [var header, var payload, var signature]) return null;
        try
        {
            var given = Base64Url.DecodeFromChars(signature);
            lock (_key)
            {
                if (!_key.VerifyData(Encoding.ASCII.GetBytes(header + "." + payload), given, HashAlgorithmName.SHA256)) return null;
            }

            var claims = JsonNode.Parse(Base64Url.DecodeFromChars(payload))!.AsObject();
            return (int)claims["generation"]! == _generation && (long)claims["exp"]! > time.GetUtcNow().ToUnixTimeSeconds() ? claims : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or CryptographicException)
        {
            return null;
        }
    }

    public void RevokeAll() => Interlocked.Increment(ref _generation);

    public void Dispose() => _key.Dispose();

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
