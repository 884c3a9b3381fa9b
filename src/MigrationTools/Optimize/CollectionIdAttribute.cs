using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;

namespace MigrationTools.Optimize;

/// <summary>
/// The id of one collection: a word, or a collection that Get-OptimizeCollection listed. A blank is "not given"; an object
/// with a CollectionId is left to the binding by name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CollectionIdAttribute : ArgumentTransformationAttribute
{
    /// <summary>A blank cell. Not null: null binds only with coercion, after which the engine no longer looks at a row's other columns.</summary>
    internal static readonly ItemReference NotGiven = new(string.Empty, null);

    private static readonly ItemIdAttribute Ids = new(OptimizeConnection.SystemName, "Collection") { AreWords = true, Or = "CollectionId" };

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return NotGiven;
        var plain = Binding.Unwrap(inputData);
        if (plain is ItemReference given) return given;
        return Ids.Transform(engineIntrinsics, inputData) is ItemReference[] { Length: 1 } one
            ? one[0]
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidId, "One collection is due here, and not several.", "Run it once for each, or pipe them.");
    }
}
