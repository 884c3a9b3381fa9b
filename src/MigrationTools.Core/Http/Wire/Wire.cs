using System.Reflection;
using System.Runtime.InteropServices;
using RestSharp;

namespace MigrationTools.Core.Http;

/// <summary>
/// The client library, and all that is known of its traps: everything of it stays behind this class.
/// Two clients: one keeps its connections, the one for changing requests never uses one twice.
/// </summary>
internal sealed class Wire : IDisposable
{
    private static readonly string UserAgent = $"MigrationTools/{Version()}";

    private readonly RestClient _safe;
    private readonly RestClient _unsafe;

    internal Wire(ApiClientOptions options, Uri origin)
    {
        _safe = Client(Handlers.ForSafe(options), origin);
        _unsafe = Client(Handlers.ForUnsafe(options), origin);
    }

    /// <summary>Sends one attempt and returns once the headers of the answer are there; the interceptor has the answer.</summary>
    internal async Task<Stream> SendAsync(
        Call call, IEnumerable<KeyValuePair<string, string>> headers, MessageInterceptor interceptor, CancellationToken cancellationToken)
    {
        // New for each attempt: the library appends its interceptors to it, and its streams are spent.
        var request = new RestRequest
        {
            Resource = call.Address.AbsoluteUri,
            Method = MethodOf(call.Request.Method),
            // The limits are the attempt's own, by the client's clock.
            Timeout = Timeout.InfiniteTimeSpan,
            Interceptors = [interceptor],
        };
        request.AddHeader(KnownHeaders.Accept, call.Request.ExpectJson ? "application/json" : "*/*");
        // Said, because leaving it out allows the server any.
        request.AddHeader("Accept-Encoding", "identity");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            names.Add(name);
            request.AddHeader(name, value);
        }
        if (!names.Contains(KnownHeaders.UserAgent)) request.AddHeader(KnownHeaders.UserAgent, UserAgent);
        AddBody(request, call.Request.Body);

        var client = call.IsUnsafe ? _unsafe : _safe;
        return await client.DownloadStreamAsync(request, cancellationToken).ConfigureAwait(false) ?? Stream.Null;
    }

    public void Dispose()
    {
        _safe.Dispose();
        _unsafe.Dispose();
    }

    private static void AddBody(RestRequest request, ApiBody? body)
    {
        switch (body)
        {
            case FormBody form:
                AddBytes(request, System.Text.Encoding.ASCII.GetBytes(FormText.Encode(form.Fields)), "application/x-www-form-urlencoded");
                break;
            case JsonBody json:
                AddBytes(request, Bytes(json.Content), "application/json");
                break;
            case FileBody file:
                request.AlwaysSingleFileAsContent = true;
                AddFile(request, new FilePart("file", file.FilePath, "file", file.ContentType) { Sha256 = file.Sha256 });
                break;
            case MultipartBody multipart:
                request.AlwaysMultipartFormData = true;
                foreach (var file in multipart.Files) AddFile(request, file);
                break;
        }
    }

    private static void AddBytes(RestRequest request, byte[] bytes, string contentType) =>
        request.AddParameter(new BodyParameter("", bytes, contentType, DataFormat.Binary));

    private static void AddFile(RestRequest request, FilePart file) => request.AddFile(
        AsciiText.Quotable(file.Name), () => UploadFile.Open(file.FilePath, file.Sha256, file.Seal, file.Offset, file.Length), AsciiText.Quotable(file.FileName), file.ContentType,
        new FileParameterOptions { DisableFilenameStar = true, DisableFilenameEncoding = true });

    private static byte[] Bytes(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : content.ToArray();

    private static RestClient Client(SocketsHttpHandler handler, Uri origin) => new(
        new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan },
        new RestClientOptions(origin)
        {
            RedirectOptions = new RedirectOptions { FollowRedirects = false },
            // Failures of the network come as what they are; a status is no failure here, or its body would be lost.
            ThrowOnAnyError = true,
            SetErrorExceptionOnUnsuccessfulStatusCode = false,
            Timeout = Timeout.InfiniteTimeSpan,
            UserAgent = null,
        },
        disposeHttpClient: true);

    private static Method MethodOf(HttpMethod method) => Enum.TryParse<Method>(method.Method, ignoreCase: true, out var known)
        ? known
        : throw new ArgumentException($"The method {method} cannot be sent.", nameof(method));

    private static string Version() =>
        (typeof(Wire).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
