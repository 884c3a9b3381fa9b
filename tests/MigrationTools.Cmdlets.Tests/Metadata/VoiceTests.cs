using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MigrationTools.Cmdlets.Tests.Metadata;

/// <summary>
/// One voice: what is called alike is alike in all cmdlets, also in those to come. Where one differs, it stands here with
/// its reason; a reason that is needed no more fails the test as a stray does.
/// </summary>
public sealed partial class VoiceTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    /// <summary>The strays are exactly those that there is a reason for.</summary>
    private static void Hold(IEnumerable<string> strays, params (string What, string Why)[] justified)
    {
        Assert.All(justified, entry => Assert.EndsWith(".", entry.Why, StringComparison.Ordinal));
        var found = strays.Distinct().Order(StringComparer.Ordinal).ToList();
        var wrong = found.Except(justified.Select(entry => entry.What)).Select(what => $"{what} differs from what most cmdlets have. Make it alike, or let it stand in this test with its reason.")
            .Concat(justified.Where(entry => !found.Contains(entry.What)).Select(entry => $"{entry.What} needs no reason any more; take it out of this test ({entry.Why})."));
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    /// <summary>A name, and where it has several meanings, which: one or many, a file that is read or written, where from or where to.</summary>
    private static string Meaning(CmdletInfo cmdlet, ParameterMetadata parameter) => parameter.Name switch
    {
        "InputObject" or "Path" or "Id" or "Name" or "Type" or "Title" => $"{parameter.Name} {parameter.ParameterType}",
        "GroupId" or "CollectionId" or "ItemId" or "PackageItemId" => $"{parameter.Name} {(ModuleFixture.IsImport(cmdlet) ? "where to" : "where from")}",
        "DestinationProject" => $"{parameter.Name} {cmdlet.Verb}",
        _ => parameter.Name,
    };

    /// <summary>Each parameter of a meaning that differs from what most cmdlets have by that name.</summary>
    private IEnumerable<string> Differing(Func<CmdletInfo, ParameterMetadata, string> look) =>
        from entry in module.Parameters()
        group entry by Meaning(entry.Cmdlet, entry.Parameter) into named
        let most = named.GroupBy(entry => look(entry.Cmdlet, entry.Parameter)).OrderByDescending(alike => alike.Count()).ThenBy(alike => alike.Key, StringComparer.Ordinal).First().Key
        from entry in named
        where look(entry.Cmdlet, entry.Parameter) != most
        select $"{entry.Cmdlet.Name} -{entry.Parameter.Name}";

    [Fact]
    public void A_parameter_is_checked_and_turned_into_its_value_alike_everywhere() => Hold(
        Differing((_, parameter) => Checks(parameter)),
        ("Export-ArcadiaDashboard -Name", "It names what is exported, commas and all; a list's filter is split at them."),
        ("Export-SnapLogicProject -ProjectPath", "Each project stands alone, so several are taken; a migration and a change of tasks are of one."),
        ("Set-ArcGisItemOwner -ItemId", "The items are what the cmdlet is about; for an export they only narrow the group down."));

    [Fact]
    public void A_parameter_stands_in_the_same_place_everywhere() => Hold(
        // A filter by name has a rule of its own.
        Differing((_, parameter) => parameter.Name == "Name" ? string.Empty : Sets(parameter, set => set.Position)),
        ("Connect-Optimize -AccessToken", "It is how most people connect to this system; elsewhere that is a key or a credential, which then stands there."),
        ("Connect-SnapLogic -Uri", "The vendor's own control planes have names, and those stand first."),
        ("Disconnect-MigrationConnection -Connection", "A connection is what the cmdlet is about."),
        ("Test-MigrationConnection -Connection", "A connection is what the cmdlet is about."),
        ("Export-ArcGisPackage -ItemId", "Items stand behind the group that they are of."),
        ("Export-MigrationResult -Path", "The file is what the cmdlet is about."),
        ("Measure-MigrationResult -InputObject", "Rows are all that it takes."),
        ("Export-SnapLogicProject -ProjectPath", "The project is what the cmdlet is about; for tasks it stands for all of a project's."),
        ("Invoke-SnapLogicProjectMigration -ProjectPath", "The project is what the cmdlet is about; for tasks it stands for all of a project's."),
        ("Get-ArcGisGroup -Id", "A name stands first, and a text cannot tell which it is."),
        ("Get-ArcGisItem -Id", "A group stands first, and a text cannot tell which it is."),
        ("Get-ArcGisPackage -GroupId", "The package stands first."),
        ("Get-OptimizeDashboard -CollectionId", "The collection is what is listed; for an export ids stand first."),
        ("Get-OptimizeReport -CollectionId", "The collection is what is listed; for an export ids stand first."));

    [Fact]
    public void A_filter_by_name_stands_behind_what_is_listed() => Hold(
        from entry in module.Parameters()
        where entry.Parameter.Name == "Name" && entry.Parameter.ParameterType == typeof(string[])
        from set in entry.Cmdlet.ParameterSets
        let name = set.Parameters.FirstOrDefault(parameter => parameter.Name == "Name")
        where name is not null && name.Position != set.Parameters.Count(parameter => parameter.IsMandatory && parameter.Position >= 0)
        select $"{entry.Cmdlet.Name} {set.Name}",
        ("Export-ArcadiaDashboard Name", "Ids stand first, and a text cannot tell which it is."),
        ("Get-ArcGisItem Owner", "A group stands first, and a text cannot tell which it is."));

    [Fact]
    public void A_parameter_is_due_everywhere_or_nowhere() => Hold(
        Differing((_, parameter) => Sets(parameter, set => set.IsMandatory)),
        ("Disconnect-MigrationConnection -Connection", "Nobody closes a connection that was not named."),
        ("Export-ArcadiaDashboard -Name", "It names what is exported."),
        ("Export-MigrationResult -Path", "A report is a file; a package can do without."),
        ("Set-ArcGisItemOwner -ItemId", "It names what is changed; for an export it narrows a group down."));

    [Fact]
    public void A_parameter_binds_from_the_pipe_alike_everywhere() =>
        Hold(
            Differing((_, parameter) => Sets(parameter, set => $"{set.ValueFromPipeline} {set.ValueFromPipelineByPropertyName}")),
            ("Disconnect-MigrationConnection -Connection", "A connection is what is piped here; elsewhere a row names one."),
            ("Test-MigrationConnection -Connection", "A connection is what is piped here; elsewhere a row names one."),
            ("Export-SnapLogicProject -ProjectPath", "A text is a project here, and a task for the cmdlets of tasks."),
            ("Invoke-SnapLogicProjectMigration -ProjectPath", "A text is a project here, and a task for the cmdlets of tasks."),
            ("Get-ArcGisGroup -Id", "A text is a name here, and a row can have an id."),
            ("Get-ArcGisItem -Id", "A text is a group here, and a row can have an id."),
            ("Get-ArcGisPackage -GroupId", "The package is what is piped."),
            ("Get-OptimizeDashboard -CollectionId", "A collection is what is piped; for an export ids are."),
            ("Get-OptimizeReport -CollectionId", "A collection is what is piped; for an export ids are."),
            ("Get-ArcadiaArtifact -Name", "A row can name an artifact and its type; other lists are piped what has a name of its own, that would filter."),
            ("Get-ArcGisGroup -Name", "Nothing else is needed to list groups."),
            ("Get-OptimizeCollection -Name", "Nothing else is needed to list collections."),
            ("Import-ArcGisPackage -Type", "A row can narrow its package down; groups that are piped to a list have a type of their own, that would filter."),
            ("Set-ArcGisItemOwner -ItemId", "Items are what is piped; for an export groups are."));

    [Fact]
    public void A_parameter_has_the_same_default_everywhere() =>
        Hold(Differing((cmdlet, parameter) => Text(cmdlet.ImplementingType.GetProperty(parameter.Name)!.GetValue(Activator.CreateInstance(cmdlet.ImplementingType)))));

    [Fact]
    public void A_parameter_has_the_same_aliases_everywhere() => Hold(Differing((_, parameter) => string.Join(' ', parameter.Aliases.Order(StringComparer.Ordinal))));

    [Fact]
    public void A_parameter_is_called_in_the_singular() => Hold(
        module.Parameters().Select(entry => entry.Parameter.Name).Where(name => name.EndsWith('s') && !name.EndsWith("ss", StringComparison.Ordinal)),
        ("Status", "It is a singular."));

    [Fact]
    public void A_set_is_called_as_what_is_given_in_it() => Hold(
        from cmdlet in module.Cmdlets
        from set in cmdlet.ParameterSets
        where set.Name != "__AllParameterSets"
        let due = set.Parameters.Where(parameter => parameter.IsMandatory && cmdlet.Parameters[parameter.Name].ParameterSets.ContainsKey(set.Name)).Select(parameter => parameter.Name).ToList()
        where !due.Exists(name => set.Name == (name == "InputObject" ? "Object" : name) || $"{set.Name}Id" == name || $"{set.Name}Path" == name)
        select $"{cmdlet.Name} {set.Name}",
        ("Connect-SnapLogic UriAccessToken", "Two things are given in it: where, and who."),
        ("Connect-SnapLogic UriCredential", "Two things are given in it: where, and who."),
        ("Export-ArcadiaPackage Id", "Ids of any type are given in it, and each type has a parameter."),
        ("Get-ArcGisGroup Name", "Nothing has to be given in it."),
        ("Get-ArcGisItem Owner", "Nothing has to be given in it."),
        ("Get-ArcGisJob Session", "Nothing is given in it, and the session's own are meant."),
        ("Get-SnapLogicMigration Session", "Nothing is given in it, and the session's own are meant."));

    [Fact]
    public void An_object_that_is_piped_is_what_a_cmdlet_expects_first() => Hold(
        from cmdlet in module.Cmdlets
        where cmdlet.Parameters.TryGetValue("InputObject", out var input) && input.ParameterSets.ContainsKey("Object") && cmdlet.DefaultParameterSetName() != "Object"
        select $"{cmdlet.Name} {cmdlet.DefaultParameterSetName()}",
        ("Export-ArcadiaPackage Id", "Its ids are never due, each by itself; with this default the refusal says which there are."),
        ("Get-ArcGisJob Session", "Without anything, all jobs of the session are meant."),
        ("Get-SnapLogicMigration Session", "Without anything, all migrations of the session are meant."));

    [Fact]
    public void What_has_sets_says_which_holds_where_nothing_tells_them_apart() => Hold(
        from cmdlet in module.Cmdlets
        where cmdlet.ParameterSets.Count > 1 && string.IsNullOrEmpty(cmdlet.DefaultParameterSetName())
        select cmdlet.Name);

    [Fact]
    public void Times_are_seconds()
    {
        foreach (var (cmdlet, parameter) in module.Parameters().Where(entry => entry.Parameter.Name.StartsWith("Timeout", StringComparison.Ordinal)))
        {
            var seconds = Assert.Single(parameter.Attributes, attribute => attribute.GetType().Name == "SecondsAttribute");
            Assert.Equal(typeof(int?), parameter.ParameterType);
            // A wait can be for ever; an answer cannot.
            Assert.Equal(parameter.Name == "Timeout" ? 0 : 1, seconds.GetType().GetProperty("Least")!.GetValue(seconds));
            Assert.True(parameter.Name == "Timeout" || cmdlet.Verb == "Connect", $"{cmdlet.Name} -{parameter.Name}");
        }
    }

    [Fact]
    public void What_writes_a_file_replaces_one_only_with_Force() => Hold(
        module.Parameters().Where(entry => entry.Parameter.Name == "Path" && entry.Parameter.ParameterType == typeof(string) && !entry.Cmdlet.Parameters.ContainsKey("Force")).Select(entry => entry.Cmdlet.Name));

    [Fact]
    public void What_waits_for_a_job_can_be_told_for_how_long_and_what_starts_one_not_to_wait() => Hold(
        module.Cmdlets.Where(cmdlet => cmdlet.Parameters.ContainsKey("NoWait") != cmdlet.Parameters.ContainsKey("Timeout")).Select(cmdlet => cmdlet.Name),
        ("Add-ArcGisPackage", "The portal puts parts together while one waits; there is no job to come back for."),
        ("Wait-ArcGisJob", "Waiting is what it does."),
        ("Wait-SnapLogicMigration", "Waiting is what it does."));

    [Fact]
    public void What_names_something_on_a_server_completes_it()
    {
        string[] names = ["Connection", "GroupId", "CollectionId", "PackageItemId", "ItemId", "Workspace", "DataConnection", "Snaplex", "SnaplexPath"];
        Hold(module.Parameters().Where(entry => names.Contains(entry.Parameter.Name) && !entry.Parameter.Attributes.OfType<ArgumentCompleterAttribute>().Any()).Select(entry => $"{entry.Cmdlet.Name} -{entry.Parameter.Name}"));
    }

    [Fact]
    public void What_is_meant_for_a_whole_call_comes_from_no_row()
    {
        string[] whole = ["Force", "NoWait", "Timeout", "TimeoutSec", "ThrottleLimit", "Backup", "Separate", "PassThru", "NotDefault", "EscapedPath", "Key", "ApiKey", "AccessToken", "Credential", "ClientSecret", "Header", "Cookie", "Proxy", "ProxyCredential", "Certificate", "SkipCertificateCheck"];
        Assert.Empty(whole.Except(module.Parameters().Select(entry => entry.Parameter.Name)));
        Hold(module.ByName().Where(entry => whole.Contains(entry.Parameter.Name)).Select(entry => $"{entry.Cmdlet.Name} -{entry.Parameter.Name}"));
    }

    [Fact]
    public void What_says_to_which_other_parameters_a_row_is_left_names_those_that_there_are()
    {
        var told = 0;
        foreach (var (cmdlet, parameter) in module.Parameters())
        {
            foreach (var attribute in parameter.Attributes.Where(attribute => attribute is ArgumentTransformationAttribute))
            {
                var names = attribute.GetType().GetProperty("Names")?.GetValue(attribute) as IEnumerable<string> ?? [];
                if (attribute.GetType().GetProperty("Or")?.GetValue(attribute) is string own) names = [own];
                foreach (var name in names)
                {
                    Assert.True(cmdlet.Parameters.GetValueOrDefault(name)?.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName), $"{cmdlet.Name} -{parameter.Name} leaves rows to -{name}.");
                    told++;
                }
            }
        }
        Assert.True(told > 20);
    }

    [Fact]
    public void Help_tells_the_defaults_that_the_code_has()
    {
        var told = 0;
        foreach (var (cmdlet, parameter) in module.Parameters())
        {
            var help = File.ReadAllText(Path.Combine(Hosting.Repository.Root, "docs", "en-US", cmdlet.Name + ".md"));
            var from = help.IndexOf($"### -{parameter.Name}\n", StringComparison.Ordinal);
            var said = help[from..].Split('\n').First(line => line.StartsWith("DefaultValue:", StringComparison.Ordinal))["DefaultValue:".Length..].Trim().Trim('\'');
            var has = Default(cmdlet, parameter);
            if (has is not null) told++;
            Assert.True(said == (has ?? string.Empty) || (said == "False" && parameter.SwitchParameter), $"{cmdlet.Name} -{parameter.Name}: help says '{said}', the code has '{has}'.");
        }
        Assert.True(told > 40);
    }

    /// <summary>What holds where a parameter is not given; null where it means nothing then.</summary>
    private string? Default(CmdletInfo cmdlet, ParameterMetadata parameter) => parameter.Name switch
    {
        "ThrottleLimit" => Text(cmdlet.ImplementingType.GetProperty("ThrottleLimit")!.GetValue(Activator.CreateInstance(cmdlet.ImplementingType))),
        "TimeoutSec" => Seconds(Activator.CreateInstance(module.Core.GetType("MigrationTools.Core.Connections.ConnectionSettings")!)!, "Timeout"),
        "OnConflict" => Conflict(cmdlet),
        "Timeout" => ((TimeSpan)module.Core.GetType("MigrationTools.Core.Jobs.JobWaiter")!.GetField("DefaultTimeout")!.GetValue(null)!).TotalSeconds.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Seconds(object settings, string property) => ((TimeSpan)settings.GetType().GetProperty(property)!.GetValue(settings)!).TotalSeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the cmdlets of a system take where nothing is said, as their source has it.</summary>
    private static string Conflict(CmdletInfo cmdlet)
    {
        var folder = Path.Combine(Hosting.Repository.Root, "src", "MigrationTools", cmdlet.ImplementingType.Namespace!.Split('.')[1]);
        var taken = Directory.EnumerateFiles(folder, "*.cs").SelectMany(file => TakenConflict().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);
        return Assert.Single(taken.Distinct());
    }

    [GeneratedRegex(@"OnConflict \?\? ConflictPolicy\.(\w+)")]
    private static partial Regex TakenConflict();

    private static string Checks(ParameterMetadata parameter) => string.Join(' ', parameter.Attributes
        .Where(attribute => attribute is ArgumentTransformationAttribute or ValidateArgumentsAttribute or SupportsWildcardsAttribute)
        .Select(attribute => attribute switch
        {
            ValidateRangeAttribute range => $"{range.MinRange}-{range.MaxRange}",
            _ when attribute.GetType().Name == "SecondsAttribute" => $"{attribute.GetType().GetProperty("Least")!.GetValue(attribute)}-{attribute.GetType().GetProperty("Most")!.GetValue(attribute)}s",
            // A system's own kind of a common one.
            _ => (attribute.GetType().BaseType!.Name is var kind && kind.EndsWith("JobAttribute", StringComparison.Ordinal) ? kind : attribute.GetType().Name),
        }).Order(StringComparer.Ordinal));

    private static string Sets<T>(ParameterMetadata parameter, Func<ParameterSetMetadata, T> look) =>
        string.Join(' ', parameter.ParameterSets.Values.Select(look).Distinct().Order());

    private static string Text(object? value) => value switch
    {
        IEnumerable many and not string => string.Join(',', many.Cast<object>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}

internal static class SetNames
{
    public static string? DefaultParameterSetName(this CmdletInfo cmdlet) => cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!.DefaultParameterSetName;
}
