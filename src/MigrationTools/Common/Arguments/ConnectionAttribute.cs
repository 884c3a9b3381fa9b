using System.Management.Automation;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>A connection object or a name; one that came out of another process without its credential is refused with the reason.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Binding.IsBlank(inputData)) return ConnectionArgument.NotGiven;
        return Binding.Unwrap(inputData) switch
        {
            ConnectionArgument argument => argument,
            MigrationConnection connection => new ConnectionArgument(connection),
            string name => new ConnectionArgument(name.Trim()),
            _ when Piped.IsConnection(inputData) =>
                throw Binding.Refuse(engineIntrinsics, ErrorKinds.ConnectionNotLive, "The connection came out of another process or a file, which does not carry its credential."),
            _ => throw Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"{Piped.Called(inputData)} is not a connection, and no name of one.", "Get-MigrationConnection lists the open ones."),
        };
    }
}
