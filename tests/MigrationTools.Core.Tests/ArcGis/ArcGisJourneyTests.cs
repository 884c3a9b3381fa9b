using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>From portal to portal, by a group owner who is no administrator.</summary>
public sealed class ArcGisJourneyTests(Portals portals) : IClassFixture<Portals>
{
    [Fact]
    public async Task A_group_travels_from_portal_to_portal()
    {
        await portals.BeginAsync();
        var (export, error) = await portals.ExportAsync();
        Assert.Null(error);
        var package = export.Package!;
        Assert.Equal(3, package.Items.Count);
        Assert.Equal(portals.Dev.Connection.Uri.ToString().TrimEnd('/'), package.Source);
        Assert.Equal(("11.4", 64), (package.SourceVersion, package.Sha256!.Length));
        Assert.StartsWith("Test_", Path.GetFileName(package.Path), StringComparison.Ordinal);
        var onDev = Assert.Single(Portals.PackagesOn(portals.DevPortal));
        Assert.Equal(Portals.Sha256(await File.ReadAllBytesAsync(package.Path!, TestContext.Current.CancellationToken)), package.Sha256);
        Assert.Equal(onDev.Size, package.Length);

        // Another process has the file alone.
        var read = await KnownFormats.Reader.ReadAsync(package.Path!, TestContext.Current.CancellationToken);
        Assert.Equal(package.Items.Select(item => (item.Id, item.Type, item.Name)), read.Items.Select(item => (item.Id, item.Type, item.Name)));

        var (import, failed) = await portals.ImportAsync(read);
        Assert.Null(failed);
        Portals.AllDone(import.Rows);
        Assert.All(import.Rows, row =>
        {
            Assert.Equal((MigrationAction.Create, row.SourceId), (row.Action, row.DestinationId));
            Assert.Contains("In folder 'Exports' of importer1", row.Message, StringComparison.Ordinal);
        });
        Assert.Equal(package.Items.Select(item => item.Id).Order(), portals.ProdPortal.State.Group(Portals.Target)!.Items.Order());
        Assert.Empty(Portals.PackagesOn(portals.ProdPortal));
        var sent = Assert.Single(Portals.Sent(portals.ProdPortal, "import"), request => request.Form["previewOnly"] == "false");
        Assert.Equal(("false", "true", "false"), (sent.Form["overwriteExistingItems"], sent.Form["async"], sent.Form["keepPackageItemAfterImport"]));
    }
}
