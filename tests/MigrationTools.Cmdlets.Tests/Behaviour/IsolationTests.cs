using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>Another module's RestSharp, newer than ours and loaded first, is never ours.</summary>
public sealed class IsolationTests
{
    private static readonly Version _strangerVersion = new(999, 0, 0, 0);

    /// <summary>Before any test: then every test of this assembly runs beside the strangers, as in a shell full of modules.</summary>
    [ModuleInitializer]
    internal static void LoadStrangers()
    {
        foreach (var name in new[] { "RestSharp", "Polly.Core" })
        {
            var stranger = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = _strangerVersion }, typeof(object).Assembly);
            stranger.DefineDynamicModule(name).DefineType("Stranger", TypeAttributes.Public).CreateType();
            using var image = new MemoryStream();
            stranger.Save(image);
            image.Position = 0;
            AssemblyLoadContext.Default.LoadFromStream(image);
        }
    }

    [Fact]
    public async Task The_module_uses_its_own_copies()
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("Export-ArcadiaDashboard 2110 -Connection dev");

        foreach (var name in new[] { "RestSharp", "Polly.Core" })
        {
            var loaded = AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Where(assembly => assembly.GetName().Name == name).ToList();
            Assert.Contains(loaded, assembly => assembly.GetName().Version == _strangerVersion && AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default);
            var ours = Assert.Single(loaded, assembly => assembly.GetName().Version != _strangerVersion);
            Assert.Equal("MigrationTools", AssemblyLoadContext.GetLoadContext(ours)!.Name);
            Assert.StartsWith(Path.Combine(Repository.Module, "dependencies"), ours.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_engine_is_loaded_once_however_often_the_module_is_imported()
    {
        await using var lab = await Lab.StartAsync();
        lab.Shell["manifest"] = Repository.Manifest;

        await lab.FineAsync("Import-Module $manifest -Force; Import-Module $manifest -Force; Get-MigrationConnection");

        Assert.Single(AssemblyLoadContext.All.SelectMany(context => context.Assemblies), assembly => assembly.GetName().Name == "MigrationTools.Core");
    }
}
