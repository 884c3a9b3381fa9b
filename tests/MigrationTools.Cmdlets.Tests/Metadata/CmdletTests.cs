using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace MigrationTools.Cmdlets.Tests.Metadata;

/// <summary>What holds for every cmdlet, also for those to come.</summary>
public sealed class CmdletTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    // The systems' prefixes, and that of what is common to all.
    private static readonly string[] _prefixes = [.. Hosting.Repository.Systems, "Migration"];

    [Fact]
    public void Every_cmdlet_is_exported_by_name_and_every_name_is_a_cmdlet()
    {
        var classes = module.Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
            .Select(attribute => $"{attribute.VerbName}-{attribute.NounName}").Order(StringComparer.Ordinal);

        Assert.Equal(classes, module.Module.ExportedCmdlets.Keys.Order(StringComparer.Ordinal));
        var manifest = File.ReadAllText(Hosting.Repository.Manifest);
        Assert.All(classes, name => Assert.Contains($"'{name}'", manifest, StringComparison.Ordinal));
        Assert.Empty(module.Module.ExportedAliases);
        Assert.Empty(module.Module.ExportedFunctions);
        Assert.Empty(module.Module.ExportedVariables);
    }

    [Fact]
    public void Verbs_are_approved_and_nouns_singular_with_a_prefix()
    {
        var approved = typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == "System.Management.Automation" && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetValue(null)!).ToHashSet();
        Assert.Contains("Export", approved);

        Assert.All(module.Cmdlets, cmdlet =>
        {
            Assert.Contains(cmdlet.Verb, approved);
            Assert.True(_prefixes.Any(prefix => cmdlet.Noun.StartsWith(prefix, StringComparison.Ordinal)), $"The noun of {cmdlet.Name} begins with no system ({string.Join(", ", _prefixes)}). A system is a folder of src/MigrationTools.Core with a Connection/XConnection.cs.");
            // A noun that is the prefix alone is a name: Connect-ArcGis.
            Assert.False(!_prefixes.Contains(cmdlet.Noun) && cmdlet.Noun.EndsWith('s') && !cmdlet.Noun.EndsWith("ss", StringComparison.Ordinal), $"{cmdlet.Noun} is a plural.");
        });
    }

    [Fact]
    public void Every_cmdlet_says_what_comes_out_of_it()
    {
        Assert.All(module.Cmdlets, cmdlet => Assert.NotEmpty(cmdlet.ImplementingType.GetCustomAttributes<OutputTypeAttribute>()));
        // Rows; where the server does it on its own time, its job for -NoWait.
        Assert.All(module.Cmdlets.Where(ModuleFixture.IsImport), cmdlet =>
        {
            Assert.Equal("MigrationTools.Core.Results.MigrationResult", cmdlet.OutputType[0].Name);
            Assert.Equal(cmdlet.Parameters.ContainsKey("NoWait") ? ["MigrationTools.Core.Jobs.MigrationJob"] : [], cmdlet.OutputType.Skip(1).Select(type => type.Name));
        });
    }

    [Fact]
    public void What_changes_a_server_can_be_rehearsed_and_only_Remove_asks_by_itself()
    {
        Assert.Contains(module.Cmdlets, ModuleFixture.IsChanging);
        Assert.All(module.Cmdlets, cmdlet =>
        {
            var attribute = ModuleFixture.Attribute(cmdlet);
            Assert.Equal(ModuleFixture.IsChanging(cmdlet), attribute.SupportsShouldProcess);
            Assert.Equal(cmdlet.Verb == "Remove", attribute.SupportsShouldProcess && attribute.ConfirmImpact == ConfirmImpact.High);
        });
    }

    [Fact]
    public void No_cmdlet_has_an_alias() =>
        Assert.All(module.Cmdlets, cmdlet => Assert.Empty(cmdlet.ImplementingType.GetCustomAttributes<AliasAttribute>()));

    [Fact]
    public void Every_cmdlet_keeps_the_four_endings() => Assert.All(module.Cmdlets, cmdlet =>
    {
        Assert.True(typeof(IDisposable).IsAssignableFrom(cmdlet.ImplementingType));
        // The base class owns these; a cmdlet of its own would miss the guard.
        foreach (var step in new[] { "BeginProcessing", "ProcessRecord", "EndProcessing", "StopProcessing" })
        {
            Assert.Equal("MigrationCmdlet", cmdlet.ImplementingType.GetMethod(step, BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType!.Name);
        }
    });

    [Fact]
    public void What_binds_by_name_takes_text_through_a_transformation()
    {
        Assert.NotEmpty(module.ByName());
        Assert.All(module.ByName(), entry => Assert.True(
            entry.Parameter.Attributes.OfType<ArgumentTransformationAttribute>().Any() || (entry.Parameter.ParameterType == typeof(string[]) && entry.Parameter.Name == "LiteralPath"),
            $"{entry.Cmdlet.Name} -{entry.Parameter.Name} would drop a typo of a CSV row in silence."));
    }

    [Fact]
    public void No_output_has_a_property_that_would_bind_to_a_parameter_that_says_where_to()
    {
        // Input files, filters and addresses are no targets; all else that binds by name is.
        string[] harmless = ["Path", "LiteralPath", "Type", "Name", "Uri", "Id", "Org"];
        var whereTo = module.ByName().Where(entry => !harmless.Contains(entry.Parameter.Name)).ToList();
        Assert.Contains(whereTo, entry => entry.Parameter.Name == "Connection");
        Assert.Contains(whereTo, entry => entry.Parameter.Name == "Workspace");
        var outputs = module.OutputTypes();
        Assert.Contains(outputs, type => type.Name == "ArcadiaPackage");
        Assert.Contains(outputs, type => type.Name == "MigrationJob");
        foreach (var (cmdlet, parameter) in whereTo)
        {
            string[] names = [parameter.Name, .. parameter.Aliases];
            Assert.All(outputs, type => Assert.False(
                type.GetProperties().Any(property => names.Contains(property.Name, StringComparer.OrdinalIgnoreCase)),
                $"{type.Name} would bind to {cmdlet.Name} -{parameter.Name}."));
        }
        // An output never has what an export's parameters are called either, and no added member brings one back.
        Assert.DoesNotContain("AliasProperty", File.ReadAllText(Path.Combine(Hosting.Repository.Module, "MigrationTools.types.ps1xml")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_binds_as_an_object_first()
    {
        Assert.Contains(module.Cmdlets, ModuleFixture.IsImport);
        Assert.All(module.Cmdlets.Where(ModuleFixture.IsImport), cmdlet =>
        {
            Assert.Equal("Object", ModuleFixture.Attribute(cmdlet).DefaultParameterSetName);
            var input = cmdlet.Parameters["InputObject"];
            Assert.True(Assert.Single(input.ParameterSets).Value.ValueFromPipeline);
            Assert.Equal("MigrationPackage", input.ParameterType.Name);
        });
    }

    [Fact]
    public void Paths_are_called_and_bound_alike_everywhere()
    {
        foreach (var cmdlet in module.Cmdlets.Where(cmdlet => cmdlet.Parameters.ContainsKey("LiteralPath")))
        {
            var literal = cmdlet.Parameters["LiteralPath"];
            Assert.Equal(typeof(string[]), literal.ParameterType);
            Assert.Equal(["FullName", "PSPath"], literal.Aliases.Order(StringComparer.Ordinal));
            Assert.All(literal.ParameterSets.Values, set => Assert.True(set.ValueFromPipelineByPropertyName && !set.ValueFromPipeline));
            var path = cmdlet.Parameters["Path"];
            Assert.Equal(typeof(string[]), path.ParameterType);
            Assert.Contains(path.Attributes, attribute => attribute is SupportsWildcardsAttribute);
            Assert.True(path.ParameterSets["Path"].ValueFromPipeline);
        }
        foreach (var cmdlet in module.Cmdlets.Where(cmdlet => cmdlet.Verb == VerbsData.Export))
        {
            var path = cmdlet.Parameters["Path"];
            Assert.Equal(typeof(string), path.ParameterType);
            Assert.All(path.ParameterSets.Values, set => Assert.False(set.ValueFromPipeline || set.ValueFromPipelineByPropertyName));
            Assert.True(cmdlet.Parameters.ContainsKey("Force"));
        }
    }

    [Fact]
    public void A_name_has_one_type_and_one_spelling()
    {
        // Where one of the name is meant here, and many there; and types, of which a system has some, or as many as its users make.
        string[] oneOrMany = ["Name", "Path", "InputObject", "Id", "Type", "Title", "ProjectPath"];
        foreach (var group in module.Parameters().GroupBy(entry => entry.Parameter.Name, StringComparer.OrdinalIgnoreCase).Where(group => !oneOrMany.Contains(group.Key)))
        {
            Assert.Single(group.Select(entry => entry.Parameter.Name).Distinct());
            Assert.Single(group.Select(entry => entry.Parameter.ParameterType).Distinct());
        }
        Assert.All(module.Parameters().Where(entry => entry.Parameter.Name == "ThrottleLimit"), entry =>
            Assert.Contains(entry.Parameter.Attributes, attribute => attribute is ValidateRangeAttribute { MinRange: 1, MaxRange: 64 }));
        Assert.All(module.Parameters().Where(entry => entry.Parameter.Name is "Force" or "NotDefault" or "Separate"), entry =>
            Assert.Equal(typeof(SwitchParameter), entry.Parameter.ParameterType));
        Assert.DoesNotContain(module.Parameters(), entry => entry.Parameter.Name is "Token" or "BearerToken" or "Password" or "Server" or "Url");
    }

    [Fact]
    public void Every_cmdlet_that_works_on_a_server_takes_a_connection_and_completes_its_name()
    {
        var connected = module.Cmdlets.Where(cmdlet => cmdlet.Parameters.ContainsKey("Connection")).ToList();
        Assert.True(connected.Count >= 6);
        Assert.All(connected, cmdlet =>
            Assert.Contains(cmdlet.Parameters["Connection"].Attributes, attribute => attribute is ArgumentCompleterAttribute { Type.Name: "ConnectionCompleter" }));
        // Rows are exported without a server.
        Assert.All(module.Cmdlets.Where(cmdlet => cmdlet.Verb is "Export" or "Import" && cmdlet.Name != "Export-MigrationResult"), cmdlet => Assert.Contains(cmdlet, connected));
    }

    [Fact]
    public void No_enum_is_a_parameter_without_a_transformation() => Assert.All(
        module.Parameters().Where(entry => (Nullable.GetUnderlyingType(entry.Parameter.ParameterType) ?? entry.Parameter.ParameterType) is { } type && (type.IsEnum || type == typeof(TimeSpan))),
        entry => Assert.Contains(entry.Parameter.Attributes, attribute => attribute is ArgumentTransformationAttribute));

    [Fact]
    public void Secrets_are_no_plain_text() => Assert.All(
        module.Parameters().Where(entry => entry.Parameter.Name.EndsWith("Key", StringComparison.Ordinal) || entry.Parameter.Name.EndsWith("Token", StringComparison.Ordinal)),
        entry =>
        {
            Assert.Equal(typeof(System.Security.SecureString), entry.Parameter.ParameterType);
            Assert.Contains(entry.Parameter.Attributes, attribute => attribute.GetType().Name == "SecretAttribute");
            Assert.All(entry.Parameter.ParameterSets.Values, set => Assert.False(set.ValueFromPipeline || set.ValueFromPipelineByPropertyName));
        });

    [Fact]
    public void Every_error_is_a_documented_one()
    {
        var list = module.Core.GetType("MigrationTools.Core.Errors.ErrorKinds", throwOnError: true)!;
        var kind = module.Core.GetType("MigrationTools.Core.Errors.ErrorKind", throwOnError: true)!;
        var fields = list.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == kind).ToList();
        string Text(FieldInfo field, string property) => kind.GetProperty(property)!.GetValue(field.GetValue(null))!.ToString()!;

        Assert.Equal(fields.Count, fields.Select(field => Text(field, "Id")).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(fields.Count, ((ICollection)list.GetProperty("All")!.GetValue(null)!).Count);
        Assert.All(fields, field =>
        {
            Assert.Equal(field.Name, Text(field, "Id"));
            Assert.True(Enum.TryParse<ErrorCategory>(Text(field, "Class"), out _));
            Assert.EndsWith(".", Text(field, "Cause"), StringComparison.Ordinal);
            Assert.EndsWith(".", Text(field, "Remedy"), StringComparison.Ordinal);
        });
        // Nobody makes a kind of their own on the side.
        var others = Directory.EnumerateFiles(Path.Combine(Hosting.Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith("ErrorKinds.", StringComparison.Ordinal) && File.ReadAllText(file).Contains("new ErrorKind(", StringComparison.Ordinal));
        Assert.Empty(others);
    }
}
