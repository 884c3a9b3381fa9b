using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;

var scale = new Option<int>("--scale") { Description = "Adds this many dashboards (assets, items) to the sample content." };
var delay = new Option<int>("--delay") { Description = "Waits this many milliseconds before every answer." };
var portBase = new Option<int>("--port-base") { Description = "The first of consecutive ports; free ones by default." };
var largeBytes = new Option<long>("--large-asset-bytes") { Description = "Adds static assets (files) of this size." };
var largeCount = new Option<int>("--large-assets") { Description = "How many large assets (files).", DefaultValueFactory = _ => 1 };
var basePath = new Option<string>("--base-path") { Description = "A prefix before /arc, for example /cdv.", DefaultValueFactory = _ => "" };
var xmlBytes = new Option<long>("--optimize-xml-bytes") { Description = "Adds Optimize reports with a model of this size." };
var xmls = new Option<int>("--optimize-xmls") { Description = "How many such reports.", DefaultValueFactory = _ => 1 };
var largeItem = new Option<long>("--large-item-bytes") { Description = "Adds an item of this size to the group Imagery of ArcGIS's dev." };
var json = new Option<bool>("--json") { Description = "Prints the line of JSON alone." };
var exitWithStdin = new Option<bool>("--exit-with-stdin") { Description = "Ends when standard input is closed." };
var command = new RootCommand("The services of MigrationTools, emulated on loopback.")
{
    scale, delay, portBase, largeBytes, largeCount, basePath, xmlBytes, xmls, largeItem, json, exitWithStdin,
};
command.SetAction(async (parsed, cancellation) =>
{
    await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions
    {
        Scale = parsed.GetValue(scale),
        Delay = TimeSpan.FromMilliseconds(parsed.GetValue(delay)),
        PortBase = parsed.GetValue(portBase),
        LargeAssetBytes = parsed.GetValue(largeBytes),
        LargeAssets = parsed.GetValue(largeCount),
        LargeItemBytes = parsed.GetValue(largeItem),
        ArcadiaBasePath = parsed.GetValue(basePath)!,
        OptimizeXmlBytes = parsed.GetValue(xmlBytes),
        OptimizeXmls = parsed.GetValue(xmls),
    }, cancellation);

    // Scripts read the first line and no more.
    await Console.Out.WriteLineAsync(Encoding.ASCII.GetString(JsonText.Ascii(sandbox.Describe())));
    if (!parsed.GetValue(json)) await Console.Out.WriteLineAsync(Explanation(sandbox));
    await Console.Out.FlushAsync(cancellation);
    await UntilToldToEndAsync(parsed.GetValue(exitWithStdin), cancellation);
    return 0;
});
return await command.Parse(args).InvokeAsync();

static string Explanation(SandboxHost sandbox)
{
    var text = new StringBuilder().AppendLine().AppendLine("The sandbox runs until Ctrl-C. To connect:");
    foreach (var system in sandbox.Systems) text.AppendLine(system.Explanation).AppendLine();

    return text.Append($"Control: {sandbox.AdminUri}sandbox").ToString();
}

static async Task UntilToldToEndAsync(bool withStdin, CancellationToken cancellation)
{
    var told = new TaskCompletionSource();
    using var stopped = cancellation.Register(() => told.TrySetResult());
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        context.Cancel = true;
        told.TrySetResult();
    });
    if (withStdin)
    {
        _ = Task.Run(async () =>
        {
            while (await Console.In.ReadLineAsync(CancellationToken.None) is not null)
            {
                // What is typed does not matter; that it ends does.
            }

            told.TrySetResult();
        }, CancellationToken.None);
    }

    await told.Task;
}
