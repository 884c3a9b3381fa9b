using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>The wire: one method an endpoint. What the service is known to do stands in docs/services/arcgis.md.</summary>
internal sealed partial class ArcGisClient(ApiClient api, ArcGisCredential credential)
{
    /// <summary>Always with /rest: what answers without it is another, unsupported API.</summary>
    public const string Root = "sharing/rest/";

    /// <summary>The most entries a list shows in one page.</summary>
    private const int PageSize = 100;

    /// <summary>More than any group has; a server that never ends its pages is not followed for ever.</summary>
    private const int MostListed = 200_000;

    /// <summary>The most bytes that are taken in of all pages of one list.</summary>
    internal const long LargestList = 256 * 1024 * 1024;

    private static readonly KeyValuePair<string, string> Json = new("f", "json");

    /// <summary>Who the portal is, and whom it takes the token for. A read.</summary>
    public async Task<ArcGisSelf> SelfAsync(IMigrationObserver observer, CancellationToken cancellationToken)
    {
        // Somebody waits for it: a wrong port is said within two seconds.
        using var answer = await GetAsync("portals/self", "ask the portal who it is", [], observer, cancellationToken, mostRetries: 2).ConfigureAwait(false);
        var root = answer.RootElement;
        if (root.Member("isPortal") is null && root.Member("currentVersion") is null && root.Member("enterpriseVersion") is null && root.Member("user") is null)
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, "The server answers, but not like a portal of ArcGIS Enterprise.",
                "Give the portal's address with its context path, such as https://host/portal or https://host:7443/arcgis.") { Endpoint = $"GET /{Root}portals/self" };
        }
        var user = root.Member("user");
        return new ArcGisSelf(root.Text("name"), root.Id("id"), root.Flag("isPortal"), root.Text("currentVersion", 40), root.Text("enterpriseVersion", 40), user?.Name("username"), user?.Text("role", 100));
    }

    /// <summary>The version of the portal's API. A read.</summary>
    public async Task<string?> VersionAsync(IMigrationObserver observer, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync("", "ask the portal for its version", [], observer, cancellationToken).ConfigureAwait(false);
        return answer.RootElement.Text("currentVersion", 40);
    }

    /// <summary>Sends a request; where the token travels in the form, with it in there.</summary>
    private async Task<ApiReply> SendAsync(ApiRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (!credential.InForm) return await api.SendAsync(request, observer, cancellationToken).ConfigureAwait(false);
        return await WithTokenAsync(request, asked => api.SendAsync(asked, observer, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private Task<DownloadReply> DownloadAsync(ApiRequest request, Stream target, IMigrationObserver observer, CancellationToken cancellationToken) =>
        credential.InForm
            ? WithTokenAsync(request, asked => api.DownloadAsync(asked, target, observer, cancellationToken), cancellationToken)
            : api.DownloadAsync(request, target, observer, cancellationToken);

    private async Task<T> WithTokenAsync<T>(ApiRequest request, Func<ApiRequest, Task<T>> send, CancellationToken cancellationToken)
    {
        var (token, generation) = await credential.TokenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await send(WithToken(request, token)).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.HttpStatus is 401 or 498 or 499 && error.Kind == ErrorKinds.NotAuthenticated && credential.CanRenewToken)
        {
            // The refusal did nothing: once more with a new one.
            await credential.RenewAsync(generation, cancellationToken).ConfigureAwait(false);
            (token, _) = await credential.TokenAsync(cancellationToken).ConfigureAwait(false);
            return await send(WithToken(request, token)).ConfigureAwait(false);
        }
    }

    /// <summary>In a query it would land in logs; every operation of a portal takes a form as well.</summary>
    private static ApiRequest WithToken(ApiRequest request, string token)
    {
        KeyValuePair<string, string> field = new("token", token);
        return request.Body switch
        {
            MultipartBody multipart => request with { Body = multipart with { Fields = [.. multipart.Fields, field] } },
            FormBody form => request with { Body = new FormBody([.. form.Fields, field]) },
            _ => request with { Method = HttpMethod.Post, Query = [], Body = new FormBody([.. request.Query, field]) },
        };
    }

    private async Task<JsonDocument> GetAsync(
        string path, string operation, IEnumerable<KeyValuePair<string, string>> query, IMigrationObserver observer, CancellationToken cancellationToken,
        object? target = null, int mostRetries = 5) =>
        (await AskAsync(path, operation, query, observer, cancellationToken, target, mostRetries).ConfigureAwait(false)).ParseJson();

    private Task<ApiReply> AskAsync(
        string path, string operation, IEnumerable<KeyValuePair<string, string>> query, IMigrationObserver observer, CancellationToken cancellationToken,
        object? target = null, int mostRetries = 5) => SendAsync(new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = Root + path,
            Safety = RequestSafety.Safe,
            Operation = operation,
            Query = [.. query, Json],
            MostRetries = mostRetries,
            Target = target,
        }, observer, cancellationToken);

    private Task<ApiReply> PostAsync(
        string path, string operation, RequestSafety safety, IEnumerable<KeyValuePair<string, string>> fields, IMigrationObserver observer, CancellationToken cancellationToken,
        object? target = null) => SendAsync(new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = Root + path,
            Safety = safety,
            Operation = operation,
            Body = new FormBody([.. fields, Json]),
            Target = target,
        }, observer, cancellationToken);

    /// <summary>All pages of a list. A page that leads round in circles, or brings nothing new, ends it.</summary>
    private async Task<List<T>> ListAsync<T>(
        string path, string operation, string listName, IEnumerable<KeyValuePair<string, string>> query, Func<JsonElement, T?> read,
        IMigrationObserver observer, CancellationToken cancellationToken) where T : MigrationItem
    {
        var all = new List<T>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long received = 0;
        for (long start = 1; all.Count < MostListed;)
        {
            var reply = await AskAsync(path, operation, [.. query, new("start", Number(start)), new("num", Number(PageSize))], observer, cancellationToken).ConfigureAwait(false);
            received += reply.Body.Length;
            if (received > LargestList) throw TooLarge(operation);
            using var page = reply.ParseJson();
            var added = page.RootElement.List(listName).Select(read).OfType<T>().Where(item => known.Add(item.Id)).Take(MostListed - all.Count).ToList();
            all.AddRange(added);
            var next = page.RootElement.Number("nextStart") ?? -1;
            if (added.Count == 0 || next <= start) break;
            start = next;
        }
        return all;
    }

    /// <summary>The pages of one list are too much: each alone would be let through.</summary>
    internal static MigrationException TooLarge(string operation) =>
        new(ErrorKinds.AnswerTooLarge, $"The portal's answers to '{operation}' have more than {ByteSize.Text(LargestList)} in all, and go on.");

    /// <summary>A reply that should tell the id of what was made, and does not: it may have been made all the same.</summary>
    private static MigrationException Unreadable(string operation, ApiReply reply, bool ambiguous) =>
        new(ErrorKinds.UnexpectedAnswer, $"The portal's answer to '{operation}' has no form that is known.", ambiguous ? ErrorKinds.OutcomeUnknown.Remedy : null)
        {
            HttpStatus = reply.Status,
            IsAmbiguous = ambiguous,
        };

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Flag(bool flag) => flag ? "true" : "false";

    private static string Part(string text) => Uri.EscapeDataString(text);
}
