using System.Management.Automation;

namespace MigrationTools.Common.Loading;

/// <summary>Runs when the module is imported. It registers the loader and does nothing else: import stays cheap.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc />
    public void OnImport() => EngineLoadContext.Register();
}
