namespace MigrationTools.Core.Http;

/// <summary>Something short that stands for bytes as they pass by, and that no other bytes come to.</summary>
internal interface IContentSum : IDisposable
{
    /// <summary>How many bytes passed.</summary>
    long Length { get; }

    void Add(ReadOnlySpan<byte> bytes);

    /// <summary>Of what passed so far, in lower-case hex.</summary>
    string Sum();
}
