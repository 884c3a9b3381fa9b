namespace MigrationTools.Core.Optimize;

/// <summary>Writes a list of entities, each byte for byte what it was: a part of a package, or several exports in one.</summary>
internal sealed class OptimizeListWriter(Stream target)
{
    private const int BufferLength = 128 * 1024;

    private static readonly byte[] Opening = "["u8.ToArray();
    private static readonly byte[] Between = ",\n"u8.ToArray();

    private bool _hasAny;

    /// <summary>Adds some of a file that can be sought in. Nothing of it is kept in memory whole.</summary>
    /// <exception cref="EndOfStreamException">The file is shorter than it was.</exception>
    public async Task AddAsync(Stream source, IEnumerable<OptimizeEntity> entities, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferLength];
        foreach (var entity in entities)
        {
            await target.WriteAsync(_hasAny ? Between : Opening, cancellationToken).ConfigureAwait(false);
            _hasAny = true;
            source.Position = entity.Offset;
            for (var left = entity.Length; left > 0;)
            {
                var piece = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
                await source.ReadExactlyAsync(piece, cancellationToken).ConfigureAwait(false);
                await target.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                left -= piece.Length;
            }
        }
    }

    /// <summary>Closes the list.</summary>
    public async Task EndAsync(CancellationToken cancellationToken) =>
        await target.WriteAsync(_hasAny ? "]"u8.ToArray() : "[]"u8.ToArray(), cancellationToken).ConfigureAwait(false);
}
