using System.Globalization;
using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// What an import, or its dry run, answered. The shape is undocumented: lists of objects by type, objects keyed by pk or
/// name, lists of ids, a flat list of rows, nothing at all, or plain text were seen or are likely. All are read; what
/// cannot be read is left unknown and never guessed.
/// </summary>
internal sealed record ArcadiaImportAnswer(IReadOnlyList<ArcadiaImportAnswer.Row> Rows, bool IsReadable)
{
    /// <summary>No id of the service is longer than a number; what is, is none.</summary>
    private const int LongestId = 64;

    private static readonly string[] ActionNames = ["action", "planned_action", "plannedAction", "status", "state"];
    private static readonly string[] IdNames = ["id", "pk", "target_id", "new_id"];
    private static readonly string[] NameNames = ["name", "title", "report_name", "dataset_name", "object_name"];
    private static readonly string[] TypeNames = ["type", "object_type", "objectType", "model"];

    /// <summary>One object that the answer names.</summary>
    /// <param name="Type">Its type, in this product's words.</param>
    /// <param name="Key">What the answer keyed it by, where it did: a pk or a name.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Uuid">Its uuid.</param>
    /// <param name="Id">Its id on the target.</param>
    /// <param name="Action">What is meant or was done.</param>
    internal sealed record Row(string Type, string? Key, string? Name, string? Uuid, string? Id, MigrationAction Action);

    /// <summary>An answer that says nothing.</summary>
    public static ArcadiaImportAnswer Unreadable { get; } = new([], false);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="MigrationException">
    /// ImportRejected, MissingTable … for an error inside a 200. UnexpectedAnswer for a page, which is not the service's own.
    /// </exception>
    public static ArcadiaImportAnswer Read(ApiReply reply, string package, bool dryRun, Func<string, string> redact)
    {
        if (HtmlPage.Begins(reply.Text))
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The answer to the {(dryRun ? "dry run" : "import")} of {package} is a web page: {redact(ServerWords.Hint(reply.Text))}",
                dryRun ? null : ErrorKinds.OutcomeUnknown.Remedy) { HttpStatus = reply.Status, TargetObject = package, IsAmbiguous = !dryRun };
        }
        var text = reply.Text.AsSpan().TrimStart();
        if (text.Length == 0 || text[0] is not ('{' or '[')) return Unreadable;
        JsonDocument answer;
        try
        {
            answer = reply.ParseJson();
        }
        catch (MigrationException)
        {
            return Unreadable;
        }
        using (answer)
        {
            ThrowIfRejected(answer.RootElement, package, reply, redact);
            try
            {
                var rows = ReadRows(answer.RootElement).ToList();
                return new ArcadiaImportAnswer(rows, rows.Count > 0 && rows.All(row => row.Action != MigrationAction.Unknown));
            }
            catch (InvalidOperationException)
            {
                // Text that is none, such as half a surrogate: what an import answered must not fail it.
                return Unreadable;
            }
        }
    }

    private static void ThrowIfRejected(JsonElement root, string package, ApiReply reply, Func<string, string> redact)
    {
        if (root.ValueKind != JsonValueKind.Object) return;
        var words = Words(root, "error") ?? Words(root, "errors");
        var refused = root.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.False;
        var status = root.TryGetProperty("status", out var state) && state.ValueKind == JsonValueKind.String ? Plain(state) : null;
        // Only what is known as a refusal is one; after any other word the target is looked at.
        refused |= status is not null && status.ToUpperInvariant() is "ERROR" or "FAILED" or "FAILURE" or "FAIL" or "REJECTED" or "REFUSED" or "DENIED" or "INVALID";
        if (words is null && !refused) return;
        words = redact(words ?? Words(root, "message") ?? Words(root, "detail") ?? status ?? "no reason given");
        throw new MigrationException(ArcadiaErrors.ImportKind(words) ?? ErrorKinds.ImportRejected, $"The target refused to import {package}: {words}.")
        {
            HttpStatus = reply.Status,
            TargetObject = package,
            ServerText = words,
        };
    }

    private static string? Words(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value)) return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => Plain(value),
            JsonValueKind.Array when value.GetArrayLength() > 0 => string.Join("; ", value.EnumerateArray().Take(10).Select(Plain)),
            JsonValueKind.Object when value.EnumerateObject().Any() => Plain(value),
            JsonValueKind.True => "true",
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : ServerWords.Line(text, ServerWords.Limit);
    }

    private static string Plain(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return "(text that cannot be read)";
        }
    }

    private static IEnumerable<Row> ReadRows(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in root.EnumerateArray())
            {
                if (entry.ValueKind == JsonValueKind.Object && ArcadiaWords.TypeOf(Text(entry, TypeNames)) is { } type) yield return Read(type, null, entry);
            }
            yield break;
        }
        if (root.ValueKind != JsonValueKind.Object) yield break;
        foreach (var list in root.EnumerateObject())
        {
            if (ArcadiaWords.TypeOf(list.Name) is not { } type)
            {
                // A wrapper around one of the other shapes, such as {"result": […]}.
                if (list.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object && list.Name is "result" or "results" or "data" or "objects" or "artifacts")
                {
                    foreach (var row in ReadRows(list.Value)) yield return row;
                }
                continue;
            }
            switch (list.Value.ValueKind)
            {
                case JsonValueKind.Array:
                    foreach (var entry in list.Value.EnumerateArray())
                    {
                        if (entry.ValueKind == JsonValueKind.Object) yield return Read(type, null, entry);
                        else if (Scalar(entry) is { } id) yield return new Row(type, null, null, null, id, MigrationAction.Unknown);
                    }
                    break;
                case JsonValueKind.Object:
                    foreach (var entry in list.Value.EnumerateObject())
                    {
                        if (entry.Value.ValueKind == JsonValueKind.Object) yield return Read(type, entry.Name, entry.Value);
                        else if (Scalar(entry.Value) is { } word) yield return new Row(type, entry.Name, null, null, null, Action(word));
                    }
                    break;
            }
        }
    }

    private static Row Read(string type, string? key, JsonElement entry) =>
        new(type, key, Text(entry, NameNames), Text(entry, ["uuid"]), Text(entry, IdNames) is { Length: <= LongestId } id && id != "--" ? id : null, Action(Text(entry, ActionNames)));

    private static MigrationAction Action(string? word) => word?.Trim().ToUpperInvariant() switch
    {
        "NEW" or "CREATE" or "CREATED" or "ADD" or "ADDED" or "INSERT" => MigrationAction.Create,
        "UPDATE" or "UPDATED" or "CHANGED" or "MODIFIED" => MigrationAction.Update,
        "UNCHANGED" or "NONE" or "SKIP" or "SKIPPED" or "EXISTS" or "NOOP" => MigrationAction.None,
        _ => MigrationAction.Unknown,
    };

    private static string? Text(JsonElement entry, string[] names)
    {
        foreach (var name in names)
        {
            if (entry.TryGetProperty(name, out var value) && Scalar(value) is { } text) return text;
        }
        return null;
    }

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ServerWords.Line(value.GetString()!, ServerWords.Limit),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : value.GetRawText(),
        _ => null,
    };
}
