using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>project/migrate really copies, and refuses in its order.</summary>
public sealed class SnapLogicMigrateTests
{
    [Fact]
    public async Task A_new_project_gets_all_assets_with_references_of_its_own()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var status = await lab.MigrateAsync();
        Assert.Equal("Completed", (string?)status["status"]);
        Assert.Empty(status["failed"]!.AsArray());
        Assert.Equal(lab.AssetsOf("/acme/Sales/Order Sync"), lab.AssetsOf(SnapLogicLab.ProdOrders));
        SnapLogicObject At(string path, string? type = null) => lab.State.Find(path, type)!;
        var account = At(SnapLogicLab.ProdOrders + "/orders_db");
        var shared = At("/acme-prod/shared/shared/mail_account");
        var pipeline = At(SnapLogicLab.ProdOrders + "/Write orders").Content.Text;
        Assert.Contains(account.SnodeId, pipeline, StringComparison.Ordinal);
        Assert.Contains(shared.SnodeId, pipeline, StringComparison.Ordinal);
        Assert.DoesNotContain(At("/acme/Sales/Order Sync/orders_db").SnodeId, pipeline, StringComparison.Ordinal);
        Assert.Equal(At("/acme/Sales/Order Sync/orders.expr").Content.Sha256, At(SnapLogicLab.ProdOrders + "/orders.expr").Content.Sha256);
        var main = At(SnapLogicLab.ProdOrders + "/Order Sync", "Pipeline");
        var nightly = At(SnapLogicLab.ProdOrders + "/nightly");
        Assert.Equal((main.SnodeId, "acme-prod/rt/ground/main", true), (nightly.PipelineId, nightly.RuntimePathId, nightly.Enabled));
        var hourly = At(SnapLogicLab.ProdOrders + "/hourly");
        Assert.Equal(("acme-prod/rt/cloud/dev", false), (hourly.RuntimePathId, hourly.Enabled));
        Assert.Equal("hourly", (string?)status["warnings"]![0]!["name"]);
        Assert.False(At(SnapLogicLab.ProdOrders + "/Order Sync", "Job").Enabled);
    }

    [Fact]
    public async Task Only_the_types_asked_for_are_copied()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var status = await lab.MigrateAsync(body: new { dest_path = SnapLogicLab.ProdOrders, asset_types = new[] { "File", "Job" } });
        Assert.Equal(["File mapping.json", "File orders.expr", "Job Order Sync", "Job hourly", "Job nightly"], lab.AssetsOf(SnapLogicLab.ProdOrders));
        Assert.Null(lab.State.Find(SnapLogicLab.ProdOrders + "/nightly")!.PipelineId);
        Assert.Contains("The task has no pipeline in the destination", status["warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_project_is_a_conflict_or_is_merged_into()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        const string Target = "/acme-prod/Sales/Price List";
        var id = lab.State.Find(Target + "/Publish prices")!.SnodeId;
        var before = lab.State.Describe().ToJsonString();
        var (status, refused) = await lab.PostAsync("project/migrate/acme/Sales/Price%20List", new { dest_path = Target });
        Assert.Equal((409, 409), (status, (int)refused!["http_status_code"]!));
        Assert.Equal("There is a project with same name in the destination path. Use duplicate_check=False to overwrite the assets on migration", SnapLogicLab.Message(refused));
        Assert.Equal(before, lab.State.Describe().ToJsonString());
        var done = await lab.MigrateAsync("acme/Sales/Price%20List", new { dest_path = Target, duplicate_check = "false", asset_types = new[] { "Pipeline", "Account" } });
        Assert.Equal("Completed", (string?)done["status"]);
        Assert.Equal(id, lab.State.Find(Target + "/Publish prices")!.SnodeId);
        Assert.Equal(["Account prices_db", "Job publish daily", "Pipeline Draft prices", "Pipeline Prod only", "Pipeline Publish prices"], lab.AssetsOf(Target));
        Assert.Contains("prices.dev.acme", lab.State.Find(Target + "/prices_db")!.Content.Text, StringComparison.Ordinal);
        Assert.True(lab.State.Find(Target + "/publish daily")!.Enabled);
    }

    [Theory]
    [InlineData("acme/Sales/order%20sync", "{\"dest_path\":\"/acme-prod/Sales/X\"}", 404)]
    [InlineData("acme/Sales", "{\"dest_path\":\"/acme-prod/Sales/X\"}", 404)]
    [InlineData("nobody/Sales/X", "{\"dest_path\":\"/acme-prod/Sales/X\"}", 404)]
    [InlineData("acme%2FSales%2FOrder%20Sync", "{\"dest_path\":\"/acme-prod/Sales/X\"}", 404)]
    [InlineData(SnapLogicLab.Orders, "[]", 400)]
    [InlineData(SnapLogicLab.Orders, "no json", 400)]
    [InlineData(SnapLogicLab.Orders, "{}", 400)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-prod/Sales\"}", 400)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-prod/apim/X\"}", 400)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-prod/Sales/X/Y\"}", 400)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-prod/../X\"}", 400)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/nobody/Sales/X\"}", 404)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-prod/sales/X\"}", 404)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-prod/Sales/X\",\"asset_types\":[\"Task\"]}", 400)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-prod/Sales/X\",\"asset_types\":\"Job\"}", 400)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-prod/Sales/X\",\"duplicate_check\":\"maybe\"}", 400)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/sourceorg/projects/X\"}", 401)]
    [InlineData(SnapLogicLab.Orders, "{\"dest_path\":\"/acme-sso/Sales/X\"}", 403)]
    public async Task What_is_wrong_is_refused_and_changes_nothing(string source, string body, int expected)
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var before = lab.State.Describe().ToJsonString();
        var (status, answer) = await lab.PostAsync("project/migrate/" + source, body);
        Assert.Equal((expected, expected), (status, (int)answer!["http_status_code"]!));
        Assert.NotNull(SnapLogicLab.Message(answer));
        Assert.Equal(before, lab.State.Describe().ToJsonString());
    }

    [Fact]
    public async Task Unknown_keys_are_ignored_and_logged()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        await lab.MigrateAsync(body: new { dest_path = "acme-prod/Sales/Order Sync/", sideways = 3 });
        Assert.NotNull(lab.State.Folder(SnapLogicLab.ProdOrders));
        var logged = Assert.Single(lab.Server.Log.Of("migrate"));
        Assert.Contains("\"sideways\":3", logged.Body!, StringComparison.Ordinal);
        Assert.Equal(("Basic ***", "svc-deploy@example.com"), (logged.Headers["Authorization"], logged.User));
    }

    [Fact]
    public async Task Trust_and_security_levels_decide_on_accounts_and_policies_one_by_one()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var toLab = await lab.MigrateAsync("acme/Sales/Price%20List", new { dest_path = "/acme-lab/Sales/Price List" });
        Assert.Equal("Completed", (string?)toLab["status"]);
        Assert.Equal(["prices_db", "Only weekdays"], SnapLogicLab.Names(toLab["failed"]));
        Assert.Equal((401, "HTTP Code: 401 Status: UNAUTHORIZED"), ((int)toLab["failed"]![0]!["status_code"]!, (string?)toLab["failed"]![0]!["reason"]));
        Assert.Equal(lab.State.Find("/acme/Sales/Price List/prices_db")!.SnodeId, (string?)toLab["failed"]![0]!["snode_id"]);
        Assert.DoesNotContain(lab.State.Assets("/acme-lab/Sales/Price List"), asset => asset.Type is "Account" or "Policy");
        // Prod trusts dev, but dev's encryption is the weaker one.
        var back = await lab.MigrateAsync("acme-prod/Sales/Price%20List", new { dest_path = "/acme/Sales/Back" });
        Assert.Equal(["prices_db"], SnapLogicLab.Names(back["failed"]));
        lab.State.Put(new SnapLogicOrg("acme", SecurityLevel.Enhanced) { Trusted = ["acme-prod"] });
        var both = await lab.MigrateAsync("acme/Sales/Price%20List", new { dest_path = "/acme-prod/Sales/Enhanced", asset_types = new[] { "Account" } });
        Assert.Contains("encrypted with a key", both["warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asset_that_only_its_owner_may_read_fails_and_when_nothing_comes_over_the_migration_has_failed()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var status = await lab.MigrateAsync("acme/Finance/Invoices", new { dest_path = "/acme-prod/Finance/Invoices" });
        Assert.Equal(("Completed", "secure_pipeline"), ((string?)status["status"], Assert.Single(SnapLogicLab.Names(status["failed"]))));
        Assert.Null(lab.State.Find("/acme-prod/Finance/Invoices/secure_pipeline"));
        var failed = await lab.MigrateAsync("acme/Sales/Price%20List", new { dest_path = "/acme-lab/Sales/X", asset_types = new[] { "Account" } });
        Assert.Equal("Failed", (string?)failed["status"]);
    }

    [Fact]
    public async Task Awkward_names_are_unescaped_once_in_the_address_and_never_in_the_body()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        foreach (var name in SnapLogicServer.AwkwardNames)
        {
            var target = "/acme-prod/Sales/" + name;
            await lab.MigrateAsync("acme/Sales/" + Uri.EscapeDataString(name), new { dest_path = target });
            Assert.Equal(["Pipeline only one"], lab.AssetsOf(target));
        }

        await lab.MigrateAsync(body: new { dest_path = "/acme-prod/Sales/Order%20Sync" });
        Assert.NotNull(lab.State.Folder("/acme-prod/Sales/Order%20Sync"));
        await lab.MigrateAsync("acme/Sales/Names", new { dest_path = "/acme-prod/Sales/Names" });
        Assert.Equal(lab.AssetsOf("/acme/Sales/Names"), lab.AssetsOf("/acme-prod/Sales/Names"));
    }

    [Fact]
    public async Task The_same_is_the_same_without_noise()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        await lab.MigrateAsync(body: new { dest_path = "/acme-prod/Sales/One" });
        var once = lab.State.Describe(withoutNoise: true)["acme-prod"]!["projects"]!["/Sales/One"]!.ToJsonString();
        lab.Server.Reset();
        lab.Switches.StatusSteps = 0;
        await lab.MigrateAsync(body: new { dest_path = "/acme-prod/Sales/Other" });
        await lab.MigrateAsync(body: new { dest_path = "/acme-prod/Sales/One" });
        await lab.MigrateAsync(body: new { dest_path = "/acme-prod/Sales/One", duplicate_check = false });
        Assert.Equal(once, lab.State.Describe(withoutNoise: true)["acme-prod"]!["projects"]!["/Sales/One"]!.ToJsonString());
    }
}
