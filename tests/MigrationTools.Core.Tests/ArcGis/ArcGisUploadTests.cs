using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>Large packages in parts: whole on the portal or not there, and nothing is sent again without need.</summary>
public sealed class ArcGisUploadTests(Portals portals) : IClassFixture<Portals>
{
    private const int Large = 21_000_000;

    private async Task<(ArcGisAdd Add, MigrationException? Error)> AddAsync(string path, CancellationToken stop = default)
    {
        var add = portals.Prod.BeginAdd(path, TimeSpan.FromMinutes(5));
        try
        {
            await add.PlanAsync(stop);
            await add.ApplyAsync(stop);
            return (add, null);
        }
        catch (MigrationException error)
        {
            return (add, error);
        }
    }

    private async Task WholeAsync(ArcGisAdd add, string path)
    {
        var item = portals.ProdPortal.State.Item(add.Package!.PackageItem!)!;
        Assert.Equal(Portals.Sha256(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)), item.Content!.Sha256);
        Assert.Equal(UploadState.Completed, item.State);
        Assert.Single(portals.ProdPortal.State.Packages);
        Assert.False(File.Exists(RecordOf(path)));
        Assert.Empty(Directory.EnumerateFiles(portals.Folder, "*.upload"));
    }

    private string RecordOf(string path) => ArcGisUploadRecord.PathFor(path, portals.Prod.Connection.Origin, "importer1");

    /// <summary>How long a record is in which no part is confirmed. One that an upload holds cannot be read.</summary>
    private long EmptyRecord(string path)
    {
        var file = ArcGisUploadFile.Of(path, Large, new string('a', 64), DateTime.UnixEpoch);
        using var record = ArcGisUploadRecord.Open(file, portals.Prod.Connection.Origin, "importer1");
        record.Begin(new string('a', 32), 8 * 1024 * 1024, file.RunTag);
        return new FileInfo(RecordOf(path)).Length;
    }

    /// <summary>How often each part arrived.</summary>
    private Dictionary<string, int> Arrived => portals.ProdPortal.Log.Of("addPart").Where(request => request.HandlerStatus == 200).CountBy(request => request.Query["partNum"]).ToDictionary();

    private string File17(string name = "large.epk") => portals.Noise(Large, name);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5_369, 0)]
    [InlineData(10_000_000, 0)]
    [InlineData(10_000_001, 2)]
    [InlineData(16_777_216, 2)]
    [InlineData(16_777_217, 3)]
    public async Task A_package_arrives_whole(int length, int parts)
    {
        await portals.BeginAsync();
        var path = portals.Noise(length, $"p{length}.epk");
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        Assert.Equal(parts, portals.ProdPortal.Log.Of("addPart").Count);
        Assert.All(portals.ProdPortal.Log.Of("addPart").OrderBy(request => request.Query["partNum"], StringComparer.Ordinal).SkipLast(1), request => Assert.True(Assert.Single(request.Files).Length >= 5_000_000));
        Assert.Equal(parts > 0 ? 1 : 0, portals.ProdPortal.Log.Of("commit").Count);
        var added = portals.ProdPortal.Log.Of("addItem")[0].Form;
        Assert.Equal(("Export Package", "Export Package,epk", $"p{length}"), (added["type"], added["typeKeywords"], added["title"]));
        Assert.StartsWith("epk,migrationtools-", added["tags"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_that_of_the_whole()
    {
        await portals.BeginAsync();
        var (_, error) = await AddAsync(File17());
        Assert.Null(error);
        var updates = portals.Told.Updates.Where(update => update.IsBytes && update.Activity.StartsWith("Uploading", StringComparison.Ordinal)).ToList();
        Assert.Contains(updates, update => update.Done == Large && update.Completed);
        Assert.All(updates, update => Assert.Equal(Large, update.Total));
        // One bar, and not one for each part.
        Assert.DoesNotContain(portals.Told.Updates, update => update.Activity.Contains("part", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(FaultKind.ResetMidUpload)]
    [InlineData(FaultKind.ResetBeforeActing)]
    [InlineData(FaultKind.ResetAfterActing)]
    public async Task A_part_that_is_cut_is_sent_again_by_itself(FaultKind cut)
    {
        await portals.BeginAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "addPart", Skip = 1, Kind = cut, Bytes = 3_000_000 });
        var path = File17();
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        Assert.Equal(4, portals.ProdPortal.Log.Of("addPart").Count);
        Assert.Single(portals.ProdPortal.Log.Of("addItem"));
    }

    [Fact]
    public async Task What_was_broken_off_goes_on_with_what_is_missing()
    {
        await portals.BeginAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "addPart", Skip = 1, Count = null, Kind = FaultKind.Status, Status = 503, Body = FaultBody.Html });
        var path = File17();
        var (_, error) = await AddAsync(path);
        Assert.Equal(ErrorKinds.UploadInterrupted, error!.Kind);
        Assert.Contains("1 of 3 parts", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(RecordOf(path)));
        var first = Assert.Single(Arrived).Key;

        portals.ProdPortal.Faults.Clear();
        portals.ProdPortal.Log.Clear();
        var (add, none) = await AddAsync(path);
        Assert.Null(none);
        await WholeAsync(add, path);
        Assert.Equal(2, Arrived.Count);
        Assert.False(Arrived.ContainsKey(first));
        Assert.Empty(portals.ProdPortal.Log.Of("addItem"));
        // Whoever runs the line again is told that it goes on.
        Assert.EndsWith(" is resumed: 1 of 3 parts are on prod already, and only the others are sent.", Assert.Single(portals.Told.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_resumed_is_the_same_content_or_nothing()
    {
        await portals.BeginAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "addPart", Skip = 1, Count = null, Kind = FaultKind.Status, Status = 503 });
        var path = File17("other.epk");
        await AddAsync(path);
        portals.ProdPortal.Faults.Clear();
        portals.ProdPortal.Log.Clear();
        File.Delete(path + ".manifest.json");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[17]++;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        Assert.Single(portals.ProdPortal.Log.Of("addItem"));
        Assert.Equal(Portals.Sha256(bytes), portals.ProdPortal.State.Item(add.Package!.PackageItem!)!.Content!.Sha256);
    }

    [Fact]
    public async Task A_record_that_is_broken_begins_anew()
    {
        await portals.BeginAsync();
        var path = File17("broken.epk");
        Directory.CreateDirectory(ArcGisUploadRecord.Folder);
        await File.WriteAllTextAsync(RecordOf(path), "{\"portal\":[1]}\n1\n2\n3", TestContext.Current.CancellationToken);
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        Assert.Equal(3, Arrived.Count);
    }

    [Fact]
    public async Task A_file_that_is_changed_meanwhile_is_not_committed()
    {
        await portals.BeginAsync();
        var path = File17("changed.epk");
        using var gate = portals.ProdPortal.Faults.Hold("addPart");
        var adding = AddAsync(path);
        await gate.Arrived;
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(3));
        gate.Release();
        var (_, error) = await adding;
        Assert.Equal(ErrorKinds.PackageChanged, error!.Kind);
        Assert.Empty(portals.ProdPortal.Log.Of("commit"));
        Assert.Empty(portals.ProdPortal.State.Packages);
        Assert.Single(portals.ProdPortal.Log.Of("cancel"));
    }

    /// <summary>Length and time say nothing of what is inside: only parts of what was planned arrive.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_is_swapped_for_one_of_the_same_length_and_time_does_not_arrive(bool resumes)
    {
        await portals.BeginAsync();
        var path = File17("swapped.epk");
        if (resumes)
        {
            portals.ProdPortal.Faults.Add(new() { Route = "addPart", Skip = 1, Count = null, Kind = FaultKind.Status, Status = 503 });
            Assert.Equal(ErrorKinds.UploadInterrupted, (await AddAsync(path)).Error!.Kind);
            portals.ProdPortal.Faults.Clear();
            portals.ProdPortal.Log.Clear();
        }
        var add = portals.Prod.BeginAdd(path, TimeSpan.FromMinutes(5));
        await add.PlanAsync(default);
        var changed = File.GetLastWriteTimeUtc(path);
        var other = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Array.Reverse(other);
        await File.WriteAllBytesAsync(path, other, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(path, changed);

        var error = await Assert.ThrowsAsync<MigrationException>(() => add.ApplyAsync(default));
        Assert.Equal(ErrorKinds.PackageChanged, error.Kind);
        Assert.Empty(Arrived);
        Assert.Empty(portals.ProdPortal.Log.Of("commit"));
        Assert.Empty(portals.ProdPortal.State.Packages);
    }

    /// <summary>The pass that plans it has seen each byte already: an upload reads them once more, to send them, and no third time.</summary>
    [Fact]
    public async Task What_is_planned_knows_its_parts()
    {
        await portals.BeginAsync();
        var path = File17("read.epk");
        var (file, package) = await ArcGisUploadReader.ReadAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(Portals.Sha256(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)), package.Sha256);
        Assert.Equal((8 * 1024 * 1024, 3), ((int)file.Parts!.PartSize, file.Parts.Seals.Count));
        Assert.Same(file.Parts, await ArcGisPartSeals.OfAsync(file, 8 * 1024 * 1024, TestContext.Current.CancellationToken));
        var smaller = await ArcGisPartSeals.OfAsync(file, ArcGisUpload.SmallestPart, TestContext.Current.CancellationToken);
        Assert.Equal((ArcGisUpload.SmallestPart, 5), (smaller.PartSize, smaller.Seals.Count));
        var again = await ArcGisPartSeals.OfAsync(file with { Parts = null }, 8 * 1024 * 1024, TestContext.Current.CancellationToken);
        Assert.Equal(file.Parts.Seals, again.Seals);
        var (small, _) = await ArcGisUploadReader.ReadAsync(portals.Noise(10_000_000, "small.epk"), TestContext.Current.CancellationToken);
        Assert.Null(small.Parts);
    }

    /// <summary>What is swapped while parts are under way is seen at the part, too.</summary>
    [Fact]
    public async Task A_part_that_is_not_what_was_read_is_not_taken()
    {
        await portals.BeginAsync();
        var path = File17("part.epk");
        var file = ArcGisUploadFile.Of(path, Large, Portals.Sha256(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)), File.GetLastWriteTimeUtc(path));
        var seals = (await ArcGisPartSeals.OfAsync(file, 8 * 1024 * 1024, TestContext.Current.CancellationToken)).Seals;
        Assert.Equal(3, seals.Count);
        var id = await portals.Prod.Connection.Client.BeginUploadAsync("importer1", file, new string('b', 32), portals.Told, default);
        var first = file.Part with { Length = 8 * 1024 * 1024, Seal = seals[0] };
        await portals.Prod.Connection.Client.AddPartAsync("importer1", id, 1, first, portals.Told, default);
        var swapped = first with { Offset = 8 * 1024 * 1024 };
        Assert.Equal(ErrorKinds.PackageChanged, (await Assert.ThrowsAsync<MigrationException>(() => portals.Prod.Connection.Client.AddPartAsync("importer1", id, 2, swapped, portals.Told, default))).Kind);
        Assert.Equal([1], await portals.Prod.Connection.Client.PartsAsync("importer1", id, portals.Told, default));
    }

    [Theory]
    [InlineData(AfterCancel.ItemGone)]
    [InlineData(AfterCancel.ItemStays)]
    public async Task What_the_portal_refuses_is_dropped(AfterCancel after)
    {
        await portals.BeginAsync(prod: switches => switches.AfterCancel = after);
        portals.ProdPortal.Faults.Add(new() { Route = "addPart", Count = null, Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = """{"error":{"code":400,"message":"The disk of the portal is full.","details":[]}}""" });
        var path = File17("refused.epk");
        var (_, error) = await AddAsync(path);
        Assert.Equal(ErrorKinds.RequestRejected, error!.Kind);
        Assert.Contains("The disk of the portal is full", error.Message, StringComparison.Ordinal);
        Assert.Empty(portals.ProdPortal.State.Packages);
        Assert.False(File.Exists(RecordOf(path)));
    }

    [Theory]
    [InlineData(StatusMessage.Json, FailedUploadWord.Failed)]
    [InlineData(StatusMessage.Text, FailedUploadWord.Error)]
    public async Task Parts_that_do_not_fit_together_are_told_and_removed(StatusMessage message, FailedUploadWord word)
    {
        await portals.BeginAsync(prod: switches => (switches.StatusMessage, switches.FailedUploadWord) = (message, word));
        // All parts are confirmed and listed, and none arrives.
        portals.ProdPortal.Faults.Add(new() { Route = "parts", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = """{"parts":[1,2,3]}""" });
        portals.ProdPortal.Faults.Add(new() { Route = "addPart", Count = 3, Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = """{"success":true}""" });
        var (_, error) = await AddAsync(File17("lost.epk"));
        Assert.Equal(ErrorKinds.UploadFailed, error!.Kind);
        Assert.Contains("No part was uploaded.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("code", error.Message, StringComparison.Ordinal);
        Assert.Empty(portals.ProdPortal.State.Packages);
    }

    [Fact]
    public async Task A_part_that_was_confirmed_and_is_not_listed_is_sent_again()
    {
        await portals.BeginAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "addPart", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = """{"success":true}""" });
        var path = File17("astray.epk");
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        Assert.Equal(4, portals.ProdPortal.Log.Of("addPart").Count);
    }

    [Fact]
    public async Task A_body_limit_gets_smaller_parts()
    {
        await portals.BeginAsync(prod: switches => (switches.BodyLimit, switches.BodyLimitBytes) = (BodyLimit.On, 6_000_000));
        var path = File17("limited.epk");
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        Assert.Equal(5, Arrived.Count);
        Assert.Contains(portals.Told.Warnings, warning => warning.Contains("5 MiB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_limit_below_the_smallest_part_is_told()
    {
        await portals.BeginAsync(prod: switches => (switches.BodyLimit, switches.BodyLimitBytes) = (BodyLimit.On, 1_000_000));
        var (_, error) = await AddAsync(File17("toolarge.epk"));
        Assert.Equal(ErrorKinds.RequestTooLarge, error!.Kind);
        Assert.Empty(portals.ProdPortal.State.Packages);
        Assert.Equal(ErrorKinds.RequestTooLarge, (await AddAsync(portals.Noise(2_000_000, "single.epk"))).Error!.Kind);
    }

    [Theory]
    [InlineData(ItemIdToCreate.Honoured, 5_000)]
    [InlineData(ItemIdToCreate.Ignored, 5_000)]
    [InlineData(ItemIdToCreate.Honoured, Large)]
    [InlineData(ItemIdToCreate.Ignored, Large)]
    public async Task A_lost_answer_to_addItem_is_looked_for(ItemIdToCreate ids, int length)
    {
        await portals.BeginAsync(prod: switches => switches.ItemIdToCreate = ids);
        portals.ProdPortal.Faults.Add(new() { Route = "addItem", Kind = FaultKind.ResetAfterActing });
        var path = portals.Noise(length, "lostadd.epk");
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        Assert.Single(portals.ProdPortal.Log.Of("addItem"));
    }

    [Fact]
    public async Task An_addItem_that_was_not_taken_is_not_repeated()
    {
        await portals.BeginAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "addItem", Kind = FaultKind.ResetBeforeActing });
        var (_, error) = await AddAsync(portals.Noise(5_000, "notaken.epk"));
        Assert.Equal(ErrorKinds.OutcomeUnknown, error!.Kind);
        Assert.Contains("migrationtools-", error.Message, StringComparison.Ordinal);
        Assert.Single(portals.ProdPortal.Log.Of("addItem"));
    }

    [Theory]
    [InlineData(FaultKind.ResetAfterActing)]
    [InlineData(FaultKind.Html200)]
    [InlineData(FaultKind.Status)]
    public async Task A_lost_answer_to_commit_is_looked_for(FaultKind kind)
    {
        await portals.BeginAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "commit", Kind = kind, Acts = true, Status = 504, Body = FaultBody.Html });
        var path = File17("lostcommit.epk");
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        Assert.Single(portals.ProdPortal.Log.Of("commit"));
    }

    [Fact]
    public async Task A_commit_that_was_not_taken_is_all_that_the_next_run_sends()
    {
        await portals.BeginAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "commit", Kind = FaultKind.ResetBeforeActing });
        var path = File17("nocommit.epk");
        var (_, error) = await AddAsync(path);
        Assert.Equal(ErrorKinds.UploadInterrupted, error!.Kind);
        Assert.Single(portals.ProdPortal.Log.Of("commit"));
        portals.ProdPortal.Log.Clear();
        var (add, none) = await AddAsync(path);
        Assert.Null(none);
        await WholeAsync(add, path);
        Assert.Empty(portals.ProdPortal.Log.Of("addPart"));
        Assert.Single(portals.ProdPortal.Log.Of("commit"));
    }

    [Fact]
    public async Task A_stop_keeps_what_arrived()
    {
        await portals.BeginAsync();
        var path = File17("stopped.epk");
        var empty = EmptyRecord(path + ".other");
        using var stop = new CancellationTokenSource();
        portals.ProdPortal.Faults.Add(new() { Route = "addPart", Skip = 1, Count = null, Kind = FaultKind.Delay, Delay = TimeSpan.FromMinutes(5) });
        var adding = portals.Prod.BeginAdd(path, TimeSpan.FromMinutes(5));
        await adding.PlanAsync(default);
        var run = adding.ApplyAsync(stop.Token);
        while (!File.Exists(RecordOf(path)) || new FileInfo(RecordOf(path)).Length <= empty) await Task.Delay(5, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Contains(portals.Told.Warnings, warning => warning.Contains("1 of 3 parts", StringComparison.Ordinal));
        portals.ProdPortal.Faults.Clear();
        portals.ProdPortal.Log.Clear();
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        Assert.Equal(2, Arrived.Count);
    }

    [Fact]
    public async Task A_download_that_breaks_off_goes_on_by_range_and_is_whole()
    {
        foreach (var range in new[] { RangeRequests.Partial206, RangeRequests.Ignored })
        {
            await portals.BeginAsync(dev: switches => switches.Range = range);
            portals.DevPortal.Faults.Add(new() { Route = "data", Kind = FaultKind.TruncatedBody });
            var (export, error) = await portals.ExportAsync(Portals.Operations);
            Assert.Null(error);
            Assert.Equal(portals.DevPortal.State.Packages[0].Content!.Sha256, export.Package!.Sha256);
            var asked = portals.DevPortal.Log.Of("data");
            Assert.Equal(2, asked.Count);
            Assert.True(asked[1].Headers.ContainsKey("Range"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Wherever_transfers_are_cut_content_is_whole_and_no_part_is_sent_without_need(int seed)
    {
        await portals.BeginAsync();
        var random = new Random(seed);
        var path = File17("cut.epk");
        var cuts = random.Next(1, 6);
        for (var i = 0; i < cuts; i++)
        {
            portals.ProdPortal.Faults.Add(new() { Route = "addPart", Skip = random.Next(3), Kind = random.Next(2) == 0 ? FaultKind.ResetMidUpload : FaultKind.ResetBeforeActing, Bytes = random.Next(1, 8_000_000) });
        }
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        await WholeAsync(add, path);
        // Each part that arrived arrived once.
        Assert.Equal([1, 1, 1], Arrived.Values);

        foreach (var range in new[] { RangeRequests.Partial206, RangeRequests.Ignored })
        {
            await portals.BeginAsync(dev: switches => switches.Range = range);
            for (var i = 0; i < cuts; i++) portals.DevPortal.Faults.Add(new() { Route = "data", Kind = FaultKind.TruncatedBody, Bytes = random.Next(1, 100_000) });
            var (export, none) = await portals.ExportAsync(Portals.Operations);
            Assert.Null(none);
            Assert.Equal(portals.DevPortal.State.Packages[0].Content!.Sha256, export.Package!.Sha256);
            Assert.Equal(export.Package.Sha256, Portals.Sha256(await File.ReadAllBytesAsync(export.Package.Path!, TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task A_stop_at_any_moment_leaves_the_content_whole_or_absent()
    {
        var path = File17("anytime.epk");
        var random = new Random(7);
        await portals.BeginAsync();
        for (var i = 0; i < 6; i++)
        {
            using var stop = new CancellationTokenSource();
            var requests = portals.ProdPortal.Log.Requests.Count + random.Next(1, 6);
            var adding = portals.Prod.BeginAdd(path, TimeSpan.FromMinutes(5));
            await adding.PlanAsync(default);
            var run = Task.Run(() => adding.ApplyAsync(stop.Token), TestContext.Current.CancellationToken);
            while (!run.IsCompleted && portals.ProdPortal.Log.Requests.Count < requests) await Task.Delay(1, TestContext.Current.CancellationToken);
            await stop.CancelAsync();
            await Record.ExceptionAsync(() => run);
            var whole = Portals.Sha256(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
            Assert.All(portals.ProdPortal.State.Packages.Where(item => item.State == UploadState.Completed), item => Assert.Equal(whole, item.Content!.Sha256));
            if (run.IsCompletedSuccessfully) break;
        }
        var before = portals.ProdPortal.State.Packages.Count(item => item.State == UploadState.Completed);
        var (add, error) = await AddAsync(path);
        Assert.Null(error);
        Assert.InRange(portals.ProdPortal.State.Packages.Count(item => item.State == UploadState.Completed), 1, before + 1);
        Assert.NotNull(add.Package!.PackageItem);
    }
}
