using System.Text;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

public class PlainNameTests
{
    [Theory]
    [InlineData("Sales overview", "Sales overview")]
    [InlineData("  Sales . ", "Sales")]
    [InlineData("../../etc/passwd", "_.._etc_passwd")]
    [InlineData(@"..\..\x.json", "_.._x.json")]
    [InlineData(@"C:\temp\a", "C__temp_a")]
    [InlineData("file.json:hidden", "file.json_hidden")]
    [InlineData("a\0b\nc\u007Fd\u0085e", "a_b_c_d_e")]
    [InlineData("what? <b> \"x\" | *", "what_ _b_ _x_ _ _")]
    [InlineData("Übersicht 売上 📊", "Übersicht 売上 📊")]
    [InlineData("exe.\u202Egpj", "exe.gpj")]
    [InlineData("CON", "_CON")]
    [InlineData("nul.tar.gz", "_nul.tar.gz")]
    [InlineData("Com1 .txt", "_Com1 .txt")]
    [InlineData("LPT¹", "_LPT¹")]
    [InlineData("CONsole", "CONsole")]
    [InlineData(".hidden", "hidden")]
    public void Reduces(string proposed, string expected) => Assert.Equal(expected, PlainName.From(proposed, "fallback"));

    // Half a character cannot stand in an attribute.
    [Fact]
    public void Replaces_half_a_character() => Assert.Equal("a_b", PlainName.From("a" + (char)0xD800 + "b", "fallback"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    [InlineData("///")]
    [InlineData("\u202E")]
    public void Falls_back_when_nothing_readable_is_left(string? proposed)
    {
        Assert.Equal("2115", PlainName.From(proposed, "2115"));
        Assert.Equal("unnamed", PlainName.From(proposed, "/"));
    }

    [Fact]
    public void Cuts_what_is_too_long_and_keeps_the_extension()
    {
        var plain = PlainName.From(new string('a', 500) + ".json", "x");
        Assert.Equal(PlainName.MaxLength, plain.Length);
        Assert.EndsWith("a.json", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_cuts_a_character_in_two_and_fits_a_file_system_that_counts_bytes()
    {
        for (var lead = 0; lead < 4; lead++)
        {
            var plain = PlainName.From(new string('a', lead) + string.Concat(Enumerable.Repeat("📊", 200)), "x");
            Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(plain)));
            Assert.InRange(Encoding.UTF8.GetByteCount(plain), 100, PlainName.MaxBytes);
        }
    }

    [Fact]
    public void Is_plain_whatever_is_proposed()
    {
        var random = new Random(20260304);
        const string nasty = "./\\:*?\"<>| \0\n\u202Eab.CON\uD83D\uDCCA é";
        for (var round = 0; round < 5000; round++)
        {
            var proposed = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => nasty[random.Next(nasty.Length)]));
            var plain = PlainName.From(proposed, "fallback");
            Assert.Equal(plain, Path.GetFileName(plain));
            Assert.DoesNotContain(plain, c => c is '/' or '\\' or ':' || char.IsControl(c));
            Assert.Equal(plain, plain.Trim(' ', '.'));
            Assert.NotEmpty(plain);
            Assert.Equal(plain, PlainName.From(plain, "other"));
        }
    }
}
