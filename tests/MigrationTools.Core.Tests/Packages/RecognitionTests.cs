using System.Text;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

/// <summary>What is surely no package is called so, whatever its name is and whichever system it is given to.</summary>
public sealed class RecognitionTests
{
    private static readonly string[] _systems = [.. KnownFormats.All.Select(format => format.System)];

    public static TheoryData<string, string> NoPackages => new()
    {
        { "a.json", "{}" },
        { "b.json", "{\"error\":{\"code\":498,\"message\":\"Invalid token.\"}}" },
        { "c.epk", "{\"error\":{\"code\":498,\"message\":\"Invalid token.\"}}" },
        { "d.epk", "<!DOCTYPE html>\r\n<html><body>Sign in</body></html>" },
        { "e.epk", "Grüße, and no package" },
        { "f.epk", "\uFEFF<html>" },
        { "g.epk", "   \r\n" },
    };

    [Theory]
    [MemberData(nameof(NoPackages))]
    public async Task What_is_no_package_is_called_so(string name, string text)
    {
        using var folder = new TempFolder();
        var path = folder.Write(name, text);
        await Samples.FailsAsync(ErrorKinds.PackageNotRecognized, () => KnownFormats.Reader.ReadAsync(path, TestContext.Current.CancellationToken));
        foreach (var system in _systems)
        {
            await Samples.FailsAsync(ErrorKinds.PackageNotRecognized, () => KnownFormats.Reader.ReadAsync(path, system, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Text_is_text_in_whatever_code_and_wherever_it_is_cut()
    {
        using var folder = new TempFolder();
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF8 })
        {
            var path = folder.Write("a.epk", [.. encoding.GetPreamble(), .. encoding.GetBytes("<html>")]);
            await Samples.FailsAsync(ErrorKinds.PackageNotRecognized, () => KnownFormats.Reader.ReadAsync(path, TestContext.Current.CancellationToken));
        }
        for (var lead = 0; lead < 4; lead++)
        {
            var path = folder.Write("b.epk", new string('x', lead) + string.Concat(Enumerable.Repeat("€", 5_000)));
            await Samples.FailsAsync(ErrorKinds.PackageNotRecognized, () => KnownFormats.Reader.ReadAsync(path, TestContext.Current.CancellationToken));
        }
    }

    /// <summary>What is inside of an export package is not published: whatever is no text may be one.</summary>
    [Theory]
    [InlineData("PK\u0003\u0004 and so on")]
    [InlineData("\u0000")]
    [InlineData("any \u0001 thing")]
    public async Task What_may_be_an_export_package_is_taken_for_one(string content)
    {
        using var folder = new TempFolder();
        var package = await KnownFormats.Reader.ReadAsync(folder.Write("a.EPK", Encoding.Latin1.GetBytes(content)), "ArcGis", TestContext.Current.CancellationToken);
        Assert.Equal("ArcGis", package.System);
        package = await KnownFormats.Reader.ReadAsync(folder.Write("b.epk", [0x1F, 0x8B, 0xFF]), TestContext.Current.CancellationToken);
        Assert.Equal("ArcGis", package.System);
    }

    [Fact]
    public async Task A_bundle_by_a_wrong_name_is_known_by_its_content()
    {
        using var folder = new TempFolder();
        var path = folder.Write("bundle.epk", """{"version":{"Arcviz Version":"7"},"dashboards":[]}""");
        Assert.Equal("Arcadia", (await KnownFormats.Reader.ReadAsync(path, TestContext.Current.CancellationToken)).System);
        await Samples.FailsAsync(ErrorKinds.PackageOfOtherSystem, () => KnownFormats.Reader.ReadAsync(path, "ArcGis", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_manifest_of_a_package_is_no_package()
    {
        using var folder = new TempFolder();
        using (var file = new PackageDestination(folder.File("out.json")).Written("""{"version":{"Arcviz Version":"7"},"dashboards":[]}""")) file.Commit(Samples.Facts("Arcadia"));
        foreach (var system in _systems)
        {
            var error = await Samples.FailsAsync(ErrorKinds.PackageNotRecognized, () => KnownFormats.Reader.ReadAsync(folder.File("out.json.manifest.json"), system, TestContext.Current.CancellationToken));
            Assert.Contains("manifest", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal("Arcadia", (await KnownFormats.Reader.ReadAsync(folder.File("out.json"), TestContext.Current.CancellationToken)).System);
    }
}
