using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// What reads and describes a package is compiled when a process first uses it, and that takes longer than a server's
/// answer. It is used once on a small bundle while the first answer is on its way.
/// </summary>
internal static class ArcadiaFirstUse
{
    // A dashboard, its visual and its dataset, with the fields that are looked into.
    private static ReadOnlySpan<byte> Bundle =>
        """
        {"version":{"Arcviz Version":"1"},
        "datasets":[{"pk":1,"model":"datasets.dataset","fields":{"dataset_name":"d","uuid":"u","dataconnection":1,"dashboards":[],"dataset_tablenames":"[\"t\"]","dataset_info":"[]"}}],
        "visuals":[{"pk":2,"model":"reports.report","fields":{"report_name":"","report_type":"bars","uuid":"u","dataset":1,"report_data":"{\"report_data\":{\"report_title\":\"v\",\"dashboard_id\":3}}"}}],
        "dashboards":[{"pk":3,"model":"reports.report","fields":{"report_name":"b","report_type":"dashboard","uuid":"u","dataset":1,"shared_visual_dashboards":"[]","report_data":"{\"dashboard_widgets\":[{\"id\":\"uri-1-widget-2\"}],\"report_title\":\"b\"}"}}]}
        """u8;

    private static int _begun;

    /// <summary>Begins, unless this process has done so before. Nobody waits for it.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0) Task.Run(UseAsync);
    }

    internal static async Task<ArcadiaPackage> UseAsync()
    {
        using var source = new PackageSource(new MemoryStream(Bundle.ToArray()));
        var package = await ArcadiaBundleFormat.ReadBundleAsync(source, CancellationToken.None).ConfigureAwait(false);
        ManifestText.Write(Stream.Null, PackageManifest.Of(package));
        return package;
    }
}
