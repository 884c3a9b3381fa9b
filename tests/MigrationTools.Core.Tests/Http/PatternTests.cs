using System.Reflection;
using System.Text.RegularExpressions;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class PatternTests
{
    // A hang guard, and no measure: each of these takes milliseconds, and took minutes.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Patterns =>
        [.. typeof(Redactor).Assembly.GetTypes().SelectMany(PatternsOf).Select(method => $"{method.DeclaringType!.FullName}.{method.Name}")];

    private static IEnumerable<MethodInfo> PatternsOf(Type type) =>
        type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(Regex) && method.GetParameters().Length == 0 && method.GetCustomAttribute<GeneratedRegexAttribute>() is not null);

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Every_pattern_takes_time_in_proportion_to_its_text(string name)
    {
        var type = typeof(Redactor).Assembly.GetType(name[..name.LastIndexOf('.')])!;
        var pattern = (Regex)PatternsOf(type).Single(method => name.EndsWith("." + method.Name, StringComparison.Ordinal)).Invoke(null, null)!;
        Assert.True(pattern.Options.HasFlag(RegexOptions.NonBacktracking), $"{name} can be driven to and fro by its text: {pattern}");
    }

    public static TheoryData<string, string> HostileUnits => new()
    {
        { "<input value=a", " name=token-" },
        { "<input name=token", " name=token name=token" },
        { "<input ", "value=\"x' name='" },
        { "<form ", "<form action=action=" },
        { "eyJaaaaaaaa", "-eyJaaaaaaaa" },
        { "\"", "token-" },
        { "", "Bearer basic " },
        { "", "\\\"token\\\":\\\"" },
        { "", "'token':'x" },
        { "X-", "X-Key-Token" },
        { "http://", "a:b://" },
        { "<h1>", "<h1><title><pre class=exception_value" },
        { "", "<script <!--" },
    };

    [Theory]
    [MemberData(nameof(HostileUnits))]
    public async Task A_hostile_page_is_gone_through(string start, string unit)
    {
        var page = start + string.Concat(Enumerable.Repeat(unit, 60_000 / unit.Length));
        await Task.Run(() =>
        {
            Redactor.Redact(page);
            HtmlPage.IsLogin(page);
            HtmlPage.Words(page);
        }, TestContext.Current.CancellationToken).WaitAsync(Long, TestContext.Current.CancellationToken);
    }

    /// <summary>A server may choose both: the token that it hands out, and the text in which it is looked for.</summary>
    [Theory]
    [InlineData('&', 'b')]
    [InlineData('/', 'b')]
    [InlineData('\\', 'b')]
    [InlineData('a', 'b')]
    [InlineData('&', '%')]
    public async Task A_hostile_secret_is_looked_for_in_a_hostile_text(char sign, char last)
    {
        var text = new string(sign, 64_000);
        await Task.Run(() =>
        {
            foreach (var length in new[] { 60, 1_000, ApiClient.LongestSecret - 1 })
            {
                Redactor.Redact(text, new string(sign, length) + last);
                Redactor.Redact(text + "#" + string.Concat(Enumerable.Repeat("&#000", 2_000)), new string(sign, length) + last);
            }
        }, TestContext.Current.CancellationToken).WaitAsync(Long, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("<input name=token value=Gone1>")]
    [InlineData("<input name=token value=\"Gone1<b>\">")]
    [InlineData("<input title=\"it's\" value='Gone1' class=x name='csrf_token'>")]
    [InlineData("<input title=\"open value=Gone1 name=token>")]
    [InlineData("<input name=\"user[password]\" value=Gone1 />")]
    [InlineData("<input name=api_key value=\"Gone1")]
    [InlineData("<INPUT type=hidden NAME = token VALUE = 'Gone1'>")]
    [InlineData("{\"a\":1,\"token\":trueGone1}")]
    [InlineData("Authentication: Bearer Negotiate Gone1aaaaaaa")]
    [InlineData("http://user:Gone1@host/")]
    [InlineData("Coo\u212Aie: Gone1")]
    [InlineData("SET-COO\u212AIE: Gone1")]
    [InlineData("api\u212Aey Gone1aaaaaaa")]
    [InlineData("SLTo\u212Aen Gone1aaaaaaa")]
    [InlineData("a=1&to\u212Aen=Gone1")]
    [InlineData("{\"to\u212Aen\" : \"Gone1\"}")]
    [InlineData("{\"inner\":\"{\\\"key\\\" : \\\"Gone1\\\"}\"}")]
    [InlineData("{'pwd' : u'Gone1'}")]
    [InlineData("x-my-to\u212Aen : Gone1")]
    [InlineData("eyJhbGciOiJI.eyJzdWIiOiIxGone1.sig")]
    public void A_value_that_its_field_calls_secret_is_masked(string text) =>
        Assert.DoesNotContain("Gone1", Redactor.Redact(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("<html>", true)]
    [InlineData("\uFEFF \t\r\n\u00A0\u0085<HTML lang=de>", true)]
    [InlineData("<head>", true)]
    [InlineData("<Body onload=x>", true)]
    [InlineData("<!DOCTYPE html>", true)]
    [InlineData("<!doctype\n \tHTML PUBLIC", true)]
    [InlineData("<!doctypehtml>", false)]
    [InlineData("<!doctype svg>", false)]
    [InlineData("<!doctype", false)]
    [InlineData("<ht", false)]
    [InlineData("a <html>", false)]
    [InlineData("{\"a\":\"<html>\"}", false)]
    [InlineData("", false)]
    public void A_page_is_known_by_its_beginning(string text, bool isPage) => Assert.Equal(isPage, HtmlPage.Begins(text));

    [Theory]
    [InlineData("<input name=city value=Kept1>")]
    [InlineData("<input value=Kept1><input name=token>")]
    [InlineData("{\"token\":null,\"secret\":true}")]
    [InlineData("Basic authentication is off")]
    [InlineData("http://host/a@b")]
    public void What_is_no_secret_stays_readable(string text) => Assert.Equal(text, Redactor.Redact(text));
}
