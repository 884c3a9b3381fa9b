using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Packages;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;
using ArcGisItem = MigrationTools.Core.ArcGis.ArcGisItem;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>What lies beside a package, and what a portal proposes, chooses no address, no file and no upload.</summary>
public sealed class ArcGisHostileTests(Portals portals) : IClassFixture<Portals>
{
    [Fact]
    public async Task Ids_out_of_a_manifest_go_into_no_address_unless_they_are_ids()
    {
        await portals.BeginAsync();
        var good = Guid.NewGuid().ToString("N");
        string[] ids = ["../../users/admin", "a/b", "a?f=html", "a,b", "%2e%2e", "\u001b[31m", new string('a', 129), good];
        var path = portals.Noise(9_000, "hostile.epk", [.. ids.Select(id => new ArcGisItem { System = "ArcGis", Type = "CSV", Id = id, Name = id })]);
        var import = portals.Prod.BeginImport(await KnownFormats.Reader.ReadAsync(path, TestContext.Current.CancellationToken), new ArcGisImportOptions { GroupId = Portals.Target });
        await import.PlanAsync(default);
        Assert.Equal(good, Assert.Single(import.Rows).SourceId);
        Assert.Contains(portals.Told.Warnings, warning => warning.Contains("7 items", StringComparison.Ordinal));
        Assert.All(portals.ProdPortal.Log.Of("item"), request => Assert.EndsWith(good, request.Path, StringComparison.Ordinal));
        Assert.DoesNotContain(portals.ProdPortal.Log.Requests, request => request.Path.Contains("users/admin", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../../etc/cron.d/evil.epk")]
    [InlineData("C:\\Windows\\evil.epk")]
    [InlineData("..")]
    [InlineData("evil\u202Ekpe.exe")]
    public async Task The_name_that_a_portal_proposes_stays_in_its_folder(string name)
    {
        await portals.BeginAsync();
        portals.DevPortal.Faults.Add(new() { Route = "data", Kind = FaultKind.WrongContentDisposition, FileName = name });
        var destination = portals.Into;
        var (export, error) = await portals.ExportAsync(destination: destination);
        Assert.Null(error);
        Assert.Equal(Path.TrimEndingDirectorySeparator(destination.Path!), Path.GetDirectoryName(export.Package!.Path));
        Assert.EndsWith(".epk", export.Package.Path, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Path.GetFileName(export.Package.Path!), letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format);
    }

    /// <summary>The record of an upload lies where anybody may have written: it is taken as it is meant, or not at all.</summary>
    [Fact]
    public void A_damaged_record_of_an_upload_resumes_nothing_wrong()
    {
        var path = portals.PathOf("record.epk");
        var file = ArcGisUploadFile.Of(path, 20_000_000, new string('a', 64), DateTime.UnixEpoch);
        const string portal = "https://gis.example/portal";
        var item = Guid.NewGuid().ToString("N");
        var record = ArcGisUploadRecord.Begin(file, portal, "importer1", item, 8 * 1024 * 1024);
        record.Confirm(1);
        record.Confirm(3);
        var at = ArcGisUploadRecord.PathFor(path, portal, "importer1");
        var sound = File.ReadAllBytes(at);
        Assert.Equal([1, 3], ArcGisUploadRecord.Find(file, portal, "importer1")!.Confirmed.Order());

        var damages = Gen.ArrayOf(Gen.Choose(0, sound.Length - 1).SelectMany(place => Gen.Choose(0, 255).Select(value => (place, (byte)value))), 3);
        var cuts = Gen.Choose(0, sound.Length);
        Prop.ForAll(damages.Zip(cuts).ToArbitrary(), given =>
        {
            var bytes = sound.ToArray();
            foreach (var (place, value) in given.Item1) bytes[place] = value;
            File.WriteAllBytes(at, given.Item2 % 3 == 0 ? bytes[..given.Item2] : bytes);
            if (ArcGisUploadRecord.Find(file, portal, "importer1") is not { } found) return true;
            return ArcGisId.IsToken(found.ItemId) && found.PartSize is >= ArcGisUpload.SmallestPart and <= 20_000_000 && found.Confirmed.All(number => number > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        File.Delete(at);

        // Of another content, another portal or another user it is none.
        record = ArcGisUploadRecord.Begin(file, portal, "importer1", item, 8 * 1024 * 1024);
        Assert.Null(ArcGisUploadRecord.Find(file with { Sha256 = new string('b', 64) }, portal, "importer1"));
        Assert.Null(ArcGisUploadRecord.Find(file with { Length = 20_000_001 }, portal, "importer1"));
        Assert.Null(ArcGisUploadRecord.Find(file, "https://other.example/portal", "importer1"));
        Assert.Null(ArcGisUploadRecord.Find(file, portal, "importer2"));
        record.Delete();
    }
}
