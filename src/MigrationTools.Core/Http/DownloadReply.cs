namespace MigrationTools.Core.Http;

/// <summary>What is known of a download whose content went into a stream.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Length">The content's length in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, in lower-case hex.</param>
/// <param name="ContentType">The media type the server names.</param>
/// <param name="FileName">The name the server proposes, reduced to a plain file name; null where it proposes none.</param>
public sealed record DownloadReply(int Status, long Length, string Sha256, string? ContentType, string? FileName);
