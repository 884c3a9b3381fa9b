using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Files;

/// <summary>
/// Paths as PowerShell means them: drives, ~ and $PWD (which is not .NET's current folder). Resolved on the pipeline
/// thread, absolute from then on.
/// </summary>
internal static class FilePaths
{
    /// <summary>Files that are there.</summary>
    /// <param name="cmdlet">Whose session the path is meant in.</param>
    /// <param name="path">The path as given.</param>
    /// <param name="literal">True where wildcards are plain letters.</param>
    public static IReadOnlyList<string> Existing(PSCmdlet cmdlet, string path, bool literal)
    {
        try
        {
            // Get-ChildItem hands the manifests over together with the packages they lie beside; nobody means them.
            if (cmdlet.MyInvocation.ExpectingInput && IsManifest(path)) return [];
            if (literal) return [Unresolved(cmdlet, path)];
            // A name with brackets looks like a pattern that finds other files: a file of this very name comes first.
            if (WildcardPattern.ContainsWildcardCharacters(path) && NamedSo(cmdlet, path) is { } plain) return [plain];
            var chosen = Find(cmdlet, path);
            return chosen.Count > 0 ? chosen : throw new MigrationException(ErrorKinds.PackageNotFound, $"No file matches '{path}'.") { TargetObject = path };
        }
        catch (ItemNotFoundException error)
        {
            throw new MigrationException(ErrorKinds.PackageNotFound, $"There is no file '{path}'.", inner: error) { TargetObject = path };
        }
        catch (Exception error) when (error is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or NotSupportedException or PSArgumentException)
        {
            throw new MigrationException(ErrorKinds.InvalidPath, $"The path '{path}' cannot be used: {error.Message}", inner: error) { TargetObject = path };
        }
    }

    private static string? NamedSo(PSCmdlet cmdlet, string path)
    {
        try
        {
            return Unresolved(cmdlet, path) is var plain && File.Exists(plain) ? plain : null;
        }
        catch (MigrationException)
        {
            // Not even a name; as a pattern it may be good.
            return null;
        }
    }

    private static List<string> Find(PSCmdlet cmdlet, string path)
    {
        try
        {
            return Match(cmdlet, path);
        }
        catch (WildcardPatternException)
        {
            // A bracket that is never closed: no pattern, and so at most a name.
            return [];
        }
    }

    private static List<string> Match(PSCmdlet cmdlet, string path)
    {
        if (FilePattern.Split(path) is var (folder, pattern) && Unresolved(cmdlet, folder) is var known && Directory.Exists(known))
        {
            return [.. FilePattern.Find(known, pattern, file => !IsManifest(file))];
        }
        var found = cmdlet.GetResolvedProviderPathFromPSPath(path, out var provider);
        RequireFileSystem(provider, path);
        // A pattern finds manifests and folders, too.
        return WildcardPattern.ContainsWildcardCharacters(path) ? [.. found.Where(file => !IsManifest(file) && !Directory.Exists(file))] : [.. found];
    }

    /// <summary>A path to write to; nothing need be there. A trailing separator is kept: it means "into".</summary>
    public static string Output(PSCmdlet cmdlet, string path)
    {
        var full = Unresolved(cmdlet, path);
        if (path.Contains('*', StringComparison.Ordinal) && !File.Exists(full))
        {
            throw new MigrationException(ErrorKinds.InvalidPath, $"'{path}' is a pattern, and one path is due.", "Name the file, or a folder.") { TargetObject = path };
        }
        return full;
    }

    private static string Unresolved(PSCmdlet cmdlet, string path)
    {
        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            RequireFileSystem(provider, path);
            var into = path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar);
            return into && !Path.EndsInDirectorySeparator(full) ? full + Path.DirectorySeparatorChar : full;
        }
        catch (Exception error) when (error is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or NotSupportedException or PSArgumentException)
        {
            throw new MigrationException(ErrorKinds.InvalidPath, $"The path '{path}' cannot be used: {error.Message}", inner: error) { TargetObject = path };
        }
    }

    private static bool IsManifest(string path) => path.EndsWith(".manifest.json", StringComparison.OrdinalIgnoreCase);

    private static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name != "FileSystem")
        {
            throw new MigrationException(ErrorKinds.InvalidPath, $"'{path}' is no path of the file system.") { TargetObject = path };
        }
    }
}
