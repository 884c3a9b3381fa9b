using System.Text;
using System.Text.Json;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Tests.Packages;
using static MigrationTools.Core.Tests.Arcadia.PackageBundles;

namespace MigrationTools.Core.Tests.Arcadia;

public class ArcadiaPackageHostileTests
{
    private const string Small = """{"visuals": [{"model": "reports.report", "pk": 1, "fields": {"report_data": "{\"a\":\"\u00e9\"}", "x": [true, false, null, -1.5e+3]}}], "version": {"Arcviz Version": "8"}}""";

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"visuals\":[],\"version\":{}}]")]
    [InlineData("5")]
    [InlineData("\"visuals\"")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("{\"version\":{}}")]
    [InlineData("{\"version\":\"8\",\"visuals\":[]}")]
    [InlineData("{\"visuals\":[]}")]
    [InlineData("{\"nested\":{\"visuals\":[],\"version\":{}}}")]
    public void What_is_no_bundle_is_said_so(string text) => Samples.Fails(ErrorKinds.PackageNotRecognized, () => Read(text));

    [Theory]
    [InlineData("{\"visuals\":[],\"version\":{}}x", 27)]
    [InlineData("{\"visuals\":[],\"version\":{}}{}", 27)]
    [InlineData("{\"visuals\":[],\"visuals\":[],\"version\":{}}", 23)]
    [InlineData("{\"visuals\":[],\"\\u0076isuals\":[],\"version\":{}}", 28)]
    [InlineData("{\"visuals\":[,],\"version\":{}}", 12)]
    [InlineData("{\"visuals\":[1,],\"version\":{}}", 14)]
    [InlineData("{\"visuals\":[],}", 14)]
    [InlineData("{\"visuals\" []}", 11)]
    [InlineData("{visuals:[]}", 1)]
    [InlineData("{\"visuals\":[01]}", 13)]
    [InlineData("{\"visuals\":[1.]}", 14)]
    [InlineData("{\"visuals\":[-]}", 13)]
    [InlineData("{\"visuals\":[1e]}", 14)]
    [InlineData("{\"visuals\":[+1]}", 12)]
    [InlineData("{\"visuals\":[nul]}", 15)]
    [InlineData("{\"visuals\":[NaN]}", 12)]
    [InlineData("{\"visuals\":[\"\\x\"]}", 14)]
    [InlineData("{\"visuals\":[\"\\u12g4\"]}", 17)]
    [InlineData("{\"visuals\":[\"a\tb\"]}", 14)]
    [InlineData("{\"visuals\":[{\"pk\":1 \"fields\":{}}]}", 20)]
    [InlineData("{\"visuals\":[1}", 13)]
    [InlineData("{\"visuals\":[] /* no */}", 14)]
    public void What_is_not_well_formed_is_refused_with_its_place(string text, int position)
    {
        var e = Samples.Fails(ErrorKinds.PackageMalformed, () => Read(text));
        Assert.Contains($"byte {position}:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_off_anywhere_it_is_refused()
    {
        var whole = Encoding.UTF8.GetBytes(Small);
        Read(whole);
        for (var length = 1; length < whole.Length; length++)
        {
            var e = Samples.Fails(ErrorKinds.PackageTruncated, () => Read(whole[..length]));
            Assert.Contains($" {length} bytes", e.Message, StringComparison.Ordinal);
        }
        Samples.Fails(ErrorKinds.PackageEmpty, () => Read([]));
        Samples.Fails(ErrorKinds.PackageTruncated, () => Read([0xEF, 0xBB]));
    }

    [Theory]
    [InlineData(250_000, true)]
    [InlineData(250_001, false)]
    public void More_records_than_fit_into_memory_are_refused(int count, bool fits)
    {
        var text = new StringBuilder("{\"version\":{},\"reportannotation\":[");
        for (var pk = 1; pk <= count; pk++) text.Append(pk > 1 ? "," : "").Append("{\"pk\":1,\"fields\":{}}");
        var bundle = text.Append("]}").ToString();
        if (fits) Assert.Equal(count, Read(bundle).Counts["Annotation"]);
        else Assert.Contains("250,000", Samples.Fails(ErrorKinds.PackageTooLarge, () => Read(bundle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arriving_byte_by_byte_it_reads_the_same()
    {
        using var drip = new DrippingStream(File.ReadAllBytes(SamplePath));
        Assert.Equal(Facts(Read(Sample())), Facts(Read(drip)));
    }

    [Theory]
    [InlineData(126, true)]
    [InlineData(127, false)]
    [InlineData(100_000, false)]
    public void Depth_has_an_end(int depth, bool fits)
    {
        // The list is 2 deep, what is in it begins at 3.
        var deep = new string('[', depth) + new string(']', depth);
        var plain = $$$$"""{"visuals":[],"other":[{{{{deep}}}}],"version":{}}""";
        // Within a record, fields begin at 5.
        var inRecord = $$$$"""{"visuals":[{"pk":1,"fields":{"a":{{{{(fits ? deep[2..^2] : deep)}}}}}}],"version":{}}""";
        foreach (var text in new[] { plain, inRecord })
        {
            if (fits) Read(text);
            else Samples.Fails(ErrorKinds.PackageMalformed, () => Read(text));
        }
        // Deep JSON inside a string is only not looked into.
        var inString = Read(With("visuals", Record("reports.report", 1, new() { ["report_data"] = $$$$"""{"a":{{{{deep}}}}}""" })));
        Assert.Equal(fits || depth < 128 ? 0 : 1, inString.Warnings.Count);
    }

    [Fact]
    public void A_string_too_large_to_look_into_is_left_out_and_said()
    {
        var big = new string('x', 9 * 1024 * 1024);
        var package = Read($$$$"""{"visuals":[{"pk":1,"fields":{"report_data":"{{{{big}}}}","uuid":"u","report_type":"table"}},{"pk":2,"fields":{"uuid":"v"}}],"version":{}}""");
        Assert.Equal(["u", "v"], package.Items.Select(item => item.Uuid));
        Assert.Equal("""Visual 'table 1' (1): its "report_data" is too large to look into (9 MB).""", Assert.Single(package.Warnings));
    }

    [Fact]
    public void Pictures_are_left_out_in_silence()
    {
        var package = Read("""{"staticasset":[{"pk":1,"fields":{"staticasset_contents":"\"}]\u0041","staticasset_name":"Logo"}},{"fields":{"staticasset_contents":{"a":1}},"pk":2}],"reportimage":[{"pk":1,"fields":{"img":"","report":7}}],"version":{}}""");
        Assert.Equal(["Logo", "static asset 2"], package.Items.Select(item => item.Name));
        Assert.Equal("Thumbnail 1 names report 7, which is not in the package.", Assert.Single(package.Warnings));
    }

    [Fact]
    public void A_record_too_large_without_any_long_string_is_refused()
    {
        var numbers = string.Join(',', Enumerable.Repeat("1234567", 1_200_000));
        Samples.Fails(ErrorKinds.PackageTooLarge, () => Read($$$$"""{"visuals":[{"pk":1,"fields":{"a":[{{{{numbers}}}}]}}],"version":{}}"""));
        Samples.Fails(ErrorKinds.PackageTooLarge, () => Read($$$$"""{"visuals":[{"pk":1,"fields":{"{{{{new string('k', 9_000_000)}}}}":1}}],"version":{}}"""));
        // What no record is made of may be of any size.
        Assert.Empty(Read($$$$"""{"visuals":[],"other":[{{{{numbers}}}}],"version":{}}""").Items);
    }

    [Fact]
    public void Keys_without_number_or_end_are_refused()
    {
        var keys = string.Concat(Enumerable.Range(0, 10_001).Select(i => $"\"{i}\":0,"));
        Samples.Fails(ErrorKinds.PackageMalformed, () => Read($$$$"""{{{{{keys}}}}"version":{}}"""));
        Samples.Fails(ErrorKinds.PackageMalformed, () => Read($$$$"""{"{{{{new string('k', 9_000_000)}}}}":0,"version":{}}"""));
    }

    [Fact]
    public void Random_changes_are_read_or_refused_and_nothing_else()
    {
        var sample = File.ReadAllBytes(SamplePath);
        var random = new Random(20260304);
        var nasty = "{}[]\",:\\u0e-.\n\0\x7F"u8.ToArray();
        for (var round = 0; round < 1500; round++)
        {
            var bytes = round % 2 == 0 ? (byte[])sample.Clone() : Encoding.UTF8.GetBytes(Small);
            for (var i = random.Next(1, 6); i > 0; i--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? nasty[random.Next(nasty.Length)] : (byte)random.Next(256);
            try
            {
                Read(bytes);
            }
            catch (MigrationException e)
            {
                Assert.Contains(e.Kind, new[] { ErrorKinds.PackageMalformed, ErrorKinds.PackageTruncated, ErrorKinds.PackageNotRecognized });
            }
        }
    }

    [Fact]
    public void Random_changes_to_the_json_inside_are_read_always()
    {
        var random = new Random(20260305);
        const string nasty = "{}[]\",:\\u0e-d8\n";
        var data = Sample()["dashboards"]![0]!["fields"]!["report_data"]!.GetValue<string>();
        for (var round = 0; round < 3000; round++)
        {
            var text = new StringBuilder(data);
            for (var i = random.Next(1, 6); i > 0; i--) text[random.Next(text.Length)] = nasty[random.Next(nasty.Length)];
            var package = Read(With("dashboards", Record("reports.report", 1, new() { ["report_name"] = "D", ["report_data"] = text.ToString() })));
            Assert.Equal("D", package.Items[0].Name);
        }
    }

    [Fact]
    public void The_scanner_agrees_with_the_platform_on_what_is_json()
    {
        var random = new Random(20260306);
        const string alphabet = "{}[]\",:truefalsn0123.eE+-\\u \t";
        for (var round = 0; round < 20_000; round++)
        {
            var value = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            Assert.Equal(IsJson(value), IsRead(value));
        }

        static bool IsJson(string value)
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"{{\"visuals\":[],\"other\":[{value}],\"version\":{{}}}}"));
            try
            {
                while (reader.Read()) { }
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }

        static bool IsRead(string value)
        {
            try
            {
                Read($"{{\"visuals\":[],\"other\":[{value}],\"version\":{{}}}}");
                return true;
            }
            catch (MigrationException e) when (e.Kind == ErrorKinds.PackageMalformed || e.Kind == ErrorKinds.PackageTruncated)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Reading_can_be_stopped()
    {
        using var source = new PackageSource(new MemoryStream(Encoding.UTF8.GetBytes(Small)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ArcadiaBundleFormat.ReadBundleAsync(source, new CancellationToken(canceled: true)));
    }

    private sealed class DrippingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
