using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Common.Commands;

/// <summary>Looks into package files without a server: what they hold, what depends on what, and whether they are whole.</summary>
[Cmdlet(VerbsCommon.Get, "MigrationPackage", DefaultParameterSetName = "Path")]
[OutputType(typeof(MigrationPackage))]
public sealed class GetMigrationPackage : MigrationCmdlet
{
    /// <summary>Files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Path))]
    [PathList]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files, named exactly.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(LiteralPath))]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc />
    protected override void Process()
    {
        var literal = ParameterSetName == "LiteralPath";
        foreach (var given in literal ? LiteralPath : Path)
        {
            try
            {
                foreach (var file in FilePaths.Existing(this, given, literal)) Read(file);
            }
            catch (MigrationException error)
            {
                Fail(error, given);
            }
        }
    }

    private void Read(string file)
    {
        try
        {
            var package = Await(stop => KnownFormats.Reader.ReadAsync(file, stop));
            foreach (var warning in package.Warnings) WriteWarning($"{System.IO.Path.GetFileName(file)}: {warning}");
            Emit(package);
        }
        catch (MigrationException error)
        {
            Fail(error, file);
        }
    }
}
