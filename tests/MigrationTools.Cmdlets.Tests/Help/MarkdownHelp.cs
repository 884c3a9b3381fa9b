using System.Text.RegularExpressions;

namespace MigrationTools.Cmdlets.Tests.Help;

/// <summary>One example of a cmdlet's help.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Code">What it runs.</param>
/// <param name="Text">What it says about it.</param>
public sealed record HelpExample(string Title, string Code, string Text);

/// <summary>One parameter of a cmdlet's help.</summary>
/// <param name="Name">Without the dash.</param>
/// <param name="Text">What it means.</param>
/// <param name="Facts">The block of metadata below it.</param>
public sealed record HelpParameter(string Name, string Text, string Facts)
{
    /// <summary>The facts of each parameter set, by the set's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Sets { get; } = Regex
        .Matches(Facts, @"^- Name: (?<set>.+)\n(?<facts>(?:  .+(?:\n|$))+)", RegexOptions.Multiline)
        .ToDictionary(match => match.Groups["set"].Value, match => (IReadOnlyDictionary<string, string>)Pairs(match.Groups["facts"].Value));

    /// <summary>The default as it is written, empty for none.</summary>
    public string Default => Fact("DefaultValue").Trim('\'');

    /// <summary>True if wildcards are allowed.</summary>
    public bool SupportsWildcards => Fact("SupportsWildcards") == "true";

    /// <summary>The parameter's other names.</summary>
    public IReadOnlyList<string> Aliases => List("Aliases");

    /// <summary>The words it takes, where they are few.</summary>
    public IReadOnlyList<string> Accepted => List("AcceptedValues");

    private string Fact(string name) => Regex.Match(Facts, $"^{name}: (.*)$", RegexOptions.Multiline).Groups[1].Value;

    private List<string> List(string name) =>
        [.. Regex.Match(Facts, $@"^{name}:\n(?:- (.+)(?:\n|$))+", RegexOptions.Multiline).Groups[1].Captures.Select(capture => capture.Value)];

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}

/// <summary>A cmdlet's page in docs/en-US.</summary>
public sealed class MarkdownHelp
{
    private readonly Dictionary<string, string> _sections;

    private MarkdownHelp(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        Text = File.ReadAllText(path).ReplaceLineEndings("\n");
        _sections = Split(Text, "## ");
        Examples = [.. Split(Section("EXAMPLES"), "### ").Select(Example)];
        Parameters = [.. Split(Section("PARAMETERS"), "### ").Where(part => part.Key.StartsWith('-')).Select(Parameter)];
    }

    public string Name { get; }

    public string Text { get; }

    public IReadOnlyList<HelpExample> Examples { get; }

    public IReadOnlyList<HelpParameter> Parameters { get; }

    public string Synopsis => Section("SYNOPSIS");

    public string Description => Section("DESCRIPTION");

    public string Notes => Section("NOTES");

    /// <summary>Type and text of each input.</summary>
    public IReadOnlyDictionary<string, string> Inputs => Split(Section("INPUTS"), "### ");

    /// <summary>Type and text of each output.</summary>
    public IReadOnlyDictionary<string, string> Outputs => Split(Section("OUTPUTS"), "### ");

    /// <summary>The names that related links show.</summary>
    public IReadOnlyList<string> Links => [.. Regex.Matches(Section("RELATED LINKS"), @"\[([^\]]+)\]").Select(match => match.Groups[1].Value)];

    /// <summary>All pages, by the cmdlet's name.</summary>
    public static IReadOnlyDictionary<string, MarkdownHelp> All { get; } = Directory
        .EnumerateFiles(HelpFiles.Markdown, "*-*.md").Order(StringComparer.Ordinal).Select(path => new MarkdownHelp(path)).ToDictionary(page => page.Name);

    private string Section(string name) => _sections.GetValueOrDefault(name, string.Empty);

    private static HelpExample Example(KeyValuePair<string, string> part)
    {
        var match = Regex.Match(part.Value, @"^```powershell\n(?<code>.*?)\n```\n(?<text>.*)$", RegexOptions.Singleline);
        return new HelpExample(part.Key, match.Groups["code"].Value, match.Groups["text"].Value.Trim());
    }

    private static HelpParameter Parameter(KeyValuePair<string, string> part)
    {
        var match = Regex.Match(part.Value, @"^(?<text>.*?)\n```yaml\n(?<facts>.*?)\n```", RegexOptions.Singleline);
        return new HelpParameter(part.Key.TrimStart('-'), match.Groups["text"].Value.Trim(), match.Groups["facts"].Value);
    }

    /// <summary>The parts below the headings of one level; lines within blocks of code are no headings.</summary>
    private static Dictionary<string, string> Split(string text, string mark)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        string? heading = null;
        var inCode = false;
        var lines = new List<string>();
        void Close()
        {
            if (heading is not null) parts.Add(heading, string.Join('\n', lines).Trim());
            lines.Clear();
        }
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) inCode = !inCode;
            if (!inCode && line.StartsWith(mark, StringComparison.Ordinal))
            {
                Close();
                heading = line[mark.Length..].Trim();
            }
            else
            {
                lines.Add(line);
            }
        }
        Close();
        return parts;
    }
}
