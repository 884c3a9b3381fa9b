using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Metadata;

/// <summary>The module as the engine sees it, read once.</summary>
public sealed class ModuleFixture : IDisposable
{
    private readonly Shell _shell = new();

    public ModuleFixture()
    {
        var run = _shell.RunAsync("Get-Command -Module MigrationTools; Get-Module MigrationTools").GetAwaiter().GetResult().Fine();
        Cmdlets = [.. run.Output.Select(value => value.BaseObject).OfType<CmdletInfo>().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
        Module = run.Output.Select(value => value.BaseObject).OfType<PSModuleInfo>().Single();
        Assembly = Cmdlets[0].ImplementingType.Assembly;
        Core = AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Single(assembly => assembly.GetName().Name == "MigrationTools.Core");
    }

    public IReadOnlyList<CmdletInfo> Cmdlets { get; }

    public PSModuleInfo Module { get; }

    public Assembly Assembly { get; }

    public Assembly Core { get; }

    public static CmdletAttribute Attribute(CmdletInfo cmdlet) => cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!;

    public static bool IsImport(CmdletInfo cmdlet) => cmdlet.Verb == VerbsData.Import;

    /// <summary>Cmdlets that change a server.</summary>
    public static bool IsChanging(CmdletInfo cmdlet) => cmdlet.Verb is "Import" or "Invoke" or "Set" or "Remove" or "New" or "Update" or "Add" or "Copy" or "Enable" or "Disable" or "Publish"
        // It makes an item on the source.
        || cmdlet.Name == "Export-ArcGisPackage";

    /// <summary>The parameters of the module's own, each with its cmdlet.</summary>
    public IEnumerable<(CmdletInfo Cmdlet, ParameterMetadata Parameter)> Parameters() =>
        from cmdlet in Cmdlets
        from parameter in cmdlet.Parameters.Values
        where !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name)
        select (cmdlet, parameter);

    /// <summary>Those that a property of an input object binds to.</summary>
    public IEnumerable<(CmdletInfo Cmdlet, ParameterMetadata Parameter)> ByName() =>
        Parameters().Where(entry => entry.Parameter.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName));

    /// <summary>All types that come out of the module, and what is in them.</summary>
    public IReadOnlyList<Type> OutputTypes()
    {
        var all = new HashSet<Type>();
        var open = new Queue<Type>(Cmdlets.SelectMany(cmdlet => cmdlet.OutputType).Select(output => output.Type).Where(type => type is not null && type != typeof(void)));
        while (open.TryDequeue(out var type))
        {
            if (!all.Add(type)) continue;
            foreach (var part in Assembly.GetExportedTypes().Concat(Core.GetExportedTypes()).Where(part => part != type && type.IsAssignableFrom(part))) open.Enqueue(part);
            foreach (var property in type.GetProperties())
            {
                var inner = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
                if (inner.Assembly == Core && !inner.IsEnum) open.Enqueue(inner);
            }
        }
        return [.. all];
    }

    public void Dispose() => _shell.Dispose();
}
