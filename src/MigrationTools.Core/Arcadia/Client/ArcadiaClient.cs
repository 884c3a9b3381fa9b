using System.Globalization;
using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Arcadia;

/// <summary>The wire: one method an endpoint. What the service is known to do stands in docs/services/arcadia.md.</summary>
internal sealed class ArcadiaClient(ApiClient api)
{
    private const string ExportPath = "arc/migration/api/export/";
    private const string ImportPath = "arc/migration/api/import/";
    private const string AdminPath = "arc/adminapi/v1/";

    /// <summary>An export of nothing: tests the credential and tells the version. A read.</summary>
    /// <returns>The server's version, null where the answer has none.</returns>
    public async Task<string?> ProbeAsync(IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = ExportPath,
            Safety = RequestSafety.Safe,
            Operation = "ask the server for its version",
            Query = [new("dashboards", "[]"), new("filename", "probe"), new("dry_run", "False")],
            // Somebody waits for it: a wrong port is said within two seconds.
            MostRetries = 2,
        }, observer, cancellationToken).ConfigureAwait(false);
        using var answer = reply.ParseJson();
        if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("version", out var version))
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, "The server answers, but not like Arcadia's migration API.",
                "Check that the address leads to Arcadia Enterprise / Cloudera Data Visualization.") { Endpoint = $"GET /{ExportPath}" };
        }
        return version.ValueKind == JsonValueKind.Object && version.TryGetProperty("Arcviz Version", out var text) && text.ValueKind == JsonValueKind.String
            ? SafeJson.Clean(SafeJson.TextOf(text)!, 100)
            : null;
    }

    /// <summary>Exports into a stream, byte for byte what the server sends. A read.</summary>
    public Task<DownloadReply> ExportAsync(
        ArcadiaSelection selection, string fileName, Stream target, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var query = selection.Items
            .GroupBy(item => item.Type)
            .Select(group => new KeyValuePair<string, string>(
                ArcadiaWords.Exportable(group.Key)!.Parameter!, $"[{string.Join(", ", group.Select(item => item.Id))}]"))
            .Append(new("filename", fileName))
            // What the server does when it is missing is not documented: it is always sent.
            .Append(new("dry_run", "False"))
            .ToList();
        return api.DownloadAsync(new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = ExportPath,
            Safety = RequestSafety.Safe,
            Operation = $"export {selection}",
            Query = query,
            IsTransfer = true,
            Target = selection.ToString(),
        }, target, observer, cancellationToken);
    }

    /// <summary>Imports a bundle, or asks what an import would do. Only the dry run is a read.</summary>
    /// <param name="file">The bundle.</param>
    /// <param name="sha256">What it was found to be: a file that is another by now does not arrive whole.</param>
    /// <param name="fileName">Its name as the server is told, plain ASCII.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="dryRun">True changes nothing (documented).</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Aborts a dry run at once; an import that was sent is awaited for a while.</param>
    public Task<ApiReply> ImportAsync(
        string file, string? sha256, string fileName, ArcadiaImportOptions options, bool dryRun, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("dry_run", dryRun ? "True" : "False"),
            new("dataconnection_name", options.DataConnection),
        };
        if (options.Workspace is { } workspace) fields.Add(new("workspace", workspace));
        // Sent only when asked for: the field is known from one client alone.
        if (options.NoTableCheck) fields.Add(new("sanity_check", "false"));
        return api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = ImportPath,
            Safety = dryRun ? RequestSafety.Safe : RequestSafety.Unsafe,
            Operation = dryRun ? $"take {fileName} (dry run)" : $"import {fileName}",
            Body = new MultipartBody(fields, [new FilePart("import_file", file, fileName, "application/json") { Sha256 = sha256 }]),
            IsTransfer = true,
            // An answer that is no JSON is read with tolerance: its shape is undocumented.
            ExpectJson = false,
            Target = fileName,
        }, observer, cancellationToken);
    }

    /// <summary>Lists one type of the Admin API. A read.</summary>
    /// <param name="type">visuals, datasets, connections or workspaces.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">AdminApiOff where the server does not offer the type.</exception>
    public async Task<IReadOnlyList<ArcadiaListed>> ListAsync(string type, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = AdminPath + type,
            Safety = RequestSafety.Safe,
            Operation = $"list {type}",
            Target = type,
        }, observer, cancellationToken).ConfigureAwait(false);
        using var answer = reply.ParseJson();
        if (answer.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The Admin API's list of {type} is no list.") { Endpoint = $"GET /{AdminPath}{type}" };
        }
        return answer.RootElement.EnumerateArray()
            .Where(entry => entry.ValueKind == JsonValueKind.Object)
            .Select(entry => new ArcadiaListed(
                Text(entry, "id") ?? string.Empty,
                // As in packages: what people typed must not steer a terminal, and names of both are compared.
                ArcadiaNames.Clean(Text(entry, "title") ?? Text(entry, "name")),
                Text(entry, "type"),
                (Text(entry, "description") ?? Text(entry, "desc")) is { } description ? ArcadiaNames.Clean(description) : null,
                Text(entry, "dataset_id"),
                Text(entry, "workspace_id")))
            .Where(entry => entry.Id.Length > 0)
            .ToList();
    }

    private static string? Text(JsonElement entry, string name) => !entry.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => SafeJson.Clean(SafeJson.TextOf(value)!, 500),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean().ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
