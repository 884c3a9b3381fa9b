using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Results.Reports;

/// <summary>The file of a report: written under a temporary name and moved, so that what bears the final name is whole.</summary>
public sealed class ReportFile
{
    private readonly bool _force;
    private readonly Action<MigrationReport, Stream> _write;

    /// <param name="path">An absolute path that ends in .html, .jsonl or .csv.</param>
    /// <param name="force">Whether a file that is there may be replaced.</param>
    /// <exception cref="MigrationException">InvalidPath: another ending, or no folder. FileExists: the file is there, and force is false.</exception>
    public ReportFile(string path, bool force = false)
    {
        Path = path;
        _force = force;
        _write = FormatOf(path);
        var folder = System.IO.Path.GetDirectoryName(path);
        if (Directory.Exists(path)) throw Invalid(path, $"'{path}' is a folder.", "Name the file.");
        if (!Directory.Exists(folder)) throw Invalid(path, $"There is no folder '{folder}'.");
        if (!force && File.Exists(path)) throw PackageDestination.Exists(path);
    }

    /// <summary>The final path.</summary>
    public string Path { get; }

    /// <summary>Writes the report and puts it under its final name.</summary>
    /// <exception cref="MigrationException">FileExists: the name was taken meanwhile. DiskFull, FileNotWritten.</exception>
    public void Write(MigrationReport report)
    {
        var temporary = PartialFile.PathFor(Path);
        try
        {
            PartialFile.Sweep(System.IO.Path.GetDirectoryName(Path)!);
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 64 * 1024))
            {
                _write(report, file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, Path, _force);
        }
        catch (IOException e) when (!_force && File.Exists(Path))
        {
            throw PackageDestination.Exists(Path, e);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Writing(Path, e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static Action<MigrationReport, Stream> FormatOf(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => HtmlReport.Write,
        ".JSONL" => JsonLinesReport.Write,
        ".CSV" => CsvReport.Write,
        _ => throw Invalid(path, $"'{path}' ends in none of .html, .jsonl and .csv, and the ending says what is written.", "Choose one of these endings."),
    };

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            // It does not bear the name of a report, and the next one into this folder takes it away.
        }
    }

    private static MigrationException Invalid(string path, string what, string? remedy = null) => new(ErrorKinds.InvalidPath, what, remedy) { TargetObject = path };
}
