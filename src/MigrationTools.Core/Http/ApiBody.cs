namespace MigrationTools.Core.Http;

/// <summary>What a request sends along.</summary>
public abstract record ApiBody;

/// <summary>A form, urlencoded as UTF-8. Equal pairs stay, in their order.</summary>
/// <param name="Fields">Names and values, as they are meant.</param>
public sealed record FormBody(IReadOnlyList<KeyValuePair<string, string>> Fields) : ApiBody;

/// <summary>JSON that is in memory.</summary>
/// <param name="Content">The UTF-8 text; sent byte for byte.</param>
public sealed record JsonBody(ReadOnlyMemory<byte> Content) : ApiBody;

/// <summary>A file as the whole body, streamed from disk and opened anew for each attempt.</summary>
/// <param name="FilePath">Where it lies.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record FileBody(string FilePath, string ContentType) : ApiBody
{
    /// <summary>What the file must be, in lower-case hex: of another one the end is not sent, so that the server cannot take it. Null for whatever it is.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>A multipart form: the fields first, as a server that reads along needs them, then the files.</summary>
/// <param name="Fields">Names and values, as they are meant.</param>
/// <param name="Files">The files.</param>
public sealed record MultipartBody(IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<FilePart> Files) : ApiBody;

/// <summary>A file of a multipart form, streamed from disk and opened anew for each attempt.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FilePath">Where it lies.</param>
/// <param name="FileName">The name the server is told; what is not plain ASCII becomes an underscore.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record FilePart(string Name, string FilePath, string FileName, string ContentType)
{
    /// <summary>What must be sent, in lower-case hex: of another content the end is not sent, so that the server cannot take it. Null for whatever it is.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The same, by what a <see cref="ContentSeal"/> of this process says of it; goes before the hash.</summary>
    internal string? Seal { get; init; }

    /// <summary>Where in the file the part begins, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>How many bytes of the file are sent; null for all from <see cref="Offset"/> on.</summary>
    public long? Length { get; init; }
}
