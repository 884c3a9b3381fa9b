using System.Management.Automation;
using MigrationTools.Core.Errors;

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
        // What names no system and no type is some other object that happens to have a status. Entries of the history are for
        // reading: they hold the rows of every cmdlet, and of this one, too.
        var row = ResultRow.Of(inputData) is { Command: null, Result: { System.Length: > 0, Type.Length: > 0 } found }
            ? found
            : throw Binding.NotMine("This is no row of a migration.");
        return row.System == System
            ? row
            : throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"The row of {row.Type} '{row.Name}' is one of {row.System}, not of {System}.", "Pipe rows of the right system.");
    }
}
