using MigrationTools.Cmdlets.Tests.ArcGis;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Cmdlets.Tests.Optimize;
using MigrationTools.Cmdlets.Tests.SnapLogic;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>One system as the table of causes speaks to it: the same import, in the system's own words.</summary>
/// <param name="lab">Is disposed with it.</param>
/// <param name="shell">Connected to source and target; its location is an empty folder.</param>
/// <param name="target">The target's emulator.</param>
internal sealed class Voice(IAsyncDisposable lab, Shell shell, ISandboxControl target) : IAsyncDisposable
{
    /// <summary>Every system there is, by its import.</summary>
    public static IReadOnlyList<string> Imports { get; } = ["Arcadia", "SnapLogic", "Optimize", "ArcGis"];

    /// <summary>The same, and the migration that SnapLogic's control plane does itself: it has no package, and looks at nothing unless a plan is shown.</summary>
    public static IReadOnlyList<string> Systems { get; } = [.. Imports, "SnapLogic migration"];

    public Shell Shell => shell;

    public ISandboxControl Target => target;

    /// <summary>Imports $package into a place that lacks all of it, with these further parameters.</summary>
    public required Func<string, string> Import { get; init; }

    /// <summary>The same without the parameter that says where to.</summary>
    public required string Nowhere { get; init; }

    /// <summary>What a rehearsal imports where the server tells before what it means to do.</summary>
    public Func<string, string>? Foretold { get; init; }

    /// <summary>The word for what Overwrite does to what is there.</summary>
    public required string Overwrites { get; init; }

    /// <summary>Makes the package another one of the same artifacts, where the server would otherwise find that nothing is to be done.</summary>
    public string Edit { get; init; } = "";

    /// <summary>A route that is asked before anything is planned.</summary>
    public required string Looks { get; init; }

    /// <summary>The route of the request that changes the target.</summary>
    public string Sends { get; init; } = "import";

    /// <summary>True where what is there is told of as a whole.</summary>
    public bool IsWhole { get; init; }

    /// <summary>How many requests of the route <see cref="Sends"/> come before the one that counts.</summary>
    public int DryRuns { get; init; }

    /// <summary>The target's content as text, for before and after.</summary>
    public string State => target.DescribeState(withoutNoise: true).ToJsonString();

    public Task<ShellRun> RunAsync(string script) => Lab.Within(shell.RunAsync(script));

    public async Task<ShellRun> FineAsync(string script) => (await RunAsync(script)).Fine();

    public ValueTask DisposeAsync() => lab.DisposeAsync();

    public static Task<Voice> StartAsync(string system, TestHost? host = null) => system switch
    {
        "Arcadia" => ArcadiaAsync(host),
        "SnapLogic" => SnapLogicAsync(host),
        "SnapLogic migration" => MigrationAsync(host),
        "Optimize" => OptimizeAsync(host),
        "ArcGis" => ArcGisAsync(host),
        _ => throw new ArgumentException($"{system} has no voice.", nameof(system)),
    };

    private static async Task<Voice> ArcadiaAsync(TestHost? host)
    {
        var lab = await Lab.StartAsync(host);
        lab.Shell["package"] = lab.Fixture("minimal", "package.json");
        return new Voice(lab, lab.Shell, lab.Prod)
        {
            Import = more => $"Import-ArcadiaPackage $package -DataConnection sales -Connection prod {more}",
            Nowhere = "Import-ArcadiaPackage $package -Connection prod",
            Overwrites = "Update",
            Edit = "[IO.File]::WriteAllText($package, [IO.File]::ReadAllText($package).Replace('placeholder desc', 'another desc'))",
            Looks = "import",
            DryRuns = 1,
        };
    }

    private static async Task<Voice> SnapLogicAsync(TestHost? host)
    {
        var bench = await SnapLogicBench.StartAsync(host);
        await bench.FineAsync("$package = (Export-SnapLogicProject '/acme/Sales/Price List' -Path package.zip).Path");
        return new Voice(bench, bench.Shell, bench.Server)
        {
            Import = more => $"Import-SnapLogicProject $package -DestinationProject /acme-prod/Sales/New -Connection acme {more}",
            Nowhere = "Import-SnapLogicProject $package -Connection acme",
            Overwrites = "Replace",
            Looks = "export",
        };
    }

    private static async Task<Voice> MigrationAsync(TestHost? host)
    {
        var bench = await SnapLogicBench.StartAsync(host);
        return new Voice(bench, bench.Shell, bench.Server)
        {
            Import = more => $"Invoke-SnapLogicProjectMigration '/acme/Sales/Price List' /acme-prod/Sales/New -Connection acme {more}",
            Nowhere = "Invoke-SnapLogicProjectMigration '/acme/Sales/Price List' -Connection acme",
            Overwrites = "Replace",
            Looks = "export",
            Sends = "migrate",
            IsWhole = true,
        };
    }

    private static async Task<Voice> OptimizeAsync(TestHost? host)
    {
        var lab = await OptimizeLab.StartAsync(host);
        lab.Fixture("returns", "package.json");
        lab.Shell["package"] = Path.Combine(lab.Folder, "package.json");
        return new Voice(lab, lab.Shell, lab.Prod)
        {
            Import = more => $"Import-OptimizePackage $package -CollectionId $c -Connection prod {more}",
            Nowhere = "Import-OptimizePackage $package -Connection prod",
            Overwrites = "Replace",
            Looks = "dashboards",
        };
    }

    private static async Task<Voice> ArcGisAsync(TestHost? host)
    {
        var lab = await ArcGisLab.StartAsync(host);
        await lab.FineAsync("$package = (Export-ArcGisPackage $test -Path package.epk -Connection dev).Path");
        return new Voice(lab, lab.Shell, lab.Prod)
        {
            Import = more => $"Import-ArcGisPackage $package -GroupId $mine -Connection prod {more}",
            // Of a file the module tells an estimate, and its rows say so; of a package that is there the portal tells.
            Foretold = more => $"$item = (Add-ArcGisPackage $package -Connection prod -WhatIf:$false -Confirm:$false).PackageItem; Import-ArcGisPackage -PackageItemId $item -GroupId $mine -Connection prod {more}",
            Nowhere = "Import-ArcGisPackage $package -Connection prod",
            Overwrites = "Update",
            Looks = "group",
        };
    }
}
