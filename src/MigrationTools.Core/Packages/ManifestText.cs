using System.Text.Encodings.Web;
using System.Text.Json;

namespace MigrationTools.Core.Packages;

/// <summary>
/// The manifest's text on its way out. Written field by field: a serializer gathers what it may need for any type before
/// its first word, and that takes a process as long as a whole export.
/// </summary>
internal static class ManifestText
{
    private const int MostPending = 64 * 1024;

    private static readonly JsonWriterOptions _layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    public static void Write(Stream stream, PackageManifest manifest)
    {
        using var json = new Utf8JsonWriter(stream, _layout);
        json.WriteStartObject();
        json.WriteNumber("formatVersion", manifest.FormatVersion);
        json.WriteString("system", manifest.System);
        json.WriteString("kind", manifest.Kind);
        WriteIfKnown(json, "file", manifest.File);
        json.WriteNumber("length", manifest.Length);
        json.WriteString("sha256", manifest.Sha256);
        WriteIfKnown(json, "source", manifest.Source);
        WriteIfKnown(json, "sourceVersion", manifest.SourceVersion);
        if (manifest.ExportedAt is { } time) json.WriteString("exportedAt", time);
        WriteList(json, "requested", manifest.Requested);
        json.WriteStartArray("items");
        foreach (var item in manifest.Items) Write(json, item);
        json.WriteEndArray();
        WriteList(json, "warnings", manifest.Warnings);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ManifestItem item)
    {
        json.WriteStartObject();
        json.WriteString("system", item.System);
        json.WriteString("type", item.Type);
        json.WriteString("id", item.Id);
        json.WriteString("name", item.Name);
        WriteIfKnown(json, "uuid", item.Uuid);
        if (item.DependsOn is { } needs) WriteList(json, "dependsOn", needs);
        json.WriteEndObject();
        FlushIfMuch(json);
    }

    private static void WriteIfKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
            FlushIfMuch(json);
        }
        json.WriteEndArray();
    }

    // The writer keeps what was written until it is told to let go of it: a long list would be in memory whole.
    private static void FlushIfMuch(Utf8JsonWriter json)
    {
        if (json.BytesPending > MostPending) json.Flush();
    }
}
