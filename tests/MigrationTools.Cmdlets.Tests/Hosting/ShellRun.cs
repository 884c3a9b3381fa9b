using System.Management.Automation;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>What a script came to: all streams, and how it ended.</summary>
internal sealed record ShellRun(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<string> Information,
    Exception? Thrown)
{
    /// <summary>True if it was stopped from outside.</summary>
    public bool WasStopped => Thrown is PipelineStoppedException;

    /// <summary>The one error, whether it ended the script or not.</summary>
    public ErrorRecord Error => Assert.Single(AllErrors);

    /// <summary>Errors that ended nothing, then the one that did.</summary>
    public IReadOnlyList<ErrorRecord> AllErrors => Thrown is IContainsErrorRecord { ErrorRecord: { } last } && !WasStopped
        ? [.. Errors.Where(error => error.Exception != last.Exception), new ErrorRecord(last, Thrown)]
        : Errors;

    /// <summary>Rows by one property, as text.</summary>
    public IReadOnlyList<string?> Values(string property) => [.. Output.Select(row => row.Text(property))];

    /// <summary>Everything that a person or a log could come to see.</summary>
    public string AllText => string.Join('\n', [
        .. Output.Select(value => value.Everything()), .. AllErrors.Select(error => $"{error} {error.Exception} {error.ErrorDetails} {error.ScriptStackTrace}"),
        .. Warnings, .. Verbose, .. Debug, .. Information,
    ]);

    /// <summary>Nothing went wrong, or the test ends here with what did.</summary>
    public ShellRun Fine()
    {
        Assert.True(Thrown is null && Errors.Count == 0, $"{Thrown}\n{string.Join('\n', Errors.Select(error => $"{error.FullyQualifiedErrorId}: {error}"))}");
        return this;
    }
}

internal static class Reading
{
    /// <summary>A property's value without its wrapping; null where there is none.</summary>
    public static object? Value(this PSObject row, string property) => row.Properties[property]?.Value is PSObject wrapped ? wrapped.BaseObject : row.Properties[property]?.Value;

    public static string? Text(this PSObject row, string property) => row.Value(property)?.ToString();

    /// <summary>The stable id, which stands before the comma.</summary>
    public static string Id(this ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    /// <summary>The documented id of an error, also where the engine wraps it as a failed binding.</summary>
    public static string? Kind(this ErrorRecord error)
    {
        for (var cause = error.Exception; cause is not null; cause = cause.InnerException)
        {
            if (cause.GetType().Name == "MigrationException") return PSObject.AsPSObject(cause).Text("ErrorId");
        }
        return null;
    }

    public static string Everything(this PSObject value) =>
        $"{value} " + string.Join(' ', value.Properties.Select(property => $"{property.Name}={Safely(property)}"));

    private static object? Safely(PSPropertyInfo property)
    {
        try
        {
            return property.Value is System.Collections.IEnumerable many and not string ? string.Join('|', many.Cast<object?>()) : property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
