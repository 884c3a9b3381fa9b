using System.Collections;
using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// What has to be given: a blank, a blank cell and an empty list are refused in words, and the history knows of them. The
/// engine would refuse them, too, and leave no trace that a script could count.
/// </summary>
/// <param name="name">The parameter's name.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotBlankAttribute(string name) : ArgumentTransformationAttribute
{
    /// <summary>The parameter's name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        Piped.NoteRow(engineIntrinsics, inputData);
        return IsNothing(inputData) || HasNothing(inputData)
            ? throw Refused(engineIntrinsics, Name, inputData)
            : inputData;
    }

    /// <summary>What to throw where a value or a cell is blank.</summary>
    internal static ArgumentTransformationMetadataException Refused(EngineIntrinsics engine, string name, object? input) =>
        Binding.Refuse(engine, ErrorKinds.InvalidValue, $"-{name} is empty.", "Give a value; in a list, fill the cell or take the row out.", input);

    private static bool IsNothing(object? value) => Binding.Unwrap(value) switch
    {
        null => true,
        string text => text.AsSpan().Trim(" \t\r\n,;").IsEmpty,
        IEnumerable many and not IDictionary => many.Cast<object?>().All(IsNothing),
        _ => false,
    };

    private bool HasNothing(object? row) => Piped.IsRowByHand(row)
        && PSObject.AsPSObject(row).Properties[Name] is not null && IsNothing(Binding.Property(row, Name));
}
