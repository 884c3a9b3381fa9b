using System.Management.Automation;
using MigrationTools.Common.Views;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Common.Pipeline;

/// <summary>Turns the engine's errors into PowerShell's. The remedy stands in the message, because no view shows it elsewhere.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(MigrationException error, object? target)
    {
        target ??= error.TargetObject;
        var record = new ErrorRecord(error, error.ErrorId, Category(error.Kind.Class), target)
        {
            // No RecommendedAction: some views would show the remedy twice, and the others never.
            ErrorDetails = new ErrorDetails(PlainText.Lines(error.Message)),
        };
        // The engine shows it as it is, in the category's line.
        if (record.CategoryInfo.TargetName is { Length: > 0 } name) record.CategoryInfo.TargetName = PlainText.Line(Redactor.Redact(name));
        return record;
    }

    /// <summary>Any failure as a documented one; what was not foreseen is a fault of this product and says so.</summary>
    public static MigrationException Understand(Exception error) => error switch
    {
        MigrationException known => known,
        OperationCanceledException => new MigrationException(ErrorKinds.Canceled, "The work was stopped.", inner: error),
        AggregateException { InnerExceptions: [var only] } => Understand(only),
        _ => new MigrationException(ErrorKinds.InternalError, $"{error.GetType().Name}: {error.Message}", inner: error),
    };

    private static ErrorCategory Category(ErrorClass kind) =>
        Enum.TryParse<ErrorCategory>(kind.ToString(), out var category) ? category : ErrorCategory.NotSpecified;
}
