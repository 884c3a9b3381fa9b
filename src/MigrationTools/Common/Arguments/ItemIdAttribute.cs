using System.Collections;
using System.Globalization;
using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// Ids: numbers or words, or objects of the right system and type, of which the Id is taken. All else is refused with
/// words; a plain string[] parameter would take a file's name, or the text "@{Id=2115}", for an id.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemIdAttribute(string system, params string[] types) : ArgumentTransformationAttribute
{
    /// <summary>The system the ids belong to.</summary>
    public string System { get; } = system;

    /// <summary>The types of item that are meant; none for any.</summary>
    public IReadOnlyList<string> Types { get; } = types;

    /// <summary>A type that is no item of the system, although it is listed as one.</summary>
    public string? Not { get; init; }

    /// <summary>True where ids are words (UUIDs and the like) and not numbers alone.</summary>
    public bool AreWords { get; init; }

    /// <summary>The parameter's own name, where it also binds by that: a row that has it is then left to it.</summary>
    public string? Or { get; init; }

    private string What => Types.Count == 0 ? "item" : string.Join(" or ", Types);

    // The remedy of InvalidId speaks of numbers.
    private string? Remedy => AreWords ? $"Give the id, or an object of {System} and of the right type." : null;

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return null;
        return Ids(engineIntrinsics, inputData, source: null).ToArray();
    }

    private IEnumerable<ItemReference> Ids(EngineIntrinsics engineIntrinsics, object? value, string? source)
    {
        var plain = Binding.Unwrap(value);
        switch (plain)
        {
            case null:
                yield break;
            case string text:
                foreach (var part in text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) yield return Number(engineIntrinsics, part, source);
                yield break;
            case Guid guid when AreWords:
                yield return Number(engineIntrinsics, guid.ToString(), source);
                yield break;
            case sbyte or byte or short or ushort or int or uint or long or ulong:
                yield return Number(engineIntrinsics, ((IFormattable)plain).ToString(null, CultureInfo.InvariantCulture), source);
                yield break;
            case IDictionary:
                break;
            case IEnumerable many when Binding.Property(value, "Id") is null:
                foreach (var one in many)
                {
                    foreach (var id in Ids(engineIntrinsics, one, source)) yield return id;
                }
                yield break;
        }
        foreach (var id in FromObject(engineIntrinsics, value!)) yield return id;
    }

    private IEnumerable<ItemReference> FromObject(EngineIntrinsics engineIntrinsics, object value)
    {
        var system = Binding.Text(Binding.Property(value, "System"));
        var type = Binding.Text(Binding.Property(value, "Type"));
        var id = Binding.Text(Binding.Property(value, "Id"));
        if (Or is not null && Piped.IsRowFor(value, [Or])) throw Refused(engineIntrinsics, value);
        if (Binding.IsBlank(id) && Piped.IsRowByHand(value) && PSObject.AsPSObject(value).Properties["Id"] is not null) throw NotBlankAttribute.Refused(engineIntrinsics, "Id", value);
        if (id is null) throw Refused(engineIntrinsics, value);
        // A row that a user wrote (CSV, PSCustomObject) need not say them; any other object has to say both.
        var byHand = Binding.Unwrap(value) is PSCustomObject && !Piped.IsOurs(value);
        var fits = (system == System || (byHand && system is null)) && (type is null ? byHand : Is(type));
        if (!fits) throw Refused(engineIntrinsics, value);
        return Ids(engineIntrinsics, id, Binding.Text(Binding.Property(value, "Source")));
    }

    private ItemReference Number(EngineIntrinsics engineIntrinsics, string text, string? source)
    {
        var trimmed = text.Trim();
        if (AreWords)
        {
            // People copy them out of addresses, with the slash at the end.
            trimmed = trimmed.TrimEnd('/');
            return trimmed.Length is > 0 and <= 200 && trimmed.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
                ? new ItemReference(trimmed, source)
                : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidId, $"'{(text.Length > 60 ? text[..60] + "…" : text)}' is no id of {Piped.A(What)}.",
                    "An id is the word in the address of the item's page.", text);
        }
        return trimmed.Length is > 0 and <= 20 && trimmed.All(char.IsAsciiDigit)
            ? new ItemReference(trimmed, source)
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidId, $"'{(text.Length > 60 ? text[..60] + "…" : text)}' is no id of {Piped.A(What)}.",
                "Ids are numbers; for a name use -Name.", text);
    }

    private bool Is(string type) => Types.Count == 0
        ? !type.Equals(Not, StringComparison.OrdinalIgnoreCase)
        : Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    private ArgumentTransformationMetadataException Refused(EngineIntrinsics engineIntrinsics, object value) =>
        Piped.NotTaken(engineIntrinsics, ErrorKinds.InvalidId, value, $"{Piped.A(What)} of {System}, and no id of one", Remedy, Or is null ? [] : [Or]);
}
