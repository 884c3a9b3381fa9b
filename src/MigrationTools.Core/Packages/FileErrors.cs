using System.Security;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>Turns what the file system throws into the documented kinds, always with the file's name.</summary>
internal static class FileErrors
{
    // Raw error numbers: on Unix the runtime hands them on as they are, on Windows as 0x8007____.
    private static readonly int[] _full = OperatingSystem.IsWindows()
        ? [unchecked((int)0x80070070), unchecked((int)0x80070027), unchecked((int)0x8007050F)]
        : OperatingSystem.IsMacOS() ? [28, 69] : [28, 122];

    private static readonly int[] _inUse = OperatingSystem.IsWindows()
        ? [unchecked((int)0x80070020), unchecked((int)0x80070021)]
        : OperatingSystem.IsMacOS() ? [35, 16, 26] : [11, 16, 26];

    private static readonly int[] _nameTooLong = OperatingSystem.IsWindows()
        ? [unchecked((int)0x800700CE), unchecked((int)0x8007007B)]
        : OperatingSystem.IsMacOS() ? [63] : [36];

    /// <summary>True for what a file system throws when something is wrong with a file, as opposed to a fault of this product.</summary>
    public static bool IsFileTrouble(Exception e) =>
        e is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException;

    /// <summary>A package's file could not be opened or read.</summary>
    public static MigrationException Reading(string path, Exception cause)
    {
        if (cause is MigrationException known) return known;
        var (kind, what) = cause switch
        {
            FileNotFoundException or DirectoryNotFoundException when PrivateContent.IsPrivate(path) =>
                (ErrorKinds.PackageContentGone, $"The content of the package '{Path.GetFileName(path)}' is gone."),
            FileNotFoundException or DirectoryNotFoundException =>
                (ErrorKinds.PackageNotFound, $"There is no file '{path}'."),
            _ when Directory.Exists(path) =>
                (ErrorKinds.InvalidPath, $"'{path}' is a folder, and a package is a file."),
            _ when IsPathTrouble(cause) =>
                (ErrorKinds.InvalidPath, $"'{path}' is no usable path: {cause.Message}"),
            _ => (ErrorKinds.PackageLocked, $"The file '{path}' cannot be read: {cause.Message}"),
        };
        var remedy = kind == ErrorKinds.InvalidPath ? "Name the file." : null;
        return new MigrationException(kind, what, remedy, cause) { TargetObject = path };
    }

    /// <summary>A file could not be made, written or put into its place.</summary>
    public static MigrationException Writing(string path, Exception cause)
    {
        if (cause is MigrationException known) return known;
        var (kind, what) = cause switch
        {
            _ when _full.Contains(cause.HResult) =>
                (ErrorKinds.DiskFull, $"There is no room left to write '{path}'."),
            DirectoryNotFoundException =>
                (ErrorKinds.InvalidPath, $"The folder of '{path}' does not exist."),
            _ when Directory.Exists(path) =>
                (ErrorKinds.InvalidPath, $"'{path}' is a folder."),
            _ when IsPathTrouble(cause) =>
                (ErrorKinds.InvalidPath, $"'{path}' is no usable path: {cause.Message}"),
            _ when _inUse.Contains(cause.HResult) =>
                (ErrorKinds.FileNotWritten, $"The file '{path}' is in use by another program."),
            _ => (ErrorKinds.FileNotWritten, $"The file '{path}' could not be written: {cause.Message}"),
        };
        return new MigrationException(kind, what, inner: cause) { TargetObject = path };
    }

    private static bool IsPathTrouble(Exception cause) =>
        cause is PathTooLongException or ArgumentException or NotSupportedException || _nameTooLong.Contains(cause.HResult);
}
