using System.Management.Automation;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// A package: live, or as it comes back from Start-Job, Export-Clixml, JSON or CSV (then the file and its manifest are
/// read again). All else is left to the other parameters of the pipe.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PackageAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var plain = Binding.Unwrap(inputData);
        if (plain is MigrationPackage package) return package;
        var system = Binding.Text(Binding.Property(inputData, "System"));
        var kind = Binding.Text(Binding.Property(inputData, "Kind"));
        var path = Binding.Text(Binding.Property(inputData, "Path"));
        if (system is null || kind is null || string.IsNullOrEmpty(path))
        {
            // Texts, files, and rows that name one are for the other parameters; what none of them can take is refused here, with words.
            var forOthers = plain is null or string or FileSystemInfo or PathInfo || Piped.Files.Any(name => PSObject.AsPSObject(inputData).Properties[name] is not null);
            throw forOthers
                ? Binding.NotMine("This is no package.")
                : Binding.Refuse(engineIntrinsics, ErrorKinds.InvalidValue, $"{Piped.Called(inputData)} is no package that has a file, and names none.", "Pipe packages, files, or rows with a Path.", inputData);
        }
        return new MigrationPackage
        {
            System = system,
            Kind = kind,
            Path = path,
            Sha256 = Binding.Text(Binding.Property(inputData, "Sha256")),
            IsPrivate = Binding.Text(Binding.Property(inputData, "IsPrivate")) is { } text && bool.TryParse(text, out var yes) && yes,
        };
    }
}
