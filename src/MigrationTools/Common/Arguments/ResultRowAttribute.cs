using System.Management.Automation;
using MigrationTools.Common.Views;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// A row of a migration: live, or as it comes back from Start-Job, Export-Clixml, JSON or CSV. One of another system is
/// refused; texts, and rows that a user wrote, are left to the other parameters of the pipe.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResultRowAttribute(string system, params string[] names) : ArgumentTransformationAttribute
{
    /// <summary>The system whose rows are meant.</summary>
    public string System { get; } = system;

    /// <summary>
    /// The cmdlet's other parameters that bind by name: rows that have one are left to it, and all else is refused. None where
    /// a parameter beside it takes other objects through the pipe, and says what it does not take.
    /// </summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // What names no system and no type is some other object that happens to have a status. Entries of the history are for
        // reading: they hold the rows of every cmdlet, and of this one, too.
        var row = ResultRow.Of(inputData) is { Command: null, Result: { System.Length: > 0, Type.Length: > 0 } found }
            ? found
            : throw (Names.Count == 0 || Binding.Unwrap(inputData) is string
                ? Binding.NotMine("This is no row of a migration.")
                : Piped.NotTaken(engineIntrinsics, ErrorKinds.InvalidValue, inputData, $"a row of a migration of {SystemNames.Shown(System)}", Remedy, Names));
        return row.System == System
            ? Binding.Unwrap(inputData) is MigrationResult ? row : Plain(row)
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"The row of {row.Type} '{row.Name}' is one of {SystemNames.Shown(row.System)}, not of {SystemNames.Shown(System)}.", "Pipe rows of the right system.");
    }

    /// <summary>A file may name anything in any way; what a cmdlet says of it is on one line.</summary>
    private static MigrationResult Plain(MigrationResult row) => row with
    {
        Type = PlainText.Line(row.Type),
        Name = row.Name is { } name ? PlainText.Line(name) : null,
        SourceId = row.SourceId is { } source ? PlainText.Line(source) : null,
        DestinationId = row.DestinationId is { } destination ? PlainText.Line(destination) : null,
        Source = row.Source is { } from ? PlainText.Line(from) : null,
        Target = row.Target is { } to ? PlainText.Line(to) : null,
    };

    private string Remedy => $"Pipe rows that a cmdlet of {SystemNames.Shown(System)} gave, not entries of the history, or rows with {string.Join(" or ", Names)}.";
}
