using System.Management.Automation;
using System.Text.RegularExpressions;
using MigrationTools.Cmdlets.Tests.Hosting;
using static MigrationTools.Cmdlets.Tests.Help.HelpFiles;

namespace MigrationTools.Cmdlets.Tests.Help;

/// <summary>The about_ topics fit a console, and what they name is there. tests/Pester/Module.Tests.ps1 looks whether Get-Help finds them.</summary>
public sealed class AboutTopicTests(ModuleCommands module) : IClassFixture<ModuleCommands>
{
    private const int Columns = 80;

    /// <summary>Parameters of the engine's cmdlets that the topics show.</summary>
    private static readonly string[] Foreign = ["Module", "Examples", "Parallel", "First"];

    /// <summary>Words of two humps that are names of products, or of things that PowerShell has.</summary>
    private static readonly string[] Words = ["SnapLogic", "PowerShell", "MigrationTools", "PSCredential", "SecureString", "SecretManagement", "ParameterArgumentTransformationError", "FullyQualifiedErrorId", "ArcGIS", "SaaS"];

    public static TheoryData<string> Topics => [.. Directory.EnumerateFiles(Markdown, "about_*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_topics_on_the_module_connections_safety_and_errors() =>
        Assert.Equal(["about_MigrationTools", "about_MigrationTools_Connections", "about_MigrationTools_Errors", "about_MigrationTools_Safety"], Topics.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Topics))]
    public void No_line_is_wider_than_a_console(string topic) =>
        Assert.All(File.ReadAllLines(Path.Combine(Generated, topic + ".help.txt")), line => Assert.True(line.Length <= Columns, line));

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_cmdlet_and_parameter_that_is_named_exists(string topic)
    {
        var text = Body(topic);
        var nouns = string.Join('|', Repository.Systems.Append("Migration"));
        Assert.All(Regex.Matches(text, $@"\b[A-Z][a-z]+-(?:{nouns})\w*\b"), match => Assert.True(module.ByName.ContainsKey(match.Value), $"{topic} names {match.Value}, which is no cmdlet."));

        var known = module.ByName.Values.SelectMany(command => command.Parameters.Keys).Concat(Cmdlet.CommonParameters).Concat(Foreign).ToHashSet(StringComparer.Ordinal);
        Assert.All(Regex.Matches(text, @"(?<![\w-])-(?<name>[A-Z]\w+)"), match => Assert.Contains(match.Groups["name"].Value, known));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_error_and_value_that_is_named_exists(string topic)
    {
        var values = module.ByName.Values.SelectMany(ModuleCommands.Own).Select(parameter => Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType)
            .Where(type => type.IsEnum).SelectMany(Enum.GetNames);
        var reasons = Regex.Matches(File.ReadAllText(Path.Combine(Root, "src", "MigrationTools.Core", "Results", "ResultReason.cs")), @"^    (\w+),$", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var known = ErrorIds.Concat(values).Concat(reasons).Concat(Words).Concat(["ErrorId"]).Concat(module.ByName.Values.SelectMany(command => command.Parameters.Keys)).ToHashSet(StringComparer.Ordinal);

        // Neither a cmdlet's name, nor a parameter, nor a variable, nor a part of an address.
        var named = Regex.Matches(Regex.Replace(Body(topic), @"(?m)^Category: \w+\.$", string.Empty), @"(?<![\w$.:/_-])[A-Z][a-z]+(?:[A-Z][a-z]*)+(?![\w-])").Select(match => match.Value);
        Assert.All(named, word => Assert.Contains(word, known));
        var bracketed = Regex.Matches(Body(topic), @"\((?<ids>[A-Z]\w+(?:, [A-Z]\w+)*)\)").SelectMany(match => match.Groups["ids"].Value.Split(", ")).Where(word => Regex.IsMatch(word, "[a-z][A-Z]"));
        Assert.All(bracketed, id => Assert.Contains(id, ErrorIds));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void What_to_see_also_is_there(string topic)
    {
        var also = Regex.Match(Body(topic), @"(?s)^## SEE ALSO\n(.*)\z", RegexOptions.Multiline).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var topics = Topics.Select(row => row.Data).ToList();

        Assert.NotEmpty(also);
        Assert.All(also, name => Assert.True(module.ByName.ContainsKey(name) || topics.Contains(name), name));
        if (topic == "about_MigrationTools") Assert.Empty(topics.Except(also).Except([topic]));
        else Assert.Contains("about_MigrationTools", also);
    }

    [Fact]
    public void The_defaults_of_conflicts_are_those_of_the_pages()
    {
        var told = Regex.Matches(Body("about_MigrationTools_Safety"), @"(?m)^    (?<cmdlet>[A-Z]\w+-\w+) +(?<value>Fail|Skip|Overwrite|Duplicate) +by ").ToDictionary(match => match.Groups["cmdlet"].Value, match => match.Groups["value"].Value);
        var written = MarkdownHelp.All.Values.SelectMany(page => page.Parameters.Where(parameter => parameter.Name == "OnConflict")
            .Select(parameter => (page.Name, Value: Regex.Match(parameter.Text, @"Where it is blank, (\w+) holds").Groups[1].Value)));

        Assert.Equal(written.OrderBy(entry => entry.Name), told.Select(entry => (Name: entry.Key, entry.Value)).OrderBy(entry => entry.Name));
    }

    [Fact]
    public void The_pages_lead_to_them()
    {
        foreach (var page in MarkdownHelp.All.Values)
        {
            if (page.Name.StartsWith("Connect-", StringComparison.Ordinal)) Assert.Contains("about_MigrationTools_Connections", page.Links);
            if (page.Parameters.Any(parameter => parameter.Name == "WhatIf")) Assert.Contains("about_MigrationTools_Safety", page.Links);
        }
    }

    private static string Body(string topic) => File.ReadAllText(Path.Combine(Markdown, topic + ".md")).ReplaceLineEndings("\n");
}
