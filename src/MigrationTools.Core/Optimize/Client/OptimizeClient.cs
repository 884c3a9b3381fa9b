using System.Text;
using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Optimize;

/// <summary>The wire: one method an endpoint. What the service is known to do stands in docs/services/optimize.md.</summary>
internal sealed class OptimizeClient(ApiClient api)
{
    /// <summary>A list ends here, whatever there is: so many ids mean "maybe more".</summary>
    public const int ListCap = 1000;

    private const string Public = "api/public/";

    // Lists of a collection that does not exist are empty: no release answers them with an error.
    private const string NoCollection = "00000000-0000-0000-0000-000000000000";

    /// <summary>Asks without a credential whether a server is there. A read.</summary>
    /// <returns>True where it answers as Optimize does; false where it, or a proxy before it, does not tell.</returns>
    public async Task<bool> ReadyAsync(IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await api.SendAsync(new ApiRequest
            {
                Method = HttpMethod.Get,
                Path = "api/readyz",
                Safety = RequestSafety.Safe,
                Operation = "ask whether the server is ready",
                ExpectJson = false,
                Anonymous = true,
                // Somebody waits for it: a wrong port is said within two seconds.
                MostRetries = 2,
            }, observer, cancellationToken).ConfigureAwait(false);
            if (HtmlPage.Begins(reply.Text))
            {
                throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"{api.BaseAddress.Authority} answers the question whether it is ready with a web page.") { Endpoint = "GET /api/readyz" };
            }
            return true;
        }
        catch (MigrationException error) when (error.HttpStatus is 401 or 403 or 404)
        {
            // A proxy that hides it hides no more than that: the next request tells.
            observer.Verbose($"The server does not tell whether it is ready ({error.HttpStatus}).");
            return false;
        }
    }

    /// <summary>Asks for nothing, with the credential. A read.</summary>
    public async Task ProbeAsync(IMigrationObserver observer, CancellationToken cancellationToken) =>
        await ListAsync("dashboard", NoCollection, "ask the server whether it takes the credential", 2, observer, cancellationToken).ConfigureAwait(false);

    /// <summary>The ids of a collection's dashboards, at most <see cref="ListCap"/>, in no order. A read.</summary>
    public Task<IReadOnlyList<string>> ListDashboardsAsync(string collection, IMigrationObserver observer, CancellationToken cancellationToken) =>
        ListAsync("dashboard", collection, "list dashboards", RetryRules.MostRetries, observer, cancellationToken);

    /// <summary>The ids of a collection's reports of all kinds, at most <see cref="ListCap"/>, in no order. A read.</summary>
    public Task<IReadOnlyList<string>> ListReportsAsync(string collection, IMigrationObserver observer, CancellationToken cancellationToken) =>
        ListAsync("report", collection, "list reports", RetryRules.MostRetries, observer, cancellationToken);

    /// <summary>Exports into a stream, byte for byte what the server sends. A read, although it is a POST.</summary>
    /// <param name="type">Dashboard or Report.</param>
    /// <param name="ids">At most as many as one query of the server reads.</param>
    /// <param name="target">Where the content goes.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public Task<DownloadReply> ExportAsync(
        string type, IReadOnlyList<string> ids, Stream target, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var word = type == OptimizeWords.Dashboard ? "dashboard" : "report";
        return api.DownloadAsync(new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = $"{Public}export/{word}/definition/json",
            Safety = RequestSafety.Safe,
            Operation = ids.Count == 1 ? $"export {word} {ids[0]}" : $"export {ids.Count} {word}s",
            Body = new JsonBody(JsonSerializer.SerializeToUtf8Bytes(ids)),
            IsTransfer = true,
            MayBeEmpty = true,
            Target = ids.Count == 1 ? ids[0] : null,
        }, target, observer, cancellationToken);
    }

    /// <summary>
    /// Imports a list of entities, all of them as new ones. Sent once, whatever becomes of the answer: one that is no JSON is
    /// perhaps a proxy's, and the server still at work.
    /// </summary>
    /// <param name="file">The list.</param>
    /// <param name="sha256">What it was found to be: a file that is another by now does not arrive whole.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="collection">Where the entities go.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">An import that was sent is awaited for a while.</param>
    public Task<ApiReply> ImportAsync(
        string file, string sha256, string name, string collection, IMigrationObserver observer, CancellationToken cancellationToken) =>
        api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = Public + "import",
            Query = [new("collectionId", collection)],
            Safety = RequestSafety.Unsafe,
            Operation = $"import {name}",
            Body = new FileBody(file, "application/json") { Sha256 = sha256 },
            IsTransfer = true,
            Target = name,
        }, observer, cancellationToken);

    /// <summary>Deletes a dashboard or a report; a report also goes out of all that show it.</summary>
    /// <param name="type">Dashboard or Report.</param>
    /// <param name="id">Its id.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">A deletion that was sent is awaited for a while.</param>
    public Task<ApiReply> DeleteAsync(string type, string id, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var word = type == OptimizeWords.Dashboard ? "dashboard" : "report";
        return api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Delete,
            Path = $"{Public}{word}/{Uri.EscapeDataString(id)}",
            Safety = RequestSafety.Unsafe,
            Operation = $"delete {word} {id}",
            ExpectJson = false,
            Target = id,
        }, observer, cancellationToken);
    }

    /// <summary>The ids of all collections. A read.</summary>
    /// <exception cref="MigrationException">CollectionsUnavailable where the release has no such list.</exception>
    public Task<IReadOnlyList<string>> ListCollectionsAsync(IMigrationObserver observer, CancellationToken cancellationToken) =>
        ListAsync("collection", null, "list collections", 2, observer, cancellationToken);

    /// <summary>One collection, with its name and its data sources. A read.</summary>
    public async Task<OptimizeListedCollection> GetCollectionAsync(string id, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = $"{Public}collection/{Uri.EscapeDataString(id)}",
            Safety = RequestSafety.Safe,
            Operation = $"read collection {id}",
            MostRetries = 2,
            Target = id,
        }, observer, cancellationToken).ConfigureAwait(false);
        using var answer = reply.ParseJson();
        return OptimizeListedCollection.Read(id, answer.RootElement);
    }

    private async Task<IReadOnlyList<string>> ListAsync(
        string what, string? collection, string operation, int mostRetries, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = Public + what,
            Query = collection is null ? [] : [new("collectionId", collection)],
            Safety = RequestSafety.Safe,
            Operation = operation,
            MostRetries = mostRetries,
            MayBeEmpty = true,
            Target = collection,
        }, observer, cancellationToken).ConfigureAwait(false);
        if (reply.Body.IsEmpty) return [];
        using var answer = reply.ParseJson();
        return OptimizeIds.Read(answer.RootElement) ?? throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The server answers '{operation}', but not with a list of ids.",
            "Check that the address leads to Camunda Optimize, context path and cluster id included.") { Endpoint = $"GET /{Public}{what}" };
    }
}
