using System.Security.Cryptography;
using System.Text;

namespace MigrationTools.Core.Results.Reports;

/// <summary>The style and the script of the page: in the page itself, and the only ones that its policy lets a browser take.</summary>
internal static class ReportAssets
{
    public static string Style { get; } = Read("report.css");

    public static string Script { get; } = Read("report.js");

    /// <summary>Nothing may be loaded, sent or run but these two.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // Browsers hash what they parsed, and there every line ends alike.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
