namespace MigrationTools.Core.Tests.Reliability;

/// <summary>The tables of all systems. A class that implements one is found by itself.</summary>
internal static class Tables
{
    /// <summary>One of each class that implements it, in the order of their names.</summary>
    public static IReadOnlyList<T> Of<T>() =>
    [
        .. typeof(Tables).Assembly.GetTypes().Where(type => type.IsClass && !type.IsAbstract && typeof(T).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal).Select(type => (T)Activator.CreateInstance(type)!),
    ];
}

/// <summary>A system without a table would be passed over in silence.</summary>
public sealed class TablesTests
{
    public static TheoryData<string> Systems => [.. KnownFormats.All.Select(format => format.System)];

    [Theory]
    [MemberData(nameof(Systems))]
    public void Every_system_is_struck_and_killed(string system)
    {
        Assert.True(Tables.Of<IReliabilityTable>().Count(table => table.System == system) == 1, $"No request of {system} is struck: write a {system}ReliabilityTable, which implements IReliabilityTable.");
        Assert.True(Tables.Of<IKillTable>().Count(table => table.System == system) == 1, $"No line of {system} is killed: write a {system}KillTable, which implements IKillTable, and a {system}Line of the victim.");
    }
}
