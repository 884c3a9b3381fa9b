using System.Text.Json;
using MigrationTools.Common.Arguments;

namespace MigrationTools.Common.Views;

public static partial class Cell
{
    private const int MostOfResult = 200;

    /// <summary>What a job is about: its group and what is done with it, or where it leads.</summary>
    /// <param name="job">The job.</param>
    public static string Work(object? job)
    {
        string Of(string name) => Text(Binding.Property(job, name));
        return Of("Group") is { Length: > 0 } group ? $"{Of("Kind")}: {group}"
            : Of("Target") is { Length: > 0 } target ? target : Of("Kind");
    }

    /// <summary>A server's answer of many words in few: the lists in it are counted.</summary>
    /// <param name="result">Text, or JSON as text.</param>
    public static string Result(object? result)
    {
        var text = Text(result);
        if (!text.StartsWith('{')) return Short(text);
        try
        {
            using var json = JsonDocument.Parse(text);
            return Short(string.Join(", ", json.RootElement.EnumerateObject().Select(member => Invariant($"{Text(member.Name)} {Brief(member.Value)}"))));
        }
        catch (JsonException)
        {
            return Short(text);
        }
    }

    private static string Brief(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => Invariant($"{value.GetArrayLength()}"),
        JsonValueKind.Object => "{…}",
        JsonValueKind.String => Text(value.GetString()),
        _ => value.GetRawText(),
    };

    private static string Short(string text) => text.Length <= MostOfResult ? text : text[..MostOfResult] + "…";
}
