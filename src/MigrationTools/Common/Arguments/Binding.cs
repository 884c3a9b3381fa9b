using System.Collections;
using System.Management.Automation;
using MigrationTools.Common.Session;
using MigrationTools.Common.Views;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// What the argument transformations share. The engine drops an optional value bound by name in silence when it does not
/// convert; a transformation that throws makes the row fail instead.
/// </summary>
internal static class Binding
{
    private const int Longest = 500;

    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>A blank cell of a CSV means "not given".</summary>
    public static bool IsBlank(object? value) => Unwrap(value) is null || (Unwrap(value) is string text && string.IsNullOrWhiteSpace(text));

    /// <summary>The value of a property, whether the object is live, deserialized or made by a user; null where it has none.</summary>
    public static object? Property(object? value, string name)
    {
        if (value is null) return null;
        try
        {
            return Unwrap(PSObject.AsPSObject(value).Properties[name]?.Value);
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    public static string? Text(object? value) => Unwrap(value) switch
    {
        null => null,
        string text => text,
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString(),
    };

    /// <summary>One value, a list, or a text with , and ; as in a CSV cell.</summary>
    public static IEnumerable<object?> Split(object? value)
    {
        var plain = Unwrap(value);
        if (plain is string text)
        {
            foreach (var part in text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) yield return part;
        }
        else if (plain is IEnumerable many)
        {
            foreach (var one in many)
            {
                foreach (var part in Split(one)) yield return part;
            }
        }
        else if (plain is not null)
        {
            yield return value;
        }
    }

    /// <summary>
    /// The value is wrong for good: the binding fails, and with it this input. The cmdlet never sees it, so it is put into
    /// the history here: a script that ends with the history's exit code must not end well.
    /// </summary>
    public static ArgumentTransformationMetadataException Refuse(EngineIntrinsics? engine, ErrorKind kind, string what, string? remedy = null, object? input = null)
    {
        var error = new MigrationException(kind, Quotable(what), remedy);
        if (engine is not null)
        {
            var session = MigrationSession.Of(engine.SessionState);
            session.History.Add("(binding)", new MigrationResult
            {
                System = string.Empty,
                Type = "Input",
                Name = RowName.Of(session.Row ?? input),
                Action = MigrationAction.None,
                Status = MigrationStatus.Failed,
                Reason = ResultReason.CheckFailed,
                ErrorId = error.ErrorId,
                Message = error.Message,
            }, delivered: false);
            session.Row = null;
        }
        return new ArgumentTransformationMetadataException(error.Message, error);
    }

    /// <summary>The value is not for this parameter; the engine may try the next one of the pipe.</summary>
    public static ArgumentTransformationMetadataException NotMine(string what)
    {
        what = Quotable(what);
        return new(what, new PSInvalidCastException(what));
    }

    /// <summary>The engine shows these messages itself, and a cell of a table can hold anything, of any length.</summary>
    private static string Quotable(string what) => PlainText.Line(what.Length <= Longest ? what : what[..Longest] + "…");
}
