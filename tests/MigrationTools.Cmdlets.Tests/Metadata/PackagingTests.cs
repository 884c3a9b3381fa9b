using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Metadata;

/// <summary>out/MigrationTools is the module exactly as it will be installed.</summary>
public sealed class PackagingTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact]
    public void The_folder_holds_what_the_module_needs_and_nothing_else()
    {
        var files = Directory.EnumerateFiles(Repository.Module, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Module, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("en-US/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.Equal(
        [
            "LICENSE", "MigrationTools.Loader.dll", "MigrationTools.dll", "MigrationTools.format.ps1xml", "MigrationTools.psd1", "MigrationTools.types.ps1xml", "ThirdPartyNotices.txt",
            "dependencies/MigrationTools.Core.dll", "dependencies/Polly.Core.dll", "dependencies/RestSharp.dll",
        ], files);
        var help = Path.Combine(Repository.Module, "en-US");
        if (Directory.Exists(help)) Assert.All(Directory.EnumerateFiles(help), file => Assert.True(file.EndsWith("-Help.xml", StringComparison.Ordinal) || file.EndsWith(".help.txt", StringComparison.Ordinal), file));
    }

    [Fact]
    public void The_manifest_leads_to_its_own_folder_and_says_what_it_needs()
    {
        var text = File.ReadAllText(Repository.Manifest);

        Assert.DoesNotContain("out/", text, StringComparison.Ordinal);
        Assert.Contains("CompatiblePSEditions = @('Core')", text, StringComparison.Ordinal);
        Assert.Equal(new Version(7, 4), module.Module.PowerShellVersion);
        Assert.Equal(Repository.Module, module.Module.ModuleBase);
        Assert.EndsWith("MigrationTools.dll", module.Module.RootModule, StringComparison.Ordinal);
    }

    [Fact]
    public void The_notices_name_what_is_shipped_of_others()
    {
        var notices = File.ReadAllText(Path.Combine(Repository.Module, "ThirdPartyNotices.txt"));
        var strangers = Directory.EnumerateFiles(Path.Combine(Repository.Module, "dependencies")).Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => !name.StartsWith("MigrationTools", StringComparison.Ordinal));

        Assert.All(strangers, name => Assert.Matches($@"(?m)^{name} +[\w.-]+$", notices));
    }

    [Fact]
    public void The_versions_of_manifest_and_assemblies_are_one()
    {
        var expected = module.Module.Version.ToString(3);

        foreach (var assembly in new[] { module.Assembly, module.Core, Loader })
        {
            Assert.Equal(expected, assembly.GetName().Version!.ToString(3));
            Assert.StartsWith(expected, assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("MigrationTools.dll")]
    [InlineData("MigrationTools.Loader.dll")]
    [InlineData("dependencies/MigrationTools.Core.dll")]
    public void Our_assemblies_run_on_the_oldest_engine_and_name_no_package_they_should_not(string file)
    {
        var loader = new PathAssemblyResolver([
            .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"),
            .. Directory.GetFiles(Repository.Module, "*.dll", SearchOption.AllDirectories), typeof(PSCmdlet).Assembly.Location,
        ]);
        using var context = new MetadataLoadContext(loader);
        var assembly = context.LoadFromAssemblyPath(Path.Combine(Repository.Module, file));

        var references = assembly.GetReferencedAssemblies();
        Assert.All(references.Where(reference => reference.Name is "System.Runtime" or "System.Text.Json"), reference => Assert.Equal(8, reference.Version!.Major));
        var isCore = file.EndsWith("Core.dll", StringComparison.Ordinal);
        Assert.Equal(isCore, references.Any(reference => reference.Name == "RestSharp"));
        Assert.Equal(!isCore, references.Any(reference => reference.Name == "System.Management.Automation"));
    }

    [Fact]
    public void No_public_signature_shows_what_the_module_is_built_on()
    {
        string[] hidden = ["RestSharp", "Polly.Core"];
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in module.Assembly.GetExportedTypes().Concat(module.Core.GetExportedTypes()))
        {
            var shown = new List<Type?> { type.BaseType };
            shown.AddRange(type.GetInterfaces());
            shown.AddRange(type.GetFields(all).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => field.FieldType));
            foreach (var method in type.GetMembers(all).OfType<MethodBase>().Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly))
            {
                shown.AddRange(method.GetParameters().Select(parameter => parameter.ParameterType));
                if (method is MethodInfo { ReturnType: var answer }) shown.Add(answer);
            }
            var names = shown.OfType<Type>().SelectMany(Parts).Select(part => part.Assembly.GetName().Name);
            Assert.False(names.Intersect(hidden).Any(), $"{type} shows what it is built on.");
        }
    }

    [Fact]
    public void Every_cmdlet_and_parameter_is_documented_in_the_source()
    {
        var folder = Path.Combine(Repository.Root, "src", "MigrationTools", "bin");
        var file = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "MigrationTools.xml", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc) : null;
        Assert.SkipWhen(file is null, "The compiler's documentation file is not where the build leaves it.");
        var documented = XDocument.Load(file!).Descendants("member")
            .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value)).Select(member => member.Attribute("name")!.Value).ToHashSet();

        Assert.All(module.Cmdlets, cmdlet => Assert.Contains($"T:{cmdlet.ImplementingType.FullName}", documented));
        foreach (var (cmdlet, parameter) in module.Parameters())
        {
            var property = cmdlet.ImplementingType.GetProperty(parameter.Name)!;
            Assert.Contains($"P:{property.DeclaringType!.FullName}.{property.Name}", documented);
        }
    }

    private static Assembly Loader => AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == "MigrationTools.Loader");

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
    }
}
