using System.Management.Automation;
using MigrationTools.Common.Session;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// What comes through the pipe and is not what a parameter takes by value: a row for the parameters that bind by name, or
/// nothing for this cmdlet. The engine itself would say of the second no more than that it cannot be bound, and the history
/// would not know of it.
/// </summary>
internal static class Piped
{
    /// <summary>The names under which a row can tell a file, or a package that is on a server.</summary>
    public static readonly string[] Files = ["Path", "LiteralPath", "PSPath", "FullName", "PackageItemId"];

    // Objects of this module have these as well, and mean themselves by them: the Name of a connection is no filter.
    private static readonly string[] Common = ["Id", "Name", "Type", "Uri", "Org", "Connection"];

    private static readonly string[] Marks = ["Type", "Kind", "Status", "Uri"];

    /// <summary>True if a row names something for one of the parameters that bind by name.</summary>
    public static bool IsRowFor(object? value, IEnumerable<string> names) => names.Any(name => Has(value, name)
        && (Common.Contains(name, StringComparer.Ordinal) ? IsRow(value) && !IsOurs(value) : Word(value, name) is not null || !IsOurs(value)));

    /// <summary>What to throw: rows are left to the parameters that bind by name, all else is refused with words.</summary>
    /// <param name="engine">Where it is refused; its session remembers.</param>
    /// <param name="kind">The error.</param>
    /// <param name="value">What came.</param>
    /// <param name="wanted">What would be taken, with its article.</param>
    /// <param name="remedy">What to do; the error's own words where it is null.</param>
    /// <param name="names">The parameters that bind by name.</param>
    public static ArgumentTransformationMetadataException NotTaken(
        EngineIntrinsics? engine, ErrorKind kind, object? value, string wanted, string? remedy, IEnumerable<string> names)
    {
        NoteRow(engine, value);
        return IsRowFor(value, names)
            ? Binding.NotMine($"This is not {wanted}.")
            : Binding.Refuse(engine, kind, $"{Called(value)} is not {wanted}.", remedy, value);
    }

    /// <summary>A cell that is refused later on, by the parameter of its column, tells nothing of its row: it is kept until the cmdlet has it.</summary>
    public static void NoteRow(EngineIntrinsics? engine, object? value)
    {
        if (engine is not null && IsRowByHand(value)) MigrationSession.Of(engine.SessionState).Row = value;
    }

    /// <summary>A value in words, as the beginning of a sentence: what it is, and of which system.</summary>
    public static string Called(object? value)
    {
        if (Binding.Unwrap(value) is string text) return $"The text '{(text.Length > 60 ? text[..60] + "…" : text)}'";
        if (RowName.OneColumn(value) is { } row) return row;
        if (!IsOurs(value)) return $"Something of type {Binding.Unwrap(value)?.GetType().Name ?? "null"}";
        var (system, type) = (Word(value, "System"), Word(value, "Type"));
        if (Has(value, "Command")) return $"An entry of the history about {system}";
        if (Word(value, "Status") is not null) return $"A row about {A(type ?? "artifact")} of {system}";
        if (type is not null) return $"{(A(type)[..2] == "an" ? "An" : "A")} {type} of {system}";
        if (IsConnection(value)) return $"A connection to {system}";
        if (Has(value, "Ok")) return $"A test of a connection to {system}";
        return Word(value, "Id") is null ? $"A package of {system}" : $"A job of {system}";
    }

    /// <summary>A noun with its article.</summary>
    public static string A(string noun) => $"{(noun.Length > 0 && "AEIOUaeiou".Contains(noun[0]) ? "an" : "a")} {noun}";

    /// <summary>True for what tables are made of; any other object means itself by its Id.</summary>
    private static bool IsRow(object? value) => Binding.Unwrap(value) is PSCustomObject or System.Data.DataRow;

    /// <summary>True for a row that a user wrote: of a CSV, or a PSCustomObject.</summary>
    public static bool IsRowByHand(object? value) => Binding.Unwrap(value) is PSCustomObject && !IsOurs(value);

    /// <summary>True for what cmdlets of this module gave, live or as it comes back from another process or a file.</summary>
    public static bool IsOurs(object? value) => Word(value, "System") is not null && Marks.Any(mark => Word(value, mark) is not null);

    /// <summary>True for a connection, or what is left of one in another process or a file.</summary>
    public static bool IsConnection(object? value) => IsOurs(value) && Has(value, "Uri") && Has(value, "User");

    private static bool Has(object? value, string name) => value is not null && PSObject.AsPSObject(value).Properties[name] is not null;

    private static string? Word(object? value, string name) => Binding.Text(Binding.Property(value, name)) is { Length: > 0 } word ? word : null;
}
