using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Metadata;

/// <summary>The views of MigrationTools.format.ps1xml against the types that the cmdlets emit. How they look is seen in tests/Pester/Prompt.Tests.ps1.</summary>
public sealed partial class ViewTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static readonly XDocument Views = XDocument.Load(Path.Combine(Repository.Module, "MigrationTools.format.ps1xml"));

    /// <summary>What a person must be able to read of the last column at 100 columns.</summary>
    private const int LeastOfLast = 8;

    [Fact]
    public void Every_type_that_comes_out_of_a_cmdlet_has_a_table_and_a_list()
    {
        var types = module.Cmdlets.SelectMany(cmdlet => cmdlet.OutputType).Select(output => output.Type).Where(type => type is not null && type != typeof(void)).Distinct();

        Assert.All(types, type =>
        {
            Assert.NotNull(ViewOf(type!, "TableControl"));
            Assert.NotNull(ViewOf(type!, "ListControl"));
        });
    }

    [Fact]
    public void Every_table_fits_into_100_columns_and_leaves_room_for_its_last()
    {
        foreach (var headers in Views.Descendants("TableHeaders"))
        {
            var columns = headers.Elements("TableColumnHeader").ToList();
            // Between two columns stands a blank.
            var fixedWidth = columns.Sum(column => (int?)column.Element("Width") ?? 0) + columns.Count - 1;
            var room = columns.Any(column => column.Element("Width") is null) ? LeastOfLast : 0;
            Assert.True(fixedWidth + room <= 100, $"{NameOf(headers)}: {fixedWidth} columns.");
            Assert.All(columns, column => Assert.True(((int?)column.Element("Width") ?? 100) >= Math.Min(4, column.Element("Label")!.Value.Length), NameOf(headers)));
            // One entry for each heading, or the columns move.
            Assert.Equal(columns.Count, headers.Parent!.Descendants("TableColumnItem").Count());
        }
    }

    [Fact]
    public void What_a_view_shows_is_there_and_is_no_secret()
    {
        foreach (var view in Views.Descendants("View"))
        {
            var types = view.Element("ViewSelectedBy")!.Elements("TypeName").Select(name => module.Core.GetType(name.Value, throwOnError: true)!).ToList();
            var names = view.Descendants("PropertyName").Select(element => element.Value)
                .Concat(view.Descendants("ScriptBlock").SelectMany(script => Property().Matches(script.Value).Select(match => match.Groups[1].Value))).ToHashSet(StringComparer.Ordinal);
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.Contains(types, type => type.GetProperty(name) is not null));
            // The group's id is called so that it does not bind, and the input's key is a path.
            Assert.DoesNotContain(names, name => Secret().IsMatch(name) && name is not ("GroupKey" or "InputKey"));
        }
    }

    /// <summary>Out of a file, any text and the name of any enum may hold what drives a terminal; only a cell makes that visible.</summary>
    [Fact]
    public void No_view_shows_a_text_as_it_came()
    {
        foreach (var element in Views.Descendants("PropertyName"))
        {
            var types = element.Ancestors("View").Single().Element("ViewSelectedBy")!.Elements("TypeName").Select(name => module.Core.GetType(name.Value, throwOnError: true)!);
            var shown = types.Select(type => type.GetProperty(element.Value)?.PropertyType).OfType<Type>().Select(type => Nullable.GetUnderlyingType(type) ?? type);
            Assert.All(shown, type => Assert.True(type.IsPrimitive, $"{NameOf(element)}: {element.Value} is {type.Name}, and is shown by its name alone."));
        }
    }

    [Fact]
    public void No_view_calls_what_is_not_there()
    {
        var cell = module.Assembly.GetType("MigrationTools.Common.Views.Cell", throwOnError: true)!;
        var called = Views.Descendants("ScriptBlock").SelectMany(script => Called().Matches(script.Value).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);

        Assert.All(called, name => Assert.NotNull(cell.GetMethod(name)));
        // And what nobody calls need not be there.
        Assert.All(cell.GetMethods().Where(method => method.DeclaringType == cell), method => Assert.Contains(method.Name, called));
    }

    [Theory]
    [InlineData("State", "Done", "\u001b[32mDone\u001b[0m")]
    [InlineData("State", "Failed", "\u001b[31mFailed\u001b[0m")]
    [InlineData("State", "Unchanged", "Unchanged")]
    [InlineData("Size", 0L, "0 B")]
    [InlineData("Size", 1234L, "1.2 kB")]
    [InlineData("Size", 300_000_000L, "300.0 MB")]
    [InlineData("Size", null, "")]
    [InlineData("Text", null, "")]
    [InlineData("Text", "a\u001b[2J\r\nb\u009b\u202ec", "a\u241b[2J  b\uFFFD\uFFFDc")]
    [InlineData("Result", """{"itemsImported":[1,2,3],"note":"x"}""", "itemsImported 3, note x")]
    [InlineData("Result", """{"cut off""", """{"cut off""")]
    [InlineData("Time", "no time", "")]
    [InlineData("Items", null, "")]
    public void A_value_looks_as_it_should(string method, object? value, string expected)
    {
        var shown = module.Assembly.GetType("MigrationTools.Common.Views.Cell", throwOnError: true)!.GetMethod(method)!;

        Assert.Equal(expected, shown.Invoke(null, [value, .. shown.GetParameters().Skip(1).Select(parameter => parameter.DefaultValue)]));
    }

    [Theory]
    [InlineData("2110", "8006", "2110 > 8006")]
    [InlineData("61ae2232-51e1-4c35-b72c-c7152ba264f9", "e4a6098551ebfb4853fba265167516b2", "61ae…64f9 > e4a6…16b2")]
    [InlineData(null, "65b124aa000000000023b6b1", "…023b6b1")]
    [InlineData(null, null, "")]
    public void Ids_are_cut_to_what_tells_them_apart(string? source, string? destination, string expected) =>
        Assert.Equal(expected, module.Assembly.GetType("MigrationTools.Common.Views.Cell", throwOnError: true)!.GetMethod("Ids")!.Invoke(null, [source, destination]));

    private static XElement? ViewOf(Type type, string control)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            var found = Views.Descendants("View").FirstOrDefault(view => view.Element(control) is not null && view.Descendants("TypeName").Any(name => name.Value == one.FullName));
            if (found is not null) return found;
        }
        return null;
    }

    private static string NameOf(XElement inside) => inside.Ancestors("View").Single().Element("Name")!.Value;

    [GeneratedRegex(@"\$_\.([A-Za-z0-9]+)(?![A-Za-z0-9]*\()")]
    private static partial Regex Property();

    [GeneratedRegex(@"Views\.Cell\]::([A-Za-z]+)\(")]
    private static partial Regex Called();

    [GeneratedRegex("(Key|Token|Secret|Password)$")]
    private static partial Regex Secret();
}
