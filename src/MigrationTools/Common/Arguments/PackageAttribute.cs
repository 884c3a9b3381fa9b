using System.Management.Automation;
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
        if (plain is null or string || system is null || kind is null || string.IsNullOrEmpty(path)) throw Binding.NotMine("This is no package.");
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
