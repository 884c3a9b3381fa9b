using System.Management.Automation;

namespace MigrationTools.Loader;

/// <summary>
/// Runs when the module is imported, before the dll with the cmdlets is loaded: their parameters have types of the engine,
/// which must be found by then. It registers the loader and does nothing else: import stays cheap.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc />
    public void OnImport() => EngineLoadContext.Register();
}
