using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MigrationTools.Cmdlets.Tests.Help;

/// <summary>Where the help lies, and how its texts compare.</summary>
internal static class HelpFiles
{
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Root { get; } = typeof(HelpFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string Markdown { get; } = Path.Combine(Root, "docs", "en-US");

    /// <summary>What Update-Help.ps1 makes, and the build copies.</summary>
    public static string Generated { get; } = Path.Combine(Root, "src", "MigrationTools", "en-US");

    /// <summary>The module as the build laid it out.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "MigrationTools");

    public static string MamlPath { get; } = Path.Combine(Generated, "MigrationTools.dll-Help.xml");

    /// <summary>The help of each cmdlet as Get-Help reads it.</summary>
    public static IReadOnlyDictionary<string, XElement> MamlCommands { get; } = XDocument.Load(MamlPath).Root!
        .Elements(Command + "command").ToDictionary(command => command.Element(Command + "details")!.Element(Command + "name")!.Value);

    /// <summary>The engine's source that lists the errors, those of each system in a file of its own: tests do not load the engine a second time.</summary>
    public static string ErrorSource { get; } = string.Join("\n", Directory
        .GetFiles(Path.Combine(Root, "src", "MigrationTools.Core", "Errors"), "ErrorKinds*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    /// <summary>Every ErrorId there is.</summary>
    public static IReadOnlyList<string> ErrorIds { get; } =
        [.. Regex.Matches(ErrorSource, "ErrorKind (\\w+) = new\\(\"(\\w+)\"").Select(match => match.Groups[2].Value)];

    /// <summary>The paragraphs below an element, as one text.</summary>
    public static string Paragraphs(XElement? element) =>
        element is null ? string.Empty : Words(string.Join("\n\n", element.Elements(Maml + "para").Select(para => para.Value)));

    /// <summary>A Markdown text as a console shows it: without marks, and wherever its lines break.</summary>
    public static string Words(string text)
    {
        text = Regex.Replace(text, @"\[([^\]]+)\]\([^)]+\)", "$1");
        text = Regex.Replace(text, "`([^`]+)`", "$1");
        text = Regex.Replace(text, @"\*\*([^*]+)\*\*", "$1");
        return Regex.Replace(text, @"\s+", " ").Trim();
    }
}
