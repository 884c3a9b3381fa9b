using System.Text;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Tests.Packages;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>Old and new formats, all four sorts of entity, and files that are none.</summary>
public class OptimizePackageTests
{
    [Fact]
    public async Task The_current_format_is_read_with_kinds_needs_and_definitions()
    {
        var package = await ReadAsync(OptimizeFixtures.Read("returns"));

        Assert.Equal(("Optimize", "Definitions", "3.11 and later, 8.3 to 8.10"), (package.System, package.Kind, package.SourceVersion));
        Assert.Equal(["CombinedReport", "Dashboard", "ProcessReport", "ProcessReport", "ProcessReport"], package.Items.Select(item => item.Type).Order());
        var items = package.Items.Cast<OptimizeItem>().ToDictionary(item => item.Id);
        // Text and external tiles are no needs.
        Assert.Equal([$"ProcessReport {OptimizeJourney.Stuck}", $"CombinedReport {OptimizeJourney.Combined}"], items[OptimizeJourney.Desk].DependsOn);
        Assert.Equal(2, items[OptimizeJourney.Combined].DependsOn.Count);
        Assert.Equal(["process parcel-return"], items[OptimizeJourney.Stuck].Definitions);
        Assert.Equal("Steps with an open incident", items[OptimizeJourney.Stuck].Description);
        Assert.Equal(8, package.IndexVersions["Dashboard"]);
        Assert.Empty(package.Warnings);
    }

    [Fact]
    public async Task The_old_format_is_read_with_its_members_in_reports()
    {
        var package = await ReadAsync(OptimizeFixtures.Read("old"));

        Assert.Equal("3.7", package.SourceVersion);
        Assert.Equal(["ProcessReport 7d1f5a10-2c4e-4b8a-9e01-000000000021"], package.Items.Single(item => item.Type == "Dashboard").DependsOn);
        Assert.Empty(package.Warnings);
    }

    [Fact]
    public async Task Decision_reports_and_filters_are_read()
    {
        var decision = Assert.Single((await ReadAsync(OptimizeFixtures.Read("decision"))).Items);
        var filters = await ReadAsync(OptimizeFixtures.Read("filters"));

        Assert.Equal("DecisionReport", decision.Type);
        Assert.Equal(["decision refund-amount"], ((OptimizeItem)decision).Definitions);
        Assert.Contains("carrier", Assert.Single(filters.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vendors_page_as_it_stands_is_of_an_older_release()
    {
        // The page's example, its dots filled in: index 8 and 5, members in "reports", ids that are no UUIDs.
        var package = await ReadAsync("""
            [{"id":"61ae2232-51e1-4c35-b72c-c7152ba264f9","exportEntityType":"single_process_report","name":"Number: Process instance duration","sourceIndexVersion":8,"collectionId":null,"data":{}},
             {"id":"94a7252e-d5c3-45ea-9906-75271cc0cac2","exportEntityType":"single_process_report","name":"Data Table: User task count","sourceIndexVersion":8,"collectionId":null,"data":{}},
             {"id":"123","exportEntityType":"dashboard","name":"Dashboard 1","sourceIndexVersion":5,"reports":[{"id":"61ae2232-51e1-4c35-b72c-c7152ba264f9"}],"availableFilters":[],"collectionId":null},
             {"id":"456","exportEntityType":"dashboard","name":"Dashboard 2","sourceIndexVersion":5,"reports":[{"id":"94a7252e-d5c3-45ea-9906-75271cc0cac2"}],"availableFilters":[],"collectionId":null}]
            """);

        Assert.Equal("3.7", package.SourceVersion);
        Assert.Equal(["Data Table: User task count", "Number: Process instance duration"],
            package.Items.Where(item => item.Type == "Dashboard").SelectMany(item => item.DependsOn).Select(need => package.Items.Single(item => need.EndsWith(item.Id, StringComparison.Ordinal)).Name).Order());
    }

    [Fact]
    public async Task One_entity_outside_of_a_list_is_a_package_too()
    {
        var package = await ReadAsync("""{"id":"x","exportEntityType":"single_process_report","name":"R","sourceIndexVersion":11,"data":{}}""");

        Assert.Equal("R", Assert.Single(package.Items).Name);
    }

    [Fact]
    public async Task A_type_to_come_is_kept_and_said()
    {
        var package = await ReadAsync("""[{"id":"x","exportEntityType":"kpi_board","name":"K","sourceIndexVersion":1,"boards":[1.50]}]""");

        Assert.Equal("kpi_board", Assert.Single(package.Items).Type);
        Assert.Contains("kpi_board", Assert.Single(package.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "PackageEmpty")]
    [InlineData("  \n", "PackageEmpty")]
    [InlineData("\uFEFF", "PackageEmpty")]
    [InlineData("[", "PackageTruncated")]
    [InlineData("[{\"id\":\"x\",\"exportEntityType\":\"dashboard\"", "PackageTruncated")]
    [InlineData("[{\"id\":\"x\",\"exportEntityType\":\"dashboard\",\"name\":\"half a te", "PackageTruncated")]
    [InlineData("[{\"id\":\"x\",\"exportEntityType\":\"dashboard\"}] more", "PackageMalformed")]
    [InlineData("[{\"id\":\"x\",,\"exportEntityType\":\"dashboard\"}]", "PackageMalformed")]
    [InlineData("[{\"id\":\"x\"}]", "PackageNotRecognized")]
    [InlineData("[[]]", "PackageNotRecognized")]
    [InlineData("[null]", "PackageNotRecognized")]
    [InlineData("\"text\"", "PackageNotRecognized")]
    [InlineData("{\"id\":\"x\"}", "PackageNotRecognized")]
    public async Task What_is_no_package_is_refused_with_the_reason(string text, string id)
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => OptimizeEntityReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.json", default));

        Assert.Equal(id, error.ErrorId);
    }

    [Fact]
    public async Task Depth_and_odd_letters_are_no_way_in()
    {
        var deep = $$"""[{"id":"x","exportEntityType":"dashboard","name":"D","tiles":{{new string('[', 200)}}{{new string(']', 200)}}}]""";
        Assert.Equal("PackageMalformed", (await Assert.ThrowsAsync<MigrationException>(() => ReadAsync(deep))).ErrorId);

        var odd = await ReadAsync("""[{"\ud800":1,"id":"\ud800","exportEntityType":"dashboard","name":"a\u001b]0;x\u0007\u202eb","sourceIndexVersion":8,"tiles":[{"\udc00":0,"id":"\ud800"}],"availableFilters":[]}]""");
        Assert.DoesNotContain(Assert.Single(odd.Items).Name, letter => char.IsControl(letter) || letter == '\u202e');
    }

    [Fact]
    public async Task The_length_of_a_text_is_no_matter_and_that_of_an_entity_without_its_texts_is_bounded()
    {
        var text = new string('x', OptimizeEntityReader.LongestText + 10);
        var read = await OptimizeEntityReader.ReadAsync(Stream($"\"{text}\""), "x.json", default);
        Assert.Equal("R", Assert.Single(read).Name);
        Assert.True(read[0].Length > text.Length);
        Assert.Empty(read[0].Faults);

        // A name of such a length is still one that no target takes.
        var named = await OptimizeEntityReader.ReadAsync(Stream("1", text), "x.json", default);
        Assert.Contains("has a name of", Assert.Single(named[0].Faults), StringComparison.Ordinal);

        var many = $"[{string.Concat(Enumerable.Repeat("1234567,", (OptimizeEntityReader.LongestEntity / 8) + 1))}1]";
        Assert.Equal("PackageTooLarge", (await Assert.ThrowsAsync<MigrationException>(() => OptimizeEntityReader.ReadAsync(Stream(many), "x.json", default))).ErrorId);

        static MemoryStream Stream(string xml, string name = "R") => new(Encoding.UTF8.GetBytes(
            $"[{{\"id\":\"x\",\"exportEntityType\":\"single_process_report\",\"name\":\"{name}\",\"sourceIndexVersion\":11,\"data\":{{\"configuration\":{{\"xml\":{xml}}}}}}}]"));
    }

    [Theory]
    [InlineData("7d1f5a10-2c4e-4b8a-9e01-000000000001", true)]
    [InlineData("7D1F5A10-2c4e-4b8a-9e01-000000000001", false)]
    [InlineData("7d1f5a10-2c4e-4b8a-9e01-00000000000", false)]
    [InlineData("7d1f5a10x2c4e-4b8a-9e01-000000000001", false)]
    [InlineData("", false)]
    [InlineData("https://status.example.org/embed", false)]
    public void A_tile_names_a_report_only_by_what_the_server_takes_for_an_id(string id, bool expected) =>
        Assert.Equal(expected, OptimizeIds.IsReference(id));

    [Fact]
    public void Fingerprints_leave_out_what_an_import_changes_and_nothing_else()
    {
        string Of(string json)
        {
            using var document = System.Text.Json.JsonDocument.Parse(json);
            return OptimizeFingerprint.Of(document.RootElement);
        }

        Assert.Equal(Of("""{"id":"a","name":"N","data":{"xml":"<x/>","n":5,"b":null,"versions":["1","2"]}}"""), Of("""{"data":{"n":5.0,"versions":["2"]},"name":"N","id":"b","collectionId":"c"}"""));
        Assert.NotEqual(Of("""{"data":{"n":5}}"""), Of("""{"data":{"n":6}}"""));
        Assert.NotEqual(Of("""{"data":["a","b"]}"""), Of("""{"data":["ab"]}"""));
    }

    private static async Task<OptimizePackage> ReadAsync(string text)
    {
        using var folder = new TempFolder();
        return (OptimizePackage)await KnownFormats.Reader.ReadAsync(folder.Write("package.json", Encoding.UTF8.GetBytes(text)));
    }
}
