using System.Text.RegularExpressions;
using System.Xml.Linq;
using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Metadata;

/// <summary>What the README names is there. That its quick start runs is what tests/Pester/Package.Tests.ps1 holds.</summary>
public sealed class ReadmeTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static readonly string CoreTests = Path.Combine(Repository.Root, "tests", "MigrationTools.Core.Tests");
    private static readonly string CmdletTests = Path.Combine(Repository.Root, "tests", "MigrationTools.Cmdlets.Tests");
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    /// <summary>Every page that somebody reads in the repository.</summary>
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_tables_have_every_cmdlet_once_with_its_page_and_what_it_does()
    {
        var rows = Regex.Matches(Section("Cmdlets"), @"^\| \[(?<name>[\w-]+)\]\(docs/en-US/(?<page>[\w-]+)\.md\) \| (?<what>.+) \|$", RegexOptions.Multiline);

        Assert.Equal(module.Cmdlets.Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal), rows.Select(row => row.Groups["name"].Value).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal(row.Groups["name"].Value, row.Groups["page"].Value));
        Assert.All(rows, row => Assert.InRange(row.Groups["what"].Length, 10, 140));
    }

    [Fact]
    public void A_promise_names_tests_that_exist()
    {
        var rows = Regex.Matches(Section("What it promises, and the tests that hold it"), @"^\| (?<promise>[^|]+) \| (?<tests>[^|]+) \|$", RegexOptions.Multiline)
            .Where(row => row.Groups["promise"].Value is not ("Promise" or "---")).ToList();

        Assert.InRange(rows.Count, 20, 60);
        foreach (var row in rows)
        {
            var named = Regex.Matches(row.Groups["tests"].Value, "`([^`]+)`").Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.True(Holds(name), $"'{row.Groups["promise"].Value}' is held by {name}, which is no test."));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_leads_to_a_file(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        var text = Regex.Replace(File.ReadAllText(path), "(?s)```.*?```", string.Empty);
        foreach (var link in Regex.Matches(text, @"\]\((?<to>[^)\s]+)\)").Select(match => match.Groups["to"].Value.Split('#')[0]).Where(to => to.Length > 0 && !to.Contains(':', StringComparison.Ordinal)))
        {
            var target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, link));
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{page} links to {link}.");
        }
    }

    [Fact]
    public void The_picture_is_small_text_and_needs_nothing_from_elsewhere()
    {
        var path = Path.Combine(Repository.Root, Regex.Match(Text, @"!\[[^\]]+\]\((docs/images/[\w.-]+\.svg)\)").Groups[1].Value);
        Assert.InRange(new FileInfo(path).Length, 1, 60 * 1024);
        var picture = XDocument.Load(path);
        string[] allowed = ["svg", "title", "style", "rect", "path", "circle", "text", "tspan"];

        Assert.All(picture.Descendants(), element => Assert.Contains(element.Name.LocalName, allowed));
        Assert.All(picture.Descendants().Attributes(), attribute => Assert.DoesNotMatch("^(on|href|src$)", attribute.Name.LocalName));
        Assert.DoesNotMatch("@import|url\\(|@font-face", picture.Descendants().Single(element => element.Name.LocalName == "style").Value);
        // What it shows is what a reader can run.
        var shown = string.Join('\n', picture.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value));
        var commands = Regex.Matches(shown, @"^(?:PS>|>>) +\(?(?<name>[A-Z]\w+-\w+)|\| (?<name>[A-Z]\w+-\w+)", RegexOptions.Multiline).Select(match => match.Groups["name"].Value).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, name => Assert.Contains(module.Cmdlets, cmdlet => cmdlet.Name == name));
    }

    private static string Section(string heading)
    {
        var match = Regex.Match(Text, $@"(?ms)^## {Regex.Escape(heading)}\n(.*?)(?=^## |\z)");
        Assert.True(match.Success, $"The README has no section '{heading}'.");
        return match.Groups[1].Value;
    }

    /// <summary>True for a file of tests; a name that begins with … stands for a class of each system.</summary>
    private static bool Holds(string name)
    {
        if (name.StartsWith('…')) return Repository.Systems.All(system => IsTest(Path.Combine(CoreTests, system, system + name[1..])));
        if (name.StartsWith("tests/", StringComparison.Ordinal)) return File.Exists(Path.Combine(Repository.Root, name));
        return IsTest(Path.Combine(name.Split('/')[0] is "Behaviour" or "Help" or "Metadata" ? CmdletTests : CoreTests, name));
    }

    private static bool IsTest(string path) =>
        File.Exists(path + ".cs") && Regex.IsMatch(File.ReadAllText(path + ".cs"), $@"class \w*{Path.GetFileName(path)}\b(?s:.*)\[(Fact|Theory)");
}
