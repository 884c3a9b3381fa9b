using System.Formats.Tar;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>
/// Opens what is a file, and nothing else. Opening a pipe waits for a writer, and opening a device may do whatever the device
/// does; neither can be called off, so both have to be told before they are opened.
/// </summary>
internal static class RegularFile
{
    private const int TarHeader = 512;
    private const int TarType = 156;

    /// <summary>Opens a file for reading, beside others that read it.</summary>
    /// <exception cref="MigrationException">InvalidPath: it is a pipe or a device, or a link to one.</exception>
    /// <exception cref="IOException">And all else that the file system throws.</exception>
    public static FileStream OpenRead(string path, FileOptions options)
    {
        Check(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, options);
    }

    /// <summary>The length of a file, or of the file that a link leads to.</summary>
    public static long LengthOf(string path) => Final(path).Length;

    private static void Check(string path)
    {
        // On Windows these have names of their own, and opening one waits for nobody.
        if (OperatingSystem.IsWindows() || Directory.Exists(path)) return;
        var file = Final(path);
        // Pipes, devices and sockets have no length; what has one is a file, and needs no closer look.
        if (file.Length > 0 || IsEmptyFile(file.FullName)) return;
        throw new MigrationException(ErrorKinds.InvalidPath, $"'{path}' is no regular file, but a pipe or a device.", "Name a file.") { TargetObject = path };
    }

    // Of a link, the length is that of its own text.
    private static FileInfo Final(string path)
    {
        var file = new FileInfo(path);
        return file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
    }

    // .NET keeps to itself what sort of file it sees, but writes it into an archive's header, and opens files alone for that.
    private static bool IsEmptyFile(string path)
    {
        using var archive = new MemoryStream();
        try
        {
            using var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true);
            writer.WriteEntry(path, "x");
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            // No rights, in use, or a socket: opening it fails at once, and says why.
            return true;
        }
        return archive.Length < TarHeader || (TarEntryType)archive.GetBuffer()[TarType] is TarEntryType.RegularFile or TarEntryType.V7RegularFile;
    }
}
