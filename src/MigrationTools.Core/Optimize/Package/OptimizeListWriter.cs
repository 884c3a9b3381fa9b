using System.Text;

namespace MigrationTools.Core.Optimize;

/// <summary>Writes a list of entities, each byte for byte what it was: a part of a package, or several exports in one.</summary>
internal sealed class OptimizeListWriter(Stream target)
{
    private static readonly byte[] Between = Encoding.ASCII.GetBytes(",\n");

    private bool _hasAny;

    /// <summary>Adds one.</summary>
    public async Task AddAsync(ReadOnlyMemory<byte> entity, CancellationToken cancellationToken)
    {
        await target.WriteAsync(_hasAny ? Between : "["u8.ToArray(), cancellationToken).ConfigureAwait(false);
        await target.WriteAsync(entity, cancellationToken).ConfigureAwait(false);
        _hasAny = true;
    }

    /// <summary>Adds some of a file that can be sought in.</summary>
    public async Task AddAsync(Stream source, IEnumerable<OptimizeEntity> entities, CancellationToken cancellationToken)
    {
        foreach (var entity in entities)
        {
            var bytes = new byte[entity.Length];
            source.Position = entity.Offset;
            await source.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            await AddAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the list.</summary>
    public async Task EndAsync(CancellationToken cancellationToken) =>
        await target.WriteAsync(_hasAny ? "]"u8.ToArray() : "[]"u8.ToArray(), cancellationToken).ConfigureAwait(false);
}
