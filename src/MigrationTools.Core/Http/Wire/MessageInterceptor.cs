using System.Text;
using RestSharp.Interceptors;

namespace MigrationTools.Core.Http;

/// <summary>
/// Finishes the message that the client library built, and keeps the answer that it would hide: it hands out a bare stream.
/// One for each attempt.
/// </summary>
internal sealed class MessageInterceptor(Call call, AttemptGate gate, Func<long?, HttpContent, HttpContent> observe) : Interceptor
{
    internal HttpResponseMessage? Answer { get; private set; }

    public override ValueTask BeforeHttpRequest(HttpRequestMessage requestMessage, CancellationToken cancellationToken)
    {
        requestMessage.Options.Set(AttemptGate.Key, gate);
        if (call.IsUnsafe) requestMessage.Headers.ConnectionClose = true;

        var content = call.Request.Body switch
        {
            MultipartBody multipart => FieldsFirst(multipart, requestMessage.Content as MultipartFormDataContent),
            // A body, if an empty one: without it nothing would tell when the request goes out.
            null when call.IsUnsafe => new ByteArrayContent([]),
            _ => requestMessage.Content,
        };
        if (call.Request.Body is FileBody) content!.Headers.ContentDisposition = null;
        requestMessage.Content = content is null ? null : observe(content.Headers.ContentLength, content);
        return ValueTask.CompletedTask;
    }

    public override ValueTask AfterHttpRequest(HttpResponseMessage responseMessage, CancellationToken cancellationToken)
    {
        Answer = responseMessage;
        return ValueTask.CompletedTask;
    }

    /// <summary>The client library puts files first and drops the second of two equal fields.</summary>
    private static MultipartFormDataContent FieldsFirst(MultipartBody body, MultipartFormDataContent? files)
    {
        var boundary = Guid.NewGuid().ToString("N");
        var form = new MultipartFormDataContent(boundary);
        // Bare, as browsers write it: not every server takes a quoted one.
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        foreach (var (name, value) in body.Fields)
        {
            var field = new ByteArrayContent(Encoding.UTF8.GetBytes(value));
            field.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{AsciiText.Quotable(name)}\"");
            form.Add(field);
        }
        foreach (var part in files ?? []) form.Add(part);
        return form;
    }
}
