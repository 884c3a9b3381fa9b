using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Common;
using ArcGisSamples = MigrationTools.Sandbox.ArcGis.ArcGisSamples;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>Answers that are lost on the way: found out by looking, and the request is not sent twice.</summary>
public sealed class ArcGisLostAnswerTests(Portals portals) : IClassFixture<Portals>
{
    [Theory]
    [InlineData(FaultKind.ResetAfterActing, null)]
    [InlineData(FaultKind.Html200, null)]
    [InlineData(FaultKind.TruncatedJson, null)]
    [InlineData(FaultKind.Status, 502)]
    [InlineData(FaultKind.Status, 504)]
    public async Task An_import_whose_answer_is_lost_is_found(FaultKind kind, int? status)
    {
        await portals.BeginAsync();
        var package = await portals.PackageAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "import", Kind = kind, Status = status, Acts = true, Body = FaultBody.Html });
        var (import, error) = await portals.ImportAsync(package);
        Assert.Null(error);
        Assert.All(import.Rows, row => Assert.Equal((MigrationStatus.Done, ResultReason.AnswerLost), (row.Status, row.Reason)));
        Assert.Equal(3, portals.ProdPortal.State.Group(Portals.Target)!.Items.Count);
        Assert.Single(portals.ProdPortal.Log.Of("import"));
        Assert.Contains(portals.Told.Warnings, warning => warning.Contains("took effect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_import_that_looking_cannot_tell_is_unknown_and_its_package_stays()
    {
        await portals.BeginAsync();
        var package = await portals.PackageAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "import", Kind = FaultKind.ResetBeforeActing });
        var (import, error) = await portals.ImportAsync(package);
        var unknown = Assert.IsType<MigrationException>(error);
        Assert.Equal((ErrorKinds.OutcomeUnknown, true), (unknown.Kind, unknown.IsAmbiguous));
        Assert.All(import.Rows, row => Assert.Equal((MigrationStatus.Unknown, ResultReason.AnswerLost), (row.Status, row.Reason)));
        var left = Assert.Single(portals.ProdPortal.State.Packages);
        Assert.Contains($"-PackageItemId {left.Id}", unknown.Message, StringComparison.Ordinal);
        Assert.Single(portals.ProdPortal.Log.Of("import"));

        // What the message says to do works.
        var (again, none) = await portals.ImportItemAsync(left.Id);
        Assert.Null(none);
        Portals.AllDone(again.Rows);
    }

    [Fact]
    public async Task A_package_that_is_gone_does_not_prove_that_anything_was_overwritten()
    {
        await portals.BeginAsync();
        var client = portals.Prod.Connection.Client;
        var held = await client.GroupContentAsync(ArcGisSamples.ProdOperations, portals.Told, default);
        Assert.NotEmpty(held);
        var options = new ArcGisImportOptions { GroupId = ArcGisSamples.ProdOperations, OnConflict = ConflictPolicy.Overwrite };
        var row = new MigrationResult { System = "ArcGis", Type = "Package", Status = MigrationStatus.Planned, Target = "prod" };
        var plan = ArcGisImportPlan.Of([.. held.Select(item => item with { Exists = true, CanImport = true })], options, row, "prod", isEstimate: false);
        var look = new ArcGisLostImport(portals.Prod.Connection, options, plan, ArcGisLostImport.ById(held), portals.Told);
        var lost = new MigrationException(ErrorKinds.ServerUnreachable, "Reset.") { IsAmbiguous = true };
        var rows = await look.FindOutAsync(plan.Rows, new string('e', 32), lost, default);
        Assert.Equal(held.Count, rows.Count);
        Assert.All(rows, one => Assert.Equal((MigrationStatus.Unknown, ResultReason.AnswerLost), (one.Status, one.Reason)));

        // What was changed since is another matter.
        portals.ProdPortal.State.Change(held[0].Id, item => item with { Modified = item.Modified.AddMinutes(1) });
        rows = await look.FindOutAsync(plan.Rows, new string('e', 32), lost, default);
        Assert.Equal(held[0].Id, Assert.Single(rows, one => one.Status == MigrationStatus.Done).SourceId);
    }

    [Theory]
    [InlineData(FaultKind.ResetAfterActing, null)]
    [InlineData(FaultKind.Html200, null)]
    [InlineData(FaultKind.Status, 504)]
    public async Task An_export_whose_answer_is_lost_is_found(FaultKind kind, int? status)
    {
        await portals.BeginAsync();
        portals.DevPortal.Faults.Add(new() { Route = "export", Kind = kind, Status = status, Acts = true, Body = FaultBody.Html });
        var (export, error) = await portals.ExportAsync();
        Assert.Null(error);
        Assert.Equal(Assert.Single(portals.DevPortal.State.Packages).Content!.Sha256, export.Package!.Sha256);
        Assert.Single(portals.DevPortal.Log.Of("export"));
        Assert.Equal(3, export.Package.Items.Count);
    }

    [Fact]
    public async Task An_export_that_looking_cannot_tell_is_unknown()
    {
        await portals.BeginAsync();
        portals.DevPortal.Faults.Add(new() { Route = "export", Kind = FaultKind.ResetBeforeActing });
        var (export, error) = await portals.ExportAsync();
        Assert.Equal(ErrorKinds.OutcomeUnknown, Assert.IsType<MigrationException>(error).Kind);
        Assert.Single(portals.DevPortal.Log.Of("export"));
        Assert.Null(export.Package);
    }

    [Fact]
    public async Task A_package_that_was_there_before_is_not_taken_for_that_of_a_lost_export()
    {
        await portals.BeginAsync();
        var (first, _) = await portals.ExportAsync();
        portals.DevPortal.Faults.Add(new() { Route = "export", Kind = FaultKind.ResetBeforeActing });
        var (_, error) = await portals.ExportAsync();
        Assert.NotNull(first.Package);
        Assert.Equal(ErrorKinds.OutcomeUnknown, Assert.IsType<MigrationException>(error).Kind);
    }

    [Fact]
    public async Task Polls_that_fail_do_not_end_the_wait()
    {
        await portals.BeginAsync(prod: switches => switches.JobDuration = TimeSpan.FromMilliseconds(150));
        var package = await portals.PackageAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "job", Count = 2, Kind = FaultKind.Status, Status = 503, Body = FaultBody.Html });
        portals.ProdPortal.Faults.Add(new() { Route = "job", Count = 1, Kind = FaultKind.Html200 });
        portals.ProdPortal.Faults.Add(new() { Route = "job", Count = 2, Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = """{"error":{"code":400,"message":"Unable to get the job.","details":[]}}""" });
        var (import, error) = await portals.ImportAsync(package);
        Assert.Null(error);
        Portals.AllDone(import.Rows);
    }

    [Fact]
    public async Task A_job_that_the_portal_forgot_is_lost_after_some_refusals()
    {
        await portals.BeginAsync();
        var package = await portals.PackageAsync();
        portals.ProdPortal.Faults.Add(new() { Route = "job", Count = null, Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = """{"error":{"code":400,"message":"Unable to get the job.","details":[]}}""" });
        var (import, error) = await portals.ImportAsync(package);
        Assert.Equal(ErrorKinds.JobLost, Assert.IsType<MigrationException>(error).Kind);
        Assert.All(import.Rows, row => Assert.Equal(MigrationStatus.Unknown, row.Status));
        Assert.Equal(3, portals.ProdPortal.Log.Of("job").Count);
    }

    [Fact]
    public async Task A_revoked_token_is_renewed_and_the_job_goes_on()
    {
        await portals.BeginAsync(prod: switches => switches.JobDuration = TimeSpan.FromMilliseconds(150));
        var package = await portals.PackageAsync();
        portals.ProdPortal.RevokeTokens();
        var (import, error) = await portals.ImportAsync(package);
        Assert.Null(error);
        Portals.AllDone(import.Rows);
        Assert.Equal(2, portals.ProdPortal.Log.Of("token").Count);
    }

    [Fact]
    public async Task A_lost_answer_to_a_new_owner_is_found()
    {
        await portals.BeginAsync();
        var admin = await portals.ConnectAsync(portals.ProdPortal, "admin");
        portals.ProdPortal.Faults.Add(new() { Route = "reassign", Kind = FaultKind.ResetAfterActing });
        var change = admin.BeginOwnership(new ArcGisOwnerChange(ArcGisSamples.Id("parcels"), "editor1", null));
        await change.PlanAsync(default);
        await change.ApplyAsync(default);
        Assert.Equal(MigrationStatus.Done, change.Row.Status);
        Assert.Equal("editor1", portals.ProdPortal.State.Item(ArcGisSamples.Id("parcels"))!.Owner);
        Assert.Single(portals.ProdPortal.Log.Of("reassign"));
    }
}
