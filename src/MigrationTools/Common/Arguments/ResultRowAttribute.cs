using System.Management.Automation;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// A row of a migration: live, or as it comes back from Start-Job, Export-Clixml, JSON or CSV. One of another system is
/// refused; what is no row is left to the other parameters of the pipe.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResultRowAttribute(string system) : ArgumentTransformationAttribute
{
    /// <summary>The system whose rows are meant.</summary>
    public string System { get; } = system;

    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var row = Binding.Unwrap(inputData) as MigrationResult ?? Rebuilt(inputData) ?? throw Binding.NotMine("This is no row of a migration.");
        return row.System == System
            ? row
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"The row of {row.Type} '{row.Name}' is one of {row.System}, not of {System}.", "Pipe rows of the right system.");
    }

    private static MigrationResult? Rebuilt(object? value)
    {
        string? Text(string name) => Binding.Text(Binding.Property(value, name)) is { Length: > 0 } text ? text : null;
        if (Binding.Unwrap(value) is string || Text("System") is not { } system || Text("Type") is not { } type) return null;
        if (!Enum.TryParse<MigrationStatus>(Text("Status"), ignoreCase: true, out var status) || !Enum.IsDefined(status)) return null;
        return new MigrationResult
        {
            System = system,
            Type = type,
            Name = Text("Name"),
            SourceId = Text("SourceId"),
            DestinationId = Text("DestinationId"),
            Action = Enum.TryParse<MigrationAction>(Text("Action"), ignoreCase: true, out var action) ? action : MigrationAction.Unknown,
            Status = status,
            ErrorId = Text("ErrorId"),
            Source = Text("Source"),
            Target = Text("Target"),
            InputKey = Text("InputKey"),
        };
    }
}
