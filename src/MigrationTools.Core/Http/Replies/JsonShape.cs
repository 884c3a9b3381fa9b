using System.Text.Json;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Tells whole JSON from JSON that breaks off and from what is no JSON, without building anything.</summary>
internal static class JsonShape
{
    internal const int MaxDepth = 128;

    internal enum Finding { Whole, Truncated, Malformed }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>A byte order mark is legal in files and not in JSON: some services send one.</summary>
    internal static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) => body.Span.StartsWith(ByteOrderMark) ? body[3..] : body;

    internal static Finding Look(ReadOnlyMemory<byte> body)
    {
        var text = WithoutMark(body).Span;
        if (Reads(text, isFinal: true)) return Finding.Whole;
        // What is without a fault as far as it goes, and yet no whole, was cut.
        return Reads(text, isFinal: false) && text.Length > 0 ? Finding.Truncated : Finding.Malformed;
    }

    internal static MigrationException Fault(ReadOnlyMemory<byte> body, FaultMaker faults, int status, JsonException? inner = null)
    {
        var text = BodyText.Decode(body.Span[..Math.Min(body.Length, 4096)], null);
        if (body.Length == 0)
        {
            return faults.Make(ErrorKinds.UnexpectedAnswer, $"The answer to '{faults.Operation}' is empty where JSON is due.", status: status);
        }
        return Look(body) == Finding.Truncated
            ? faults.Make(ErrorKinds.AnswerTruncated, $"The JSON answer to '{faults.Operation}' breaks off after {ByteSize.Text(body.Length)}.",
                status: status, serverText: text, inner: inner)
            : faults.Make(ErrorKinds.UnexpectedAnswer, $"The answer to '{faults.Operation}' is no JSON that can be read: {ServerWords.Hint(text)}",
                status: status, serverText: text, inner: inner);
    }

    private static bool Reads(ReadOnlySpan<byte> text, bool isFinal)
    {
        var reader = new Utf8JsonReader(text, isFinal, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        try
        {
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
