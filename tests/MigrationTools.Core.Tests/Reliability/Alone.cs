namespace MigrationTools.Core.Tests.Reliability;

/// <summary>Tests that measure the memory of the whole process: nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
