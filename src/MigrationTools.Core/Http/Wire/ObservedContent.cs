using System.Net;

namespace MigrationTools.Core.Http;

/// <summary>A request's body that tells when it starts on its way, how far it is, and when its last byte is out.</summary>
internal sealed class ObservedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Action _starting;
    private readonly Action<int> _moved;
    private readonly Action _done;

    internal ObservedContent(HttpContent inner, Action starting, Action<int> moved, Action done)
    {
        _inner = inner;
        _starting = starting;
        _moved = moved;
        _done = done;
        foreach (var header in inner.Headers) Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _starting();
        await _inner.CopyToAsync(new CountingWriter(stream, _moved), context, cancellationToken).ConfigureAwait(false);
        _done();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }
}
