using System.Security.Cryptography;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Tests.Packages;

namespace MigrationTools.Core.Tests.Arcadia;

public class ArcadiaPackageSampleTests
{
    private static readonly ArcadiaPackage _sample = PackageBundles.Read(File.ReadAllBytes(PackageBundles.SamplePath));

    [Fact]
    public void Lists_every_item_with_its_name_and_what_it_needs() => Assert.Equal(
        [
            "App 5 'Retail operations' <- CustomStyle 4",
            "App 6 'Stores' <- App 5, Dashboard 2110, Dashboard 2115",
            "Dashboard 2115 'Store sales overview' <- Visual 2101, Visual 2102, Visual 2103, Visual 2104, Visual 2105, Visual 2199, Dataset 41, CustomStyle 4",
            "Dashboard 2110 'Returns' <- Visual 2106, Dataset 42",
            "Visual 2101 'Sales by store' <- Dataset 41, CustomStyle 4",
            "Visual 2102 'Returned value' <- Dataset 42",
            "Visual 2103 'daterange 2103' <- Dataset 41, DateRange 7, DateRange 8",
            "Visual 2104 'picklist 2104' <- Dataset 41",
            "Visual 2105 'Banner' <- Dataset 41, StaticAsset 3",
            "Visual 2106 'Returns by day' <- Dataset 42",
            "Dataset 41 'orders' <-",
            "Dataset 42 'returns per day' <-",
            "DateRange 7 'Trading hours' <-",
            "DateRange 8 'Trading hours' <-",
            "StaticAsset 3 'Store logo' <-",
            "CustomStyle 4 'Retail look' <- StaticAsset 3",
        ],
        PackageBundles.Lines(_sample));

    [Fact]
    public void Warns_of_the_one_reference_that_leads_out_and_of_code() => Assert.Equal(
        [
            "Visual 'Banner' (2105) carries JavaScript or HTML that runs in viewers' browsers.",
            "Dashboard 'Store sales overview' (2115) names visual 2199, which is not in the package.",
        ],
        _sample.Warnings);

    [Fact]
    public void Tells_what_an_import_needs_to_know()
    {
        Assert.Equal(("Arcadia", "Bundle", "8.1.4.1000"), (_sample.System, _sample.Kind, _sample.SourceVersion));
        var connection = Assert.Single(_sample.SourceConnections);
        Assert.Equal("12", connection.Id);
        Assert.Equal(["orders", "returns per day"], connection.Datasets);
        Assert.Equal(["sales_dev.orders", "sales_dev.returns"], _sample.Tables);
        Assert.Equal(["CustomStyle 4", "Visual 2105"], _sample.NamesAssetsById.Order(StringComparer.Ordinal));
        Assert.Equal(["Visual 2105"], _sample.CarriesCode);
        Assert.Empty(_sample.CarriesSecrets);
        Assert.Empty(_sample.LinkedVisuals);
        Assert.Equal(
            "App 2, Dashboard 2, Visual 6, Dataset 2, DateRange 2, StaticAsset 1, CustomStyle 1, AppMembership 2, Thumbnail 2",
            string.Join(", ", _sample.Counts.Select(count => $"{count.Key} {count.Value}")));
    }

    [Fact]
    public void Keeps_what_the_server_knows_each_thing_by()
    {
        var dataset = _sample.Item("Dataset 42");
        Assert.Equal("199044aa-0019-4213-9c14-cbd49666a53f", dataset.Uuid);
        Assert.Equal("12", dataset.SourceConnection);
        Assert.Equal(["sales_dev.returns"], dataset.Tables);
        Assert.Equal("2f6201d0-9ce7-4e83-8ab9-8eec2b9013c2", _sample.Item("Dashboard 2110").ImportedUuid);
        Assert.Equal("6f45aedd-7961-4542-8600-39d309ba91e4", _sample.Item("DateRange 8").ImportedUuid);
        Assert.Equal(["Dashboard 2115", "Visual 2101"], _sample.Items.Cast<ArcadiaItem>().Where(item => item.HasThumbnail).Select(item => $"{item.Type} {item.Id}"));
    }

    [Fact]
    public void Keeps_all_records_in_the_order_of_the_file()
    {
        var entries = _sample.Bundle!.Entries;
        Assert.Equal(20, entries.Count);
        Assert.Equal("appgroups 5, appgroups 6, appgroupmembership 31, appgroupmembership 32, dashboards 2115", string.Join(", ", entries.Take(5).Select(entry => $"{entry.Type.Key} {entry.Pk}")));
        Assert.Equal(("reportimage", "59"), (entries[^1].Type.Key, entries[^1].Pk));
    }

    [Fact]
    public void Needs_never_run_in_circles()
    {
        var open = _sample.Items.ToDictionary(item => $"{item.Type} {item.Id}", item => item.DependsOn.ToHashSet());
        while (open.Count > 0)
        {
            var free = open.Where(item => !item.Value.Any(open.ContainsKey)).Select(item => item.Key).ToList();
            Assert.NotEmpty(free);
            foreach (var item in free) open.Remove(item);
        }
    }

    [Fact]
    public async Task A_path_gives_the_package_that_the_export_emitted_and_leaves_the_file_alone()
    {
        using var folder = new TempFolder();
        var bytes = await File.ReadAllBytesAsync(PackageBundles.SamplePath);
        var destination = new PackageDestination(folder.Path);
        using var file = destination.Open(null, "2115", ".json");
        await file.Stream.WriteAsync(bytes);
        ArcadiaPackage facts;
        using (var source = file.OpenSource()) facts = await ArcadiaBundleFormat.ReadBundleAsync(source, default);
        file.NameAs(facts.Item("Dashboard 2115").Name, "2115");
        var live = file.Commit(facts with { Source = "https://dev.example.com", ExportedAt = DateTimeOffset.UnixEpoch, Requested = ["Dashboard 2115"], Warnings = [.. facts.Warnings, "Said by the export."] });

        var again = Assert.IsType<ArcadiaPackage>(await KnownFormats.Reader.ReadAsync(live.Path!, "Arcadia"));

        Assert.Equal("Store sales overview.json", Path.GetFileName(live.Path));
        Assert.Equal(Samples.Text(live), Samples.Text(again));
        Assert.Equal(PackageBundles.Facts(live), PackageBundles.Facts(again));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(live.Path!));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), again.Sha256);
        Assert.Equal("Arcadia Bundle Store sales overview.json", again.ToString());
    }
}
