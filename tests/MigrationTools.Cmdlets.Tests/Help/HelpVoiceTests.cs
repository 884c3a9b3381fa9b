using System.Text.RegularExpressions;

namespace MigrationTools.Cmdlets.Tests.Help;

/// <summary>One voice: what many cmdlets have is described in the same words, and an exit code is asked of the history.</summary>
public sealed class HelpVoiceTests
{
    /// <summary>Parameters that mean the same wherever they stand.</summary>
    public static TheoryData<string> Same => ["Proxy", "ProxyCredential", "Certificate", "SkipCertificateCheck"];

    /// <summary>Parameters whose description begins, or ends, in the same way: what differs is whose they are.</summary>
    public static TheoryData<string, string> Alike => new()
    {
        { "Connection", @"^[\w ,]+: an object( that Connect-\w+ gave, or its| or a) name" },
        { "ThrottleLimit", @"^How many [\w ]*\w at the same time, 1 to 64\. The default is 4\." },
        { "Timeout", @"^How long to wait for .+, in seconds or as hh:mm:ss; 0 waits for ever, and 30 days are the most\. Without it an hour\. When the time is over, .+JobTimeout" },
        { "TimeoutSec", @"^How long the (server|portal) may take for an answer, in seconds or as hh:mm:ss\. At least 1 second and at most a day\." },
        { "NoWait", @"^Starts the .+ and gives the job instead of (rows|the package)\. Wait-\w+ takes it up, in another session too" },
        { "Force", @"^Replaces the file of -Path, (and its manifest, if they are|if it is) there\. The old file stays until the new one is complete\.$" },
        { "LiteralPath", @"^(Package files|Files), named exactly: wildcards are plain letters\. Files of Get-ChildItem bind here\." },
        { "Backup", @"^A folder into which .+ exported (first|before).+\(BackupFailed\)" },
        { "OnConflict", @"^What to do if .+ Where it is blank, \w+ holds\.$" },
        { "NotDefault", @"^Leaves the session's default connection as it is\. Use it for .+, so that nothing reaches it unless it is named\.$" },
        { "Header", @"^Extra headers for every request to this (server|portal), as a hashtable of names and values\. Headers that the connection sets itself are refused \(InvalidHeader\).* Values may be SecureStrings\.$" },
        { "Confirm", @"^Asks before each .+" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void It_has_one_description(string parameter) => Assert.Single(Texts(parameter).Select(entry => entry.Text).Distinct());

    [Theory]
    [MemberData(nameof(Alike))]
    public void It_is_described_alike(string parameter, string pattern)
    {
        var texts = Texts(parameter);
        Assert.NotEmpty(texts);
        Assert.All(texts, entry => Assert.True(Regex.IsMatch(entry.Text, pattern, RegexOptions.Singleline), $"{entry.Page} describes -{parameter} in words of its own. On all pages it has the form {pattern}, and here it is: {entry.Text}"));
    }

    [Fact]
    public void A_rehearsal_says_that_nothing_is_changed() =>
        Assert.All(Texts("WhatIf"), entry => Assert.Matches(@"changes nothing|uploads nothing|deletes nothing|Nothing is made", entry.Text));

    [Fact]
    public void A_path_of_an_export_and_one_of_an_import_are_told_alike()
    {
        foreach (var (page, text) in Texts("Path").Where(entry => entry.Page != "Export-MigrationResult"))
        {
            Assert.Matches(
                page.StartsWith("Export-", StringComparison.Ordinal) || page.StartsWith("Wait-", StringComparison.Ordinal)
                    ? @"^Where the package goes: a file, or a folder to write into if it exists or if the path ends in a separator; such a folder is made when needed\..*\(FileExists\)\. Without -Path the content is private to this process"
                    : @"^(Package files|Files)\. Wildcards are allowed, and then leave out the \.manifest\.json files\. A path that finds nothing .*\(PackageNotFound\)\.",
                text);
        }
    }

    [Fact]
    public void No_text_has_lost_a_piece()
    {
        foreach (var (page, text) in MarkdownHelp.All.Values.SelectMany(page => page.Parameters.Select(parameter => (page.Name, parameter.Text)).Append((page.Name, page.Description))))
        {
            // A sentence begins with a capital letter, a number or a name with a dash or a point before it.
            Assert.DoesNotMatch(@"(?<!\be\.g|\bi\.e)\. [a-z](?!\w*\.\w)", text.Replace("\n", " ", StringComparison.Ordinal));
            Assert.Matches(@"[.:)]$", text.Trim());
            Assert.NotNull(page);
        }
    }

    /// <summary>Rows in a variable know neither failed exports nor cells that could not be read.</summary>
    [Fact]
    public void An_exit_code_is_asked_of_the_history()
    {
        var pages = MarkdownHelp.All.Values.Select(page => page.Text)
            .Concat(Directory.EnumerateFiles(Path.Combine(HelpFiles.Root, "docs", "guides"), "*.md").Append(Path.Combine(HelpFiles.Root, "README.md")).Select(File.ReadAllText));
        var blocks = pages.SelectMany(text => Regex.Matches(text.ReplaceLineEndings("\n"), @"(?s)```powershell\n(.*?)\n```").Select(match => match.Groups[1].Value)).Where(block => Regex.IsMatch(block, @"(?m)^exit .*ExitCode")).ToList();

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.True(block.Contains("Get-MigrationHistory | Measure-MigrationResult", StringComparison.Ordinal), $"A script ends with exit (Get-MigrationHistory | Measure-MigrationResult).ExitCode: rows in a variable know no failed exports. This one does not:\n{block}"));
    }

    private static List<(string Page, string Text)> Texts(string parameter) =>
        [.. MarkdownHelp.All.Values.SelectMany(page => page.Parameters.Where(one => one.Name == parameter).Select(one => (page.Name, one.Text)))];
}
