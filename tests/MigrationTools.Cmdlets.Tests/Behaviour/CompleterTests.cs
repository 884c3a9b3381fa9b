using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>A completer offers what the right server has, or nothing; never what another one has.</summary>
public sealed class CompleterTests
{
    [Fact]
    public async Task Connection_names_are_offered_and_quoted()
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("$null = Connect-Arcadia $devUri $devKey -Name \"it's dev\" -NotDefault");

        Assert.Equal(["dev", "'it''s dev'", "prod"], await CompleteAsync(lab, "Get-ArcadiaArtifact Dashboard -Connection "));
        Assert.Equal(["'it''s dev'"], await CompleteAsync(lab, "Get-ArcadiaArtifact Dashboard -Connection it"));
        Assert.Equal(["'it''s dev'"], await CompleteAsync(lab, "Get-ArcadiaArtifact Dashboard -Connection 'it"));
        Assert.Equal(["prod"], await CompleteAsync(lab, "Disconnect-MigrationConnection PR"));
        Assert.Equal(["prod"], await CompleteAsync(lab, "Get-MigrationConnection pr"));
        Assert.Equal(["prod"], await CompleteAsync(lab, "Test-MigrationConnection pr"));
        Assert.Empty(lab.Dev.Log.Of("admin"));
    }

    [Theory]
    [InlineData("-Connection prod", "sales", "warehouse")]
    [InlineData("-Connection 'prod'", "sales", "warehouse")]
    [InlineData("-Connection $prod", "sales", "warehouse")]
    [InlineData("-Connection dev", "sales_dev", "warehouse_dev")]
    public async Task Data_connections_are_those_of_the_connection(string connection, params string[] expected)
    {
        await using var lab = await Lab.StartAsync();

        Assert.Equal(expected, await OfferedAsync(lab, $"Import-ArcadiaPackage x.json {connection} -DataConnection "));
    }

    [Fact]
    public async Task Workspaces_are_those_of_the_connection_and_quoted()
    {
        await using var lab = await Lab.StartAsync();
        lab.Prod.State.AddWorkspace("The boss's own");

        var offered = await OfferedAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -Workspace ");

        Assert.Contains("Retail", offered);
        Assert.Contains("'The boss''s own'", offered);
        Assert.Equal(["'The boss''s own'"], await OfferedAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -Workspace the"));
    }

    [Fact]
    public async Task Names_of_artifacts_are_those_of_the_type_that_stands_on_the_line()
    {
        await using var lab = await Lab.StartAsync();

        Assert.Equal(["sales", "warehouse"], await OfferedAsync(lab, "Get-ArcadiaArtifact -Type Connection -Connection prod -Name "));
        Assert.Equal(["'Store sales overview'"], await OfferedAsync(lab, "Get-ArcadiaArtifact Dashboard -Connection dev -Name store"));
        Assert.Empty(await CompleteAsync(lab, "Get-ArcadiaArtifact -Connection dev -Name store"));
    }

    [Theory]
    [InlineData("-Connection (Get-Variable prod)")]
    [InlineData("-Connection $undefined")]
    [InlineData("@table")]
    [InlineData("-Connection nope")]
    [InlineData("")]
    public async Task Where_the_connection_cannot_be_seen_nothing_is_offered(string connection)
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("$table = @{ Connection = 'dev' }");

        Assert.Empty(await CompleteAsync(lab, $"Import-ArcadiaPackage x.json {connection} -DataConnection s"));
        Assert.Empty(lab.Dev.Log.Requests);
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Theory]
    [InlineData("-Connection $table.Connection")]
    [InlineData("-Conn ('d' + 'ev')")]
    public async Task Where_an_engine_may_or_may_not_see_the_connection_another_one_is_never_taken(string connection)
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("$table = @{ Connection = 'dev' }");

        Assert.All(await CompleteAsync(lab, $"Import-ArcadiaPackage x.json {connection} -DataConnection s"), name => Assert.Equal("sales_dev", name));
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Fact]
    public async Task A_default_of_the_session_for_Connection_is_not_overlooked()
    {
        await using var lab = await Lab.StartAsync(connect: false);
        await lab.FineAsync("$null = Connect-Arcadia $devUri $devKey -Name dev; $PSDefaultParameterValues = @{ '*-Arcadia*:Connection' = 'elsewhere' }");
        lab.Dev.Log.Clear();

        Assert.Empty(await CompleteAsync(lab, "Import-ArcadiaPackage x.json -DataConnection s"));
    }

    [Fact]
    public async Task One_connection_needs_no_name()
    {
        await using var lab = await Lab.StartAsync(connect: false);
        await lab.FineAsync("$null = Connect-Arcadia $prodUri $prodKey -Name prod");

        Assert.Equal(["sales", "warehouse"], await OfferedAsync(lab, "Import-ArcadiaPackage x.json -DataConnection "));
    }

    [Fact]
    public async Task A_key_pressed_twice_asks_once()
    {
        await using var lab = await Lab.StartAsync();

        await OfferedAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -DataConnection ");
        lab.Prod.Log.Clear();

        Assert.Equal(["sales"], await CompleteAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -DataConnection sal"));
        Assert.Empty(lab.Prod.Log.Of("admin"));
    }

    [Fact]
    public async Task What_one_connection_is_shown_is_not_offered_to_another_one_of_the_same_server()
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("$null = Connect-Arcadia $prodUri $prodKey -Name again -NotDefault");
        await OfferedAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -DataConnection ");
        lab.Prod.Log.Clear();

        await OfferedAsync(lab, "Import-ArcadiaPackage x.json -Connection again -DataConnection ");

        Assert.NotEmpty(lab.Prod.Log.Of("admin"));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_gives_nothing_soon_and_is_not_asked_again()
    {
        await using var lab = await Lab.StartAsync();
        using var gate = lab.Prod.Faults.Hold("admin");

        var watch = Stopwatch.StartNew();
        Assert.Empty(await CompleteAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -DataConnection s"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        Assert.Empty(await CompleteAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -DataConnection s"));

        Assert.Single(lab.Prod.Log.Of("admin"));
    }

    [Fact]
    public async Task A_server_without_the_Admin_API_gives_nothing_and_no_error()
    {
        await using var lab = await Lab.StartAsync();
        lab.Prod.Switches.AdminApi = AdminApiTypes.Forbidden;

        Assert.Empty(await CompleteAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -Workspace R"));
    }

    [Fact]
    public async Task A_hostile_name_comes_out_as_one_plain_word_and_drives_nothing()
    {
        string[] names = ["$(Remove-Item *)", "it's \u2019 \u201Cquoted\u201D", "a`nb $env:PATH; dir", "[x]*?", "-Force", "@{a=1}"];
        await using var lab = await Lab.StartAsync();
        foreach (var name in names) lab.Prod.State.AddWorkspace(name);
        lab.Prod.State.AddWorkspace("zz \u001b[31mred\nline");
        lab.Prod.State.AddWorkspace("zz \u202Egnp.exe");

        var offered = await FindAsync(lab, "Import-ArcadiaPackage x.json -Connection prod -Workspace ");

        Assert.All(names, name =>
        {
            var text = Assert.Single(offered, match => match.ListItemText == name).CompletionText;
            var line = Parser.ParseInput($"Verb-Noun {text}", out _, out var errors);
            Assert.Empty(errors);
            var word = Assert.IsType<StringConstantExpressionAst>(Assert.Single(line.FindAll(ast => ast is StringConstantExpressionAst { Parent: CommandAst } found && found.Value != "Verb-Noun", searchNestedScriptBlocks: true)));
            Assert.Equal(name, word.Value);
        });
        Assert.All(offered, match => Assert.DoesNotContain($"{match.CompletionText}{match.ListItemText}{match.ToolTip}", letter => char.IsControl(letter) || letter == '\u202E'));
    }

    [Fact]
    public async Task What_was_typed_in_quotes_is_understood()
    {
        await using var lab = await Lab.StartAsync();
        lab.Prod.State.AddWorkspace("The boss's own");

        foreach (var typed in new[] { "'The boss''s", "\"The boss's" })
        {
            var offered = await FindAsync(lab, $"Import-ArcadiaPackage x.json -Connection prod -Workspace {typed}");
            Assert.Equal("'The boss''s own'", Assert.Single(offered).CompletionText);
        }
    }

    private static async Task<List<string>> CompleteAsync(Lab lab, string line) => [.. (await OfferAsync(lab, line)).Select(match => match.CompletionText)];

    private static Task<IReadOnlyList<CompletionResult>> FindAsync(Lab lab, string line) => Lab.OfferedAsync<CompletionResult>(async () => await OfferAsync(lab, line));

    private static Task<IReadOnlyList<string>> OfferedAsync(Lab lab, string line) => Lab.OfferedAsync<string>(async () => await CompleteAsync(lab, line));

    private static Task<List<CompletionResult>> OfferAsync(Lab lab, string line) => TabKey.PressAsync(lab.Shell, line);
}
