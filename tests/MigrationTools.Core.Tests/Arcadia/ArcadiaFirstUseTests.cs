using MigrationTools.Core.Arcadia;

namespace MigrationTools.Core.Tests.Arcadia;

public sealed class ArcadiaFirstUseTests
{
    /// <summary>A sample that was no bundle any more would end at its first byte, and nobody would see it.</summary>
    [Fact]
    public async Task The_small_bundle_is_read_to_its_end()
    {
        var package = await ArcadiaFirstUse.UseAsync();
        Assert.Equal(["Dashboard b needs Dataset 1, Visual 2", "Visual v needs Dataset 1", "Dataset d needs "],
            package.Items.Select(item => $"{item.Type} {item.Name} needs {string.Join(", ", item.DependsOn.Order(StringComparer.Ordinal))}"));
        Assert.Empty(package.Warnings);
        Assert.Equal(["t"], package.Tables);
    }
}
