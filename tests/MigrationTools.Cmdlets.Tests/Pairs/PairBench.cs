using System.Management.Automation;
using System.Security;
using System.Text.RegularExpressions;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Pairs;

/// <summary>All emulated servers, a shell that is connected to them, and one object of every sort that comes out of a cmdlet.</summary>
public sealed partial class PairBench : IAsyncLifetime
{
    private SandboxHost _sandbox = null!;
    private string _folder = string.Empty;

    internal Shell Shell { get; private set; } = null!;

    internal IReadOnlyList<RequestLog> Logs { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync();
        _folder = Directory.CreateTempSubdirectory("cmdlets-pairs-").FullName;
        Shell = new Shell();
        var (arcadia, plane, optimize, portals) = (_sandbox.Arcadia, _sandbox.SnapLogic.Elastic, _sandbox.Optimize, _sandbox.ArcGis);
        plane.Switches.StatusSteps = 0;
        foreach (var portal in new[] { portals.Dev, portals.Prod }) portal.Switches.JobDuration = portal.Switches.CommitDuration = TimeSpan.FromMilliseconds(10);
        Logs = [arcadia.Dev.Log, arcadia.Prod.Log, plane.Log, optimize.Dev.Log, optimize.Prod.Log, portals.Dev.Log, portals.Prod.Log];
        var variables = new (string Name, object Value)[]
        {
            ("arcadiaDev", arcadia.Dev.Uri.ToString()), ("arcadiaProd", arcadia.Prod.Uri.ToString()), ("arcadiaDevKey", arcadia.Dev.ApiKey), ("arcadiaProdKey", arcadia.Prod.ApiKey),
            ("plane", plane.Uri.ToString()), ("planeLogin", Login(plane.User, plane.Password)),
            ("optimizeDev", optimize.Dev.Uri.ToString()), ("optimizeProd", optimize.Prod.Uri.ToString()), ("optimizeDevToken", optimize.Dev.AccessToken), ("optimizeProdToken", optimize.Prod.AccessToken),
            ("gisDev", portals.Dev.Uri.ToString()), ("gisProd", portals.Prod.Uri.ToString()),
            ("gisDevLogin", Login(portals.Dev.User, portals.Dev.PasswordOf(portals.Dev.User))), ("gisProdLogin", Login(portals.Prod.User, portals.Prod.PasswordOf(portals.Prod.User))),
            ("returns", optimize.Prod.State.Collections.Find(collection => collection.Name == "Returns")!.Id),
            ("test", MigrationTools.Sandbox.ArcGis.ArcGisSamples.DevTest), ("mine", MigrationTools.Sandbox.ArcGis.ArcGisSamples.ProdMyGroup),
        };
        foreach (var (name, value) in variables) Shell[name] = value;
        Shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);
        (await Shell.RunAsync(PairObjects.Setup)).Fine();
        (await Shell.RunAsync(PairObjects.Forms)).Fine();
        foreach (var kind in PairObjects.Kinds) Assert.True(Shell[kind.Variable] is not null and not object[], $"${kind.Variable} is not one object.");
    }

    /// <summary>Runs a line, and tells how many requests it sent.</summary>
    internal async Task<(ShellRun Run, int Requests)> RunAsync(string script)
    {
        var before = Logs.Sum(log => log.Requests.Count);
        var run = await Lab.Within(Shell.RunAsync(script));
        return (run, Logs.Sum(log => log.Requests.Count) - before);
    }

    /// <summary>What all servers hold, as text. How often a job was asked for is no part of it.</summary>
    internal string State() => Reads().Replace(Text(), string.Empty);

    [GeneratedRegex("\"reads\": \\d+")]
    private static partial Regex Reads();

    private string Text() => string.Join('\n',
        _sandbox.Arcadia.Dev.State.Describe(), _sandbox.Arcadia.Prod.State.Describe(), _sandbox.SnapLogic.Elastic.State.Describe(),
        _sandbox.Optimize.Dev.State.Describe(), _sandbox.Optimize.Prod.State.Describe(), _sandbox.ArcGis.Dev.State.Describe(), _sandbox.ArcGis.Prod.State.Describe());

    public async ValueTask DisposeAsync()
    {
        _sandbox.Reset();
        Shell.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static PSCredential Login(string user, string word)
    {
        var secret = new SecureString();
        foreach (var letter in word) secret.AppendChar(letter);
        return new PSCredential(user, secret);
    }
}
