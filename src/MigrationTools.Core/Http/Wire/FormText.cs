namespace MigrationTools.Core.Http;

/// <summary>Pairs as a query or a form: UTF-8, percent-encoded, in their order, a blank as %20.</summary>
internal static class FormText
{
    internal static string Encode(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
}
