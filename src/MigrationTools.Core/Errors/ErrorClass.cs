namespace MigrationTools.Core.Errors;

/// <summary>What sort of failure an error is. The cmdlets show it as PowerShell's ErrorCategory of the same name.</summary>
public enum ErrorClass
{
    /// <summary>None of the others.</summary>
    NotSpecified,

    /// <summary>What the caller gave cannot be meant.</summary>
    InvalidArgument,

    /// <summary>A file or an answer is not what it should be.</summary>
    InvalidData,

    /// <summary>The thing asked for, in the state it is in, does not allow this.</summary>
    InvalidOperation,

    /// <summary>Something named does not exist.</summary>
    ObjectNotFound,

    /// <summary>Something is there already.</summary>
    ResourceExists,

    /// <summary>Something is in use by somebody else.</summary>
    ResourceBusy,

    /// <summary>The server does not know who is asking.</summary>
    AuthenticationError,

    /// <summary>The server knows who is asking, and refuses.</summary>
    PermissionDenied,

    /// <summary>The server could not be reached, or failed.</summary>
    ConnectionError,

    /// <summary>Too much time went by.</summary>
    OperationTimeout,

    /// <summary>A limit of the server, or of this product, was passed.</summary>
    LimitsExceeded,

    /// <summary>The other side did not keep to its protocol.</summary>
    ProtocolError,

    /// <summary>A local file could not be written.</summary>
    WriteError,

    /// <summary>A local file could not be read.</summary>
    ReadError,

    /// <summary>The user stopped it.</summary>
    OperationStopped,

    /// <summary>A safety rule of this product forbids it.</summary>
    SecurityError,
}
