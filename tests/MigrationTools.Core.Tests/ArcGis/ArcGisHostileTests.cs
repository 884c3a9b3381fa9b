using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
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

    /// <summary>The record of an upload may be damaged: it is taken as it is meant, or not at all.</summary>
    [Fact]
    public void A_damaged_record_of_an_upload_resumes_nothing_wrong()
    {
        var path = portals.PathOf("record.epk");
        var file = ArcGisUploadFile.Of(path, 20_000_000, new string('a', 64), DateTime.UnixEpoch);
        const string portal = "https://gis.example/portal";
        var item = Guid.NewGuid().ToString("N");
        using (var record = ArcGisUploadRecord.Open(file, portal, "importer1"))
        {
            record.Begin(item, 8 * 1024 * 1024, file.RunTag);
            record.Confirm(1);
            record.Confirm(3);
        }
        var at = ArcGisUploadRecord.PathFor(path, portal, "importer1");
        var sound = File.ReadAllBytes(at);
        using (var again = ArcGisUploadRecord.Open(file, portal, "importer1"))
        {
            Assert.Equal((item, file.RunTag), (again.ItemId, again.RunTag));
            Assert.Equal([1, 3], again.Confirmed.Order());
            // It is held: another one neither reads nor writes it.
            using var other = ArcGisUploadRecord.Open(file, portal, "importer1");
            Assert.Equal((null, false), (other.ItemId, other.IsKept));
        }

        var damages = Gen.ArrayOf(Gen.Choose(0, sound.Length - 1).SelectMany(place => Gen.Choose(0, 255).Select(value => (place, (byte)value))), 3);
        var cuts = Gen.Choose(0, sound.Length);
        Prop.ForAll(damages.Zip(cuts).ToArbitrary(), given =>
        {
            var bytes = sound.ToArray();
            foreach (var (place, value) in given.Item1) bytes[place] = value;
            File.WriteAllBytes(at, given.Item2 % 3 == 0 ? bytes[..given.Item2] : bytes);
            using var found = ArcGisUploadRecord.Open(file, portal, "importer1");
            return found.ItemId is null
                || ArcGisId.IsToken(found.ItemId) && found.PartSize is >= ArcGisUpload.SmallestPart and <= 20_000_000 && found.Confirmed.All(number => number > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

        // Of another content, another portal or another user it is none.
        File.WriteAllBytes(at, sound);
        Assert.Null(ItemOf(file with { Sha256 = new string('b', 64) }, portal, "importer1"));
        Assert.Null(ItemOf(file with { Length = 20_000_001 }, portal, "importer1"));
        Assert.Null(ItemOf(file, "https://other.example/portal", "importer1"));
        Assert.Null(ItemOf(file, portal, "importer2"));
        Assert.Equal(item, ItemOf(file, portal, "importer1"));

        static string? ItemOf(ArcGisUploadFile file, string portal, string user)
        {
            using var record = ArcGisUploadRecord.Open(file, portal, user);
            return record.ItemId;
        }
    }

    /// <summary>A record that somebody planted names an item of the user's: that is neither taken for the upload, nor dropped, nor removed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_chooses_no_item_of_the_user(bool isPackage)
    {
        await portals.BeginAsync();
        var theirs = isPackage ? await AddAsync(portals.Noise(5_000, "theirs.epk")) : OwnItem(portals.ProdPortal);
        var path = portals.Noise(11_000_000, "planted.epk");
        var sha256 = Portals.Sha256(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        var file = ArcGisUploadFile.Of(path, 11_000_000, sha256, DateTime.UnixEpoch);
        using (var record = ArcGisUploadRecord.Open(file, portals.Prod.Connection.Origin, "importer1")) record.Begin(theirs, 8 * 1024 * 1024, file.RunTag);
        var own = await AddAsync(path);
        Assert.NotEqual(theirs, own);
        Assert.Equal(sha256, portals.ProdPortal.State.Item(own)!.Content!.Sha256);
        Assert.NotNull(portals.ProdPortal.State.Item(theirs));
        Assert.Empty(portals.ProdPortal.Log.Of("cancel"));
        Assert.Empty(portals.ProdPortal.Log.Of("delete"));
    }

    [Fact]
    public async Task A_record_that_is_a_link_leaves_alone_what_it_leads_to()
    {
        if (OperatingSystem.IsWindows()) return;
        await portals.BeginAsync();
        var path = portals.Noise(11_000_000, "linked.epk");
        var precious = portals.PathOf("precious.txt");
        await File.WriteAllTextAsync(precious, "precious", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(ArcGisUploadRecord.Folder);
        foreach (var link in new[] { ArcGisUploadRecord.PathFor(path, portals.Prod.Connection.Origin, "importer1"), portals.PathOf(".linked.epk.upload") }) File.CreateSymbolicLink(link, precious);
        await AddAsync(path);
        Assert.Equal("precious", await File.ReadAllTextAsync(precious, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(ArcGisUploadRecord.Folder));
    }

    [Fact]
    public async Task An_upload_whose_record_another_one_holds_goes_its_own_way()
    {
        await portals.BeginAsync();
        var path = portals.Noise(11_000_000, "held.epk");
        var sha256 = Portals.Sha256(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        var file = ArcGisUploadFile.Of(path, 11_000_000, sha256, DateTime.UnixEpoch);
        using var held = ArcGisUploadRecord.Open(file, portals.Prod.Connection.Origin, "importer1");
        held.Begin(new string('e', 32), 8 * 1024 * 1024, file.RunTag);
        var own = await AddAsync(path);
        Assert.Equal(sha256, portals.ProdPortal.State.Item(own)!.Content!.Sha256);
        held.Dispose();
        using var again = ArcGisUploadRecord.Open(file, portals.Prod.Connection.Origin, "importer1");
        Assert.Equal(new string('e', 32), again.ItemId);
    }

    [Fact]
    public async Task What_is_committed_in_spite_of_a_refusal_is_not_removed()
    {
        await portals.BeginAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "commit", Kind = FaultKind.Status, Acts = true, Status = 200, Body = FaultBody.Text, Text = """{"error":{"code":400,"message":"The item is not in a multipart upload.","details":[]}}""" });
        var error = await Assert.ThrowsAsync<MigrationException>(() => AddAsync(portals.Noise(11_000_000, "twice.epk")));
        Assert.Equal(ErrorKinds.RequestRejected, error.Kind);
        Assert.Single(portals.ProdPortal.State.Packages);
        Assert.Empty(portals.ProdPortal.Log.Of("cancel"));
        Assert.Empty(portals.ProdPortal.Log.Of("delete"));
        Assert.Contains(portals.Told.Warnings, warning => warning.Contains("may have committed it", StringComparison.Ordinal));
    }

    /// <summary>A job that went through a file says what is removed, and so may anybody who wrote the file.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_removes_no_item_that_is_no_package_of_the_user(bool isPackage)
    {
        await portals.BeginAsync();
        var theirs = isPackage ? await AddAsync(portals.Noise(5_000, "admins.epk")) : OwnItem(portals.ProdPortal);
        if (isPackage) portals.ProdPortal.State.AddItem(portals.ProdPortal.State.Item(theirs)! with { Owner = "admin" }, Portals.Target);
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { NoWait = true });
        Assert.Null(error);
        Assert.Equal(portals.Prod.Connection.Origin, import.Job!.Origin);
        await portals.Prod.BeginWait(import.Job with { RemovesPackage = true, PackageItem = theirs }, portals.Into, TimeSpan.Zero).RunAsync(default);
        Assert.NotNull(portals.ProdPortal.State.Item(theirs));
        Assert.Empty(portals.ProdPortal.Log.Of("delete"));
        Assert.Contains(portals.Told.Warnings, warning => warning.Contains($"Item {theirs} is left", StringComparison.Ordinal));
    }

    /// <summary>Not even a package of the user: only the one that the import of this very job uploaded.</summary>
    [Fact]
    public async Task A_job_removes_no_other_package_of_the_user()
    {
        await portals.BeginAsync(prod: KeepPackages);
        var other = await AddAsync(portals.Noise(5_000, "other.epk"));
        var job = await StartImportAsync();
        var wait = portals.Prod.BeginWait(FromFile(job) with { PackageItem = other }, portals.Into, TimeSpan.Zero);
        await Assert.ThrowsAsync<MigrationException>(() => wait.RunAsync(default));
        Assert.NotNull(portals.ProdPortal.State.Item(other));
        Assert.NotNull(portals.ProdPortal.State.Item(job.PackageItem!));
        Assert.Empty(portals.ProdPortal.Log.Of("delete"));
        Assert.Contains(portals.Told.Warnings, warning => warning.Contains($"Item {other} is left", StringComparison.Ordinal) && warning.Contains(job.Id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_comes_back_from_a_file_removes_its_own_package_where_that_is_known(bool isKnown)
    {
        await portals.BeginAsync(prod: KeepPackages);
        var job = await StartImportAsync();
        var record = ArcGisPackageRecord.PathFor(portals.Prod.Connection, job.Id);
        Assert.True(File.Exists(record));
        // As on another machine.
        if (!isKnown) File.Delete(record);
        await Assert.ThrowsAsync<MigrationException>(() => portals.Prod.BeginWait(FromFile(job), portals.Into, TimeSpan.Zero).RunAsync(default));
        Assert.Equal(isKnown, portals.ProdPortal.State.Item(job.PackageItem!) is null);
        Assert.Equal(isKnown ? 1 : 0, portals.ProdPortal.Log.Of("delete").Count);
        Assert.Equal(!isKnown, portals.Told.Warnings.Any(warning => warning.Contains($"Item {job.PackageItem} is left", StringComparison.Ordinal)));
        Assert.False(File.Exists(record));
    }

    [Fact]
    public async Task A_job_of_an_export_names_no_other_package()
    {
        await portals.BeginAsync();
        var (first, _) = await portals.ExportAsync();
        var other = first.Package!.PackageItem!;
        var (export, error) = await portals.ExportAsync(change: options => options with { NoWait = true, RemoveFromPortal = true });
        Assert.Null(error);
        var wait = portals.Dev.BeginWait(export.Job! with { PackageItem = other }, portals.Into, TimeSpan.Zero);
        await wait.RunAsync(default);
        Assert.NotNull(wait.Package!.Path);
        Assert.Equal(other, Assert.Single(portals.DevPortal.State.Packages).Id);
        Assert.Single(portals.DevPortal.Log.Of("delete"));
    }

    /// <summary>A file may say of any export of the user that its package is to go.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_of_an_export_out_of_a_file_removes_its_package_only_where_the_export_asked_for_it(bool isAsked)
    {
        await portals.BeginAsync();
        var (export, error) = await portals.ExportAsync(change: options => options with { NoWait = true, RemoveFromPortal = isAsked });
        Assert.Null(error);
        var record = ArcGisPackageRecord.PathFor(portals.Dev.Connection, export.Job!.Id);
        Assert.Equal(isAsked, File.Exists(record));
        var wait = portals.Dev.BeginWait(export.Job with { IsOwn = false, RemovesPackage = true }, portals.Into, TimeSpan.Zero);
        await wait.RunAsync(default);
        Assert.True(File.Exists(wait.Package!.Path));
        Assert.Equal(isAsked ? 1 : 0, portals.DevPortal.Log.Of("delete").Count);
        Assert.Equal(isAsked ? 0 : 1, portals.DevPortal.State.Packages.Count);
        Assert.Equal(isAsked, wait.Package.PackageItem is null);
        Assert.Equal(!isAsked, portals.Told.Warnings.Any(warning => warning.Contains("The package is left", StringComparison.Ordinal) && warning.Contains(export.Job.Id, StringComparison.Ordinal)));
        Assert.False(File.Exists(record));
    }

    /// <summary>What is missing of a large group is found in one pass over the result and the messages.</summary>
    [Fact]
    public async Task What_is_missing_of_a_large_export_is_found_in_time()
    {
        await portals.BeginAsync();
        var (export, _) = await portals.ExportAsync();
        var ids = Enumerable.Range(0, 100_000).Select(i => $"{i:x32}").ToList();
        using var outcome = System.Text.Json.JsonDocument.Parse($$"""{"itemId":"{{export.Package!.PackageItem}}","itemsSkipped":[{{string.Join(',', ids.Take(90_000).Select(id => $$"""{"itemId":"{{id}}","reason":"r {{id}}"}"""))}}]}""");
        var job = new ArcGisJob
        {
            System = "ArcGis", Kind = ArcGisJob.Export, Id = "j", State = MigrationTools.Core.Jobs.JobState.Completed, Outcome = outcome.RootElement, GroupKey = Portals.Test,
            Items = [.. ids.Select(id => new ArcGisItem { System = "ArcGis", Type = "CSV", Id = id, Name = id })],
            Messages = [.. ids.Skip(90_000).Select(id => $"Item '{id.ToUpperInvariant()}' is of no use. {new string('.', 900)}")],
        };
        var end = new ArcGisExportEnd(portals.Dev.Connection, portals.Into, portals.Told);
        await end.FinishAsync(job, isAll: true, (items, warnings) => new ArcGisPackage { System = "ArcGis", Kind = ArcGisPackage.ItemType, Items = items, Warnings = [] }, TestContext.Current.CancellationToken);
        Assert.Equal(100_000, end.LeftOut.Count);
        Assert.Contains("r 0000", end.LeftOut[0].Error.Message, StringComparison.Ordinal);
        Assert.Contains("is of no use", end.LeftOut[^1].Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_an_export_removes_no_item_that_is_no_package()
    {
        await portals.BeginAsync();
        var theirs = portals.DevPortal.State.Items.First(item => item.Owner == "importer1" && item.Content is not null && item.Type != ArcGisPackage.ItemType).Id;
        portals.DevPortal.Faults.Add(new() { Route = "export", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = $$"""{"id":"{{theirs}}"}""" });
        await portals.ExportAsync(change: options => options with { RemoveFromPortal = true });
        Assert.NotNull(portals.DevPortal.State.Item(theirs));
        Assert.Single(portals.DevPortal.Log.Of("data"));
        Assert.Empty(portals.DevPortal.Log.Of("delete"));
    }

    [Fact]
    public async Task A_long_result_is_read_in_time_and_up_to_a_limit()
    {
        await portals.BeginAsync();
        var ids = string.Join(',', Enumerable.Range(0, ArcGisOutcome.MostElements + 1).Select(i => $"\"{i:x32}\""));
        using var outcome = System.Text.Json.JsonDocument.Parse($$"""{"itemsSkipped":[{{ids}}]}""");
        var job = new ArcGisJob { System = "ArcGis", Kind = ArcGisJob.Import, Id = "j", State = MigrationTools.Core.Jobs.JobState.Completed, Outcome = outcome.RootElement };
        var end = new ArcGisImportEnd(portals.Prod.Connection, portals.Told);
        Assert.Null(await end.FinishAsync(job, [], before: null, TestContext.Current.CancellationToken));
        Assert.Equal(ArcGisOutcome.MostElements, end.Rows.Count);
    }

    /// <summary>The portal leaves a package of which an item could not be imported.</summary>
    private static void KeepPackages(ArcGisSwitches switches)
    {
        switches.PackageAfterFailure = PackageAfter.Kept;
        switches.JobFailure = JobFailure.ErrorObject;
    }

    private async Task<ArcGisJob> StartImportAsync()
    {
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { NoWait = true });
        Assert.Null(error);
        Assert.True(import.Job!.RemovesPackage);
        return import.Job;
    }

    /// <summary>What a file holds of a job.</summary>
    private static ArcGisJob FromFile(ArcGisJob job) => job with { Uploaded = null };

    private static string OwnItem(ArcGisPortal portal) => portal.State.Items.First(item => item.Owner == "importer1" && item.Type != ArcGisPackage.ItemType).Id;

    private async Task<string> AddAsync(string path)
    {
        var add = portals.Prod.BeginAdd(path, TimeSpan.FromMinutes(5));
        await add.PlanAsync(default);
        await add.ApplyAsync(default);
        return add.Package!.PackageItem!;
    }
}
