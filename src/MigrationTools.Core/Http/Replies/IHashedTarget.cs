namespace MigrationTools.Core.Http;

/// <summary>A target of downloads that takes the SHA-256 of what is written to it, so that nobody need take it twice.</summary>
internal interface IHashedTarget
{
    /// <summary>Of everything written since the last SetLength(0), in lower-case hex.</summary>
    string Sha256();
}
