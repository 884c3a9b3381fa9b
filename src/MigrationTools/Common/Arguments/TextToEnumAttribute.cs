using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>Text, numbers and enum values to an enum; a typo fails instead of being dropped, a blank is "not given".</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextToEnumAttribute(Type type) : ArgumentTransformationAttribute
{
    /// <summary>The enum.</summary>
    public Type Type { get; } = type;

    /// <summary>Gives a value that the enum does not define for a blank, and not null: see <see cref="TextAttribute"/>.</summary>
    public bool BlankIsUndefined { get; init; }

    /// <summary>The parameter's own name, where it also takes what is piped: rows that have it are left to the binding by name, other objects are refused.</summary>
    public string? Or { get; init; }

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return BlankIsUndefined ? Enum.ToObject(Type, -1) : null;
        var value = Binding.Unwrap(inputData);
        if (value is not null && value.GetType() == Type) return value;
        if (Or is not null && value is not (string or IFormattable))
        {
            throw Piped.NotTaken(engineIntrinsics, ErrorKinds.InvalidValue, inputData, $"one of {string.Join(", ", Enum.GetNames(Type))}", $"Pipe these words, or rows with {Or}.", [Or]);
        }
        var text = Binding.Text(inputData)!.Trim();
        // Numbers are how enums come out of Export-Clixml and ConvertTo-Json; undefined ones are as wrong as a typo.
        return Enum.TryParse(Type, text, ignoreCase: true, out var parsed) && Enum.IsDefined(Type, parsed!)
            ? parsed
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"'{text}' is none of {string.Join(", ", Enum.GetNames(Type))}.");
    }
}
