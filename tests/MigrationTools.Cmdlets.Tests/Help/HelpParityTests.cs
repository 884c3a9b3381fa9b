using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using static MigrationTools.Cmdlets.Tests.Help.HelpFiles;

namespace MigrationTools.Cmdlets.Tests.Help;

/// <summary>The module, the Markdown and what Get-Help reads say the same. If not: docs/Update-Help.ps1 renews it.</summary>
public sealed class HelpParityTests(ModuleCommands module) : IClassFixture<ModuleCommands>
{
    public static TheoryData<string> Pages => [.. MarkdownHelp.All.Keys];

    [Fact]
    public void Every_cmdlet_has_help_and_nothing_else_has()
    {
        var cmdlets = module.ByName.Keys.Order().ToList();
        Assert.NotEmpty(cmdlets);
        Assert.All(cmdlets, name => Assert.True(MarkdownHelp.All.ContainsKey(name), $"{name} has no page: write docs/en-US/{name}.md, with a heading for each parameter, and run docs/Update-Help.ps1."));
        Assert.All(cmdlets, name => Assert.True(MamlCommands.ContainsKey(name), $"Get-Help knows nothing of {name}: run docs/Update-Help.ps1, and build again."));
        Assert.Equal(cmdlets, MarkdownHelp.All.Keys.Order());
        Assert.Equal(cmdlets, MamlCommands.Keys.Order());
    }

    [Fact]
    public void The_generated_file_has_the_name_that_Get_Help_asks_for() =>
        Assert.All(module.ByName.Values, command => Assert.Equal(Path.GetFileName(MamlPath), Path.GetFileName(command.HelpFile)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_markdown_has_the_modules_parameters(string name)
    {
        var command = module.ByName[name];
        var page = MarkdownHelp.All[name];
        Assert.Equal(ModuleCommands.Own(command).Select(parameter => parameter.Name).Order(), page.Parameters.Select(parameter => parameter.Name).Order());
        foreach (var parameter in ModuleCommands.Own(command))
        {
            var written = page.Parameters.Single(one => one.Name == parameter.Name);
            Assert.Equal(parameter.Aliases.Order(), written.Aliases.Order());
            Assert.Equal(parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(), written.SupportsWildcards);
            Assert.All(written.Accepted, word => Assert.Contains(word, EnumNames(parameter)));
            Assert.Equal(EnumNames(parameter).Length > 0, written.Accepted.Count > 0);
            foreach (var (set, facts) in parameter.ParameterSets)
            {
                var told = written.Sets[set == ParameterAttribute.AllParameterSets ? "(All)" : set];
                Assert.Equal($"{name} -{parameter.Name} in {set}: {Facts(facts)}", $"{name} -{parameter.Name} in {set}: {Facts(told)}");
            }
            Assert.Equal(parameter.ParameterSets.Count, written.Sets.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_markdowns_syntax_is_the_modules(string name)
    {
        var syntax = Regex.Match(MarkdownHelp.All[name].Text, "(?ms)^## SYNTAX\n(.*?)^## ").Groups[1].Value;
        var blocks = Regex.Matches(syntax, "(?ms)^```\n(.*?)^```").Select(match => Words(match.Groups[1].Value)).ToList();
        Assert.Equal(module.ByName[name].ParameterSets.Count, blocks.Count);
        foreach (var set in module.ByName[name].ParameterSets)
        {
            var own = set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name)).Select(parameter => parameter.Name).Order();
            Assert.Contains(blocks, block => Regex.Matches(block, @"(?<=[\s\[])-(\w+)").Select(match => match.Groups[1].Value).Order().SequenceEqual(own));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_Get_Help_reads_has_the_modules_parameters(string name)
    {
        var command = module.ByName[name];
        var maml = MamlCommands[name];
        var listed = maml.Element(Command + "parameters")!.Elements(Command + "parameter").ToDictionary(parameter => parameter.Element(Maml + "name")!.Value);
        Assert.Equal(ModuleCommands.Own(command).Select(parameter => parameter.Name).Order(), listed.Keys.Order());

        var syntax = maml.Element(Command + "syntax")!.Elements(Command + "syntaxItem").ToList();
        Assert.Equal(command.ParameterSets.Count, syntax.Count);
        foreach (var set in command.ParameterSets)
        {
            var wanted = set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
                .Select(parameter => $"{parameter.Name} {parameter.IsMandatory} {Position(parameter.Position)} {Pipeline(parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName)}").Order();
            Assert.Contains(syntax, item => item.Elements(Command + "parameter").Select(parameter =>
                $"{parameter.Element(Maml + "name")!.Value} {Capital(parameter, "required")} {parameter.Attribute("position")!.Value} {parameter.Attribute("pipelineInput")!.Value}").Order().SequenceEqual(wanted));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_page_is_complete(string name)
    {
        var page = MarkdownHelp.All[name];
        Assert.DoesNotContain("{{", page.Text, StringComparison.Ordinal);
        Assert.EndsWith(".", page.Synopsis, StringComparison.Ordinal);
        Assert.True(page.Description.Length >= 100, $"{name}: the description is to have 100 letters or more.");
        Assert.True(page.Examples.Count >= 3, $"{name}: there are to be three examples or more.");
        Assert.All(page.Examples, example =>
        {
            Assert.Matches(@"^Example \d+: \S", example.Title);
            Assert.True(example.Code.Contains(name, StringComparison.Ordinal), $"{name}: the cmdlet is to stand in each of its examples, and not in '{example.Title}'.");
            Assert.True(example.Text.Length >= 20, $"{name}: what comes of '{example.Title}' is to be told in 20 letters or more.");
        });
        Assert.All(page.Parameters, parameter => Assert.True(parameter.Text.Length >= 20, $"{name}: -{parameter.Name} is to be described in 20 letters or more."));
        Assert.NotEmpty(page.Inputs);
        Assert.NotEmpty(page.Outputs);
        Assert.All(page.Outputs.Values, text => Assert.NotEmpty(text));
        Assert.Contains("Rights needed on the server", page.Notes, StringComparison.Ordinal);
        Assert.NotEmpty(page.Links);
        Assert.All(page.Links, link => Assert.True(MarkdownHelp.All.ContainsKey(link) || File.Exists(Path.Combine(Markdown, link + ".md")), link));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Outputs_are_the_declared_ones(string name)
    {
        var declared = module.ByName[name].OutputType.Select(type => type.Name).Where(type => type != typeof(void).FullName).ToList();
        Assert.Equal(declared.Count > 0 ? declared : ["None"], MarkdownHelp.All[name].Outputs.Keys);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_Get_Help_reads_says_what_the_markdown_says(string name)
    {
        var page = MarkdownHelp.All[name];
        var maml = MamlCommands[name];
        Assert.Equal(Words(page.Synopsis), Paragraphs(maml.Element(Command + "details")!.Element(Maml + "description")));
        Assert.Equal(Words(page.Description), Paragraphs(maml.Element(Maml + "description")));
        Assert.Equal(Words(page.Notes), Paragraphs(maml.Element(Maml + "alertSet")!.Element(Maml + "alert")));
        Assert.Equal(page.Inputs.Select(Entry), Types(maml, "inputTypes", "inputType"));
        Assert.Equal(page.Outputs.Select(Entry), Types(maml, "returnValues", "returnValue"));
        Assert.Equal(page.Links, maml.Element(Command + "relatedLinks")!.Elements().Select(link => link.Element(Maml + "linkText")!.Value));
        foreach (var parameter in maml.Descendants(Command + "parameter"))
        {
            var written = page.Parameters.Single(one => one.Name == parameter.Element(Maml + "name")!.Value);
            Assert.Equal(Words(written.Text), Paragraphs(parameter.Element(Maml + "description")));
            if (written.Default.Length > 0) Assert.Equal(written.Default, parameter.Element(Dev + "defaultValue")!.Value);
            var group = parameter.Element(Command + "parameterValueGroup");
            if (group is not null) Assert.Equal(written.Accepted, group.Elements().Select(value => value.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_have_their_code_where_Get_Help_looks_for_it(string name)
    {
        var examples = MamlCommands[name].Element(Command + "examples")!.Elements(Command + "example").ToList();
        Assert.InRange(examples.Count, 3, int.MaxValue);
        Assert.All(examples, example => Assert.False(string.IsNullOrWhiteSpace(example.Element(Dev + "code")!.Value)));
        Assert.Equal(
            MarkdownHelp.All[name].Examples.Select(example => $"{example.Title}\n{example.Code}\n{Words(example.Text)}"),
            examples.Select(example => $"{example.Element(Maml + "title")!.Value.Trim('-', ' ')}\n{example.Element(Dev + "code")!.Value}\n{Paragraphs(example.Element(Dev + "remarks"))}"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_show_no_literal_secret(string name)
    {
        foreach (var code in MarkdownHelp.All[name].Examples.Select(example => example.Code))
        {
            Assert.All(Regex.Matches(code, @"-(ApiKey|AccessToken)\s+(?<value>\S+)"), match => Assert.Matches(@"^(\$env:|\(Get-Secret)", match.Groups["value"].Value));
            Assert.DoesNotMatch("(?i)secret-key|password|bearer|convertto-securestring", code);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Notes_name_errors_that_exist(string name)
    {
        var named = Regex.Matches(MarkdownHelp.All[name].Notes, @"^Errors[^:\n]*: .*$", RegexOptions.Multiline)
            .SelectMany(line => Regex.Matches(line.Value, @"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|(?<=[ ,])Forbidden\b").Select(match => match.Value))
            .Where(word => word != "ErrorId").ToList();
        Assert.All(named, id => Assert.Contains(id, ErrorIds));
        // Among the parameters, what stands in brackets at a sentence's end is an error too.
        var bracketed = MarkdownHelp.All[name].Parameters.SelectMany(parameter => Regex.Matches(parameter.Text, @"\(([A-Z][a-z]+[A-Z]\w+)\)").Select(match => match.Groups[1].Value));
        Assert.All(bracketed, id => Assert.Contains(id, ErrorIds));
    }

    [Fact]
    public void Every_error_is_described()
    {
        var topic = File.ReadAllText(Path.Combine(Markdown, "about_MigrationTools_Errors.md")).ReplaceLineEndings("\n");
        var kinds = Regex.Matches(ErrorSource, "new\\(\"(?<id>\\w+)\", (?<class>\\w+),\\s+\"(?<cause>[^\"]+)\",\\s+\"(?<remedy>[^\"]+)\"\\)");
        Assert.Equal(ErrorIds.Count, kinds.Count);
        Assert.All(kinds, kind => Assert.Contains(
            $"### {kind.Groups["id"].Value}\n\n{kind.Groups["cause"].Value} {kind.Groups["remedy"].Value}\n\nCategory: {kind.Groups["class"].Value}.", topic, StringComparison.Ordinal));
        Assert.Equal(kinds.Count, Regex.Count(topic, "^### ", RegexOptions.Multiline));
    }

    [Fact]
    public void The_topics_say_what_the_markdown_says()
    {
        var topics = Directory.GetFiles(Markdown, "about_*.md");
        Assert.NotEmpty(topics);
        foreach (var topic in topics)
        {
            var body = Regex.Replace(File.ReadAllText(topic).ReplaceLineEndings("\n"), @"\A---\n.*?\n---\n", "", RegexOptions.Singleline);
            var shown = File.ReadAllText(Path.Combine(Generated, Path.GetFileNameWithoutExtension(topic) + ".help.txt"));
            Assert.Equal(Words(Regex.Replace(body, "^#+ ", "", RegexOptions.Multiline)), Words(shown));
        }
        Assert.Equal(topics.Length, Directory.GetFiles(Generated, "about_*.help.txt").Length);
    }

    [Fact]
    public void Generated_files_are_the_same_on_every_system_and_day()
    {
        foreach (var file in Directory.GetFiles(Generated))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.False(bytes.AsSpan().StartsWith<byte>([0xEF, 0xBB, 0xBF]));
            Assert.Equal((byte)'\n', bytes[^1]);
            Assert.DoesNotMatch(@"ms\.date|\u0080|\b20\d\d-\d\d-\d\d\b|\b\d\d/\d\d/20\d\d\b", File.ReadAllText(file));
        }
        Assert.All(MarkdownHelp.All.Values, page => Assert.DoesNotContain("ms.date", page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_build_lays_the_help_into_the_module()
    {
        foreach (var file in Directory.GetFiles(Generated))
        {
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(HelpFiles.Module, "en-US", Path.GetFileName(file))));
        }
    }

    private static string[] EnumNames(ParameterMetadata parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }

    private static string Facts(ParameterSetMetadata set) =>
        $"{set.IsMandatory} {Position(set.Position)} {Pipeline(set.ValueFromPipeline, set.ValueFromPipelineByPropertyName)}";

    private static string Facts(IReadOnlyDictionary<string, string> set) =>
        $"{set["IsRequired"] == "true"} {set["Position"].ToLowerInvariant()} {Pipeline(set["ValueFromPipeline"] == "true", set["ValueFromPipelineByPropertyName"] == "true")}";

    private static string Position(int position) => position < 0 ? "named" : position.ToString(CultureInfo.InvariantCulture);

    private static string Pipeline(bool byValue, bool byName) => (byValue, byName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static bool Capital(XElement parameter, string attribute) => parameter.Attribute(attribute)!.Value == "true";

    private static string Entry(KeyValuePair<string, string> entry) => $"{entry.Key}: {Words(entry.Value)}";

    private static IEnumerable<string> Types(XElement command, string list, string one) => command.Element(Command + list)!.Elements(Command + one)
        .Select(entry => $"{entry.Element(Dev + "type")!.Element(Maml + "name")!.Value}: {Paragraphs(entry.Element(Maml + "description"))}");
}
