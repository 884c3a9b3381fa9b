using System.Management.Automation;
using System.Security;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Common.Arguments;

/// <summary>A key or token: a SecureString, or text that becomes one. Trimmed (a file's last newline); nothing and blanks are refused.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override bool TransformNullOptionalParameters => true;

    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (Binding.Unwrap(inputData))
        {
            case SecureString { Length: > 0 } secret:
                return secret.Length <= ApiClient.LongestSecret ? secret : throw Secrets.TooLong(engineIntrinsics, secret.Length);
            case PSCredential { Password.Length: > 0 } credential:
                return Transform(engineIntrinsics, credential.Password);
            case string text when text.Trim() is { Length: > 0 } trimmed:
                return trimmed.Length <= ApiClient.LongestSecret ? Secrets.Of(trimmed) : throw Secrets.TooLong(engineIntrinsics, trimmed.Length);
            case null or string or SecureString or PSCredential:
                throw Binding.Refuse(engineIntrinsics, ErrorKinds.SecretMissing, "The key or token is empty.");
            default:
                // The value's text is not named: it may be the secret in some other wrapping.
                throw Binding.Refuse(engineIntrinsics, ErrorKinds.SecretMissing, "A key or token must be text or a SecureString.");
        }
    }
}
