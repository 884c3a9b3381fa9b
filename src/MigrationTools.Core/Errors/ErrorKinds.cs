using static MigrationTools.Core.Errors.ErrorClass;

namespace MigrationTools.Core.Errors;

/// <summary>Every kind of error there is. The help topic about_MigrationTools_Errors is made from this list.</summary>
public static partial class ErrorKinds
{
    // Who is asking, and where
    public static readonly ErrorKind NotAuthenticated = new("NotAuthenticated", AuthenticationError,
        "The server does not accept the credential.",
        "Check that the key or token is the secret one, active and not expired, and that the server accepts API keys; then connect again.");
    public static readonly ErrorKind Forbidden = new("Forbidden", PermissionDenied,
        "The server knows the user and refuses the action.",
        "Ask an administrator of the server for the rights that the help of this cmdlet names.");
    public static readonly ErrorKind NoConnection = new("NoConnection", InvalidOperation,
        "No connection of the system is open in this session, and none was given.",
        "Connect first, or name one with -Connection.");
    public static readonly ErrorKind UnknownConnection = new("UnknownConnection", ObjectNotFound,
        "No open connection has the name.",
        "Get-MigrationConnection lists the open ones.");
    public static readonly ErrorKind AmbiguousConnection = new("AmbiguousConnection", InvalidOperation,
        "Several connections of the system are open, and the one to change was not named.",
        "Name the target with -Connection.");
    public static readonly ErrorKind ConnectionNotLive = new("ConnectionNotLive", InvalidOperation,
        "The connection object came out of another process, without its credential.",
        "Connect again in this process; in ForEach-Object -Parallel and Start-ThreadJob pass the live object with $using:.");
    public static readonly ErrorKind ConnectionClosed = new("ConnectionClosed", InvalidOperation,
        "The connection was closed.",
        "Connect again.");
    public static readonly ErrorKind WrongConnection = new("WrongConnection", InvalidArgument,
        "The connection belongs to another system.",
        "Give a connection of the system that the cmdlet works on.");
    public static readonly ErrorKind ConnectionExists = new("ConnectionExists", ResourceExists,
        "A connection of this name leads elsewhere.",
        "Choose another -Name, or close the other one with Disconnect-MigrationConnection.");
    public static readonly ErrorKind SecretMissing = new("SecretMissing", InvalidArgument,
        "The key or token is empty, or was not given.",
        "Give the secret itself; check the variable or file it comes from.");
    public static readonly ErrorKind InvalidUri = new("InvalidUri", InvalidArgument,
        "The address is no http or https address of a server.",
        "Give the server's address, such as https://bi.example.com.");
    public static readonly ErrorKind InvalidHeader = new("InvalidHeader", InvalidArgument,
        "A header or cookie cannot be sent.",
        "Use plain names and values on one line, and leave those out that the connection sets itself.");

    // The wire
    public static readonly ErrorKind ServerUnreachable = new("ServerUnreachable", ConnectionError,
        "No connection to the server could be made, or it broke.",
        "Check the address, the network, the proxy and the certificate; Test-MigrationConnection repeats the test.");
    public static readonly ErrorKind RequestTimeout = new("RequestTimeout", OperationTimeout,
        "The server did not answer in time.",
        "Try again, or connect with a larger -TimeoutSec.");
    public static readonly ErrorKind TransferStalled = new("TransferStalled", OperationTimeout,
        "A transfer moved no byte for 60 seconds.",
        "Check the network and any proxy in between, and run it again.");
    public static readonly ErrorKind TooManyRequests = new("TooManyRequests", LimitsExceeded,
        "The server asks to slow down, longer than this product waits.",
        "Wait, or use a smaller -ThrottleLimit.");
    public static readonly ErrorKind ServerError = new("ServerError", ConnectionError,
        "The server failed.",
        "Look into the server's log; try again when it is well.");
    public static readonly ErrorKind EndpointNotFound = new("EndpointNotFound", ObjectNotFound,
        "The server does not know the address.",
        "Check the connection's address, and that the API is switched on.");
    public static readonly ErrorKind RequestRejected = new("RequestRejected", InvalidArgument,
        "The server refused the request as wrong.",
        "The server's own words are in this message.");
    public static readonly ErrorKind RequestTooLarge = new("RequestTooLarge", LimitsExceeded,
        "The server, or a proxy before it, does not take so much at once.",
        "Split the package, or have the limit raised.");
    public static readonly ErrorKind UnexpectedAnswer = new("UnexpectedAnswer", ProtocolError,
        "The answer is not what this request gets from the service.",
        "Check that the address leads to the service itself and not to a proxy's or login page.");
    public static readonly ErrorKind AnswerTooLarge = new("AnswerTooLarge", ProtocolError,
        "The answer is larger than such an answer can be.",
        "Check that the address leads to the service itself.");
    public static readonly ErrorKind AnswerTruncated = new("AnswerTruncated", ProtocolError,
        "The answer broke off before its end.",
        "Check the network and any proxy in between, and run it again.");
    public static readonly ErrorKind RedirectRefused = new("RedirectRefused", SecurityError,
        "The server redirects elsewhere; the credential is not carried there.",
        "If the new address is right, connect to it.");
    public static readonly ErrorKind OutcomeUnknown = new("OutcomeUnknown", ConnectionError,
        "A changing request was sent and its answer was lost; it may have taken effect.",
        "Look at the target before running it again.");
    public static readonly ErrorKind NobodyToAsk = new("NobodyToAsk", InvalidOperation,
        "A question is due, and nobody can be asked.",
        "In a script, leave -Confirm away, and give Remove cmdlets -Confirm:$false.");
    public static readonly ErrorKind Canceled = new("Canceled", OperationStopped,
        "It was stopped.",
        "Run it again to finish.");

    // What was named
    public static readonly ErrorKind ArtifactNotFound = new("ArtifactNotFound", ObjectNotFound,
        "The server has no such item, or does not show it to this user.",
        "Check the id and its type on this server: ids differ from server to server.");
    public static readonly ErrorKind NameNotFound = new("NameNotFound", ObjectNotFound,
        "Nothing has the name.",
        "Check the spelling; wildcards are allowed.");
    public static readonly ErrorKind NameAmbiguous = new("NameAmbiguous", InvalidArgument,
        "Several items have the name.",
        "Give the -Id of the one that is meant.");
    public static readonly ErrorKind InvalidId = new("InvalidId", InvalidArgument,
        "The value is no id of the kind that is due.",
        "Give a number, or an object of the right system and type.");
    public static readonly ErrorKind InvalidValue = new("InvalidValue", InvalidArgument,
        "A value cannot be read as what it is meant to be.",
        "Correct the value.");
    public static readonly ErrorKind NothingSelected = new("NothingSelected", InvalidArgument,
        "Nothing was asked for.",
        "Name at least one item.");
    public static readonly ErrorKind AdminApiOff = new("AdminApiOff", InvalidOperation,
        "The server's Admin API is off for this type.",
        "Have ADMIN_API_URL_LIST=['*'] set in the server's settings and the server restarted, or use ids.");
    public static readonly ErrorKind ConflictNotSupported = new("ConflictNotSupported", InvalidArgument,
        "The system cannot honour this -OnConflict.",
        "Use one of the values that the cmdlet's help names.");

    // The target
    public static readonly ErrorKind DataConnectionMissing = new("DataConnectionMissing", InvalidArgument,
        "The import needs the target's data connection, and none was given.",
        "Give -DataConnection, the name of a data connection on the target.");
    public static readonly ErrorKind UnknownDataConnection = new("UnknownDataConnection", ObjectNotFound,
        "The target has no data connection of this name.",
        "Give the name of one that exists on the target: Get-ArcadiaArtifact -Type Connection lists them.");
    public static readonly ErrorKind UnknownWorkspace = new("UnknownWorkspace", ObjectNotFound,
        "The target has no workspace of this name.",
        "Give the name, not the id, of one that exists on the target: Get-ArcadiaArtifact -Type Workspace lists them.");
    public static readonly ErrorKind MissingTable = new("MissingTable", ObjectNotFound,
        "A table that the datasets need is not on the target's data connection.",
        "Create the table, choose another -DataConnection, or use -NoTableCheck if it will come later.");
    public static readonly ErrorKind SameServer = new("SameServer", InvalidOperation,
        "The package comes from the server that it would be imported into, which can make copies of everything.",
        "Import it into another server, or say -AllowSameServer if copies are meant.");
    public static readonly ErrorKind MultipleSourceConnections = new("MultipleSourceConnections", InvalidOperation,
        "The datasets of the package hang on more than one data connection, and an import binds all of them to one.",
        "Export them apart, or say -SingleConnection if one is meant for all.");
    public static readonly ErrorKind ConflictFound = new("ConflictFound", ResourceExists,
        "The target already has items of the package, and -OnConflict Fail forbids to touch them.",
        "Use -OnConflict Overwrite to update them, or Skip to leave the package out.");
    public static readonly ErrorKind DryRunUnreadable = new("DryRunUnreadable", ProtocolError,
        "The server's dry run could not be read, so it is not known what the import would overwrite.",
        "Use -OnConflict Overwrite if that is acceptable.");
    public static readonly ErrorKind ImportRejected = new("ImportRejected", InvalidOperation,
        "The server took the package and refused to import it.",
        "The server's own words are in this message.");
    public static readonly ErrorKind ImportIncomplete = new("ImportIncomplete", InvalidOperation,
        "The server reported success, but an item is not on the target.",
        "Look at the target before you import again.");
    public static readonly ErrorKind BackupFailed = new("BackupFailed", InvalidOperation,
        "What would be overwritten could not be saved, so nothing was overwritten.",
        "Mend what this message names, or run without -Backup.");

    // Packages and files
    public static readonly ErrorKind PackageNotFound = new("PackageNotFound", ObjectNotFound,
        "The package's file is not there.",
        "Check the path.");
    public static readonly ErrorKind PackageContentGone = new("PackageContentGone", ObjectNotFound,
        "The package's content was private to a process and is gone.",
        "Export again, with -Path to keep the file.");
    public static readonly ErrorKind PackageLocked = new("PackageLocked", ResourceBusy,
        "The package's file is in use by another program, or may not be read.",
        "Close the other program, or check the file's permissions.");
    public static readonly ErrorKind PackageEmpty = new("PackageEmpty", InvalidData,
        "The package's file is empty.",
        "Export it again.");
    public static readonly ErrorKind PackageTruncated = new("PackageTruncated", InvalidData,
        "The package's file ends before its content does.",
        "Copy or export it again.");
    public static readonly ErrorKind PackageMalformed = new("PackageMalformed", InvalidData,
        "The package's file is not well-formed.",
        "Export it again; if it was edited by hand, check the edit.");
    public static readonly ErrorKind PackageNotRecognized = new("PackageNotRecognized", InvalidData,
        "The file is no package of any system this product knows.",
        "Check that it is the file that an export wrote.");
    public static readonly ErrorKind PackageOfOtherSystem = new("PackageOfOtherSystem", InvalidData,
        "The package belongs to another system.",
        "Import it with that system's cmdlet.");
    public static readonly ErrorKind PackageChanged = new("PackageChanged", SecurityError,
        "The package's file is not the one that its manifest describes.",
        "If the change is meant, delete the .manifest.json beside it; else export it again.");
    public static readonly ErrorKind PackageTooLarge = new("PackageTooLarge", LimitsExceeded,
        "The package, or a value in it, is larger than this product reads.",
        "Split the package.");
    public static readonly ErrorKind ManifestMalformed = new("ManifestMalformed", InvalidData,
        "The .manifest.json beside the package cannot be read.",
        "Delete it if the package is to be used without it.");
    public static readonly ErrorKind FileExists = new("FileExists", ResourceExists,
        "The output file is already there.",
        "Choose another -Path, or use -Force to replace it.");
    public static readonly ErrorKind InvalidPath = new("InvalidPath", InvalidArgument,
        "The path cannot be used.",
        "Give a path of the file system, to a folder that exists.");
    public static readonly ErrorKind DiskFull = new("DiskFull", WriteError,
        "The disk is full.",
        "Free some room, or choose another -Path.");
    public static readonly ErrorKind FileNotWritten = new("FileNotWritten", WriteError,
        "A file could not be written.",
        "Check the folder and its permissions.");

    // Rows and jobs
    public static readonly ErrorKind RowNotActionable = new("RowNotActionable", InvalidOperation,
        "The row tells of something that was only planned, skipped, or failed, or not of which server.",
        "Pipe rows that are Done, and name the server with -Connection where they have no Target.");
    public static readonly ErrorKind JobTimeout = new("JobTimeout", OperationTimeout,
        "The server's job did not end within -Timeout.",
        "It goes on at the server: take it up again with Get-MigrationJob and the system's Wait cmdlet.");
    public static readonly ErrorKind InternalError = new("InternalError", NotSpecified,
        "A fault of this product.",
        "Report it, with the text of this message.");

    /// <summary>All kinds, by id.</summary>
    public static IReadOnlyDictionary<string, ErrorKind> All => Index.ById;

    /// <summary>In a class of its own: the fields of all parts of this one are set before it is filled.</summary>
    private static class Index
    {
        public static readonly IReadOnlyDictionary<string, ErrorKind> ById = typeof(ErrorKinds)
            .GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
            .Where(field => field.FieldType == typeof(ErrorKind))
            .Select(field => (ErrorKind)field.GetValue(null)!)
            .ToDictionary(kind => kind.Id, StringComparer.Ordinal);
    }
}
