using System.Text.RegularExpressions;

namespace MigrationTools.Core.Http;

/// <summary>The input elements of a page, whose values are secret where their names say so.</summary>
internal static partial class InputTag
{
    // Quotes anywhere else may be unpaired, and count for nothing.
    private const string Quoted = "\\bvalue\\s*=\\s*(\"[^\"]*(\"|\\z)|'[^']*('|\\z))";

    /// <summary>Masks the value of every input element that is named like a password, token or key.</summary>
    internal static string Redact(string text) =>
        Element().Replace(text, element => SecretName().IsMatch(element.Value) ? Value().Replace(element.Value, "${open}" + Redactor.Mask) : element.Value);

    [GeneratedRegex("<input\\b(" + Quoted + "|[^<>])*", Redactor.Options)]
    private static partial Regex Element();

    [GeneratedRegex("\\bname\\s*=\\s*[\"']?([\\w.\\-]*\\[)*" + Redactor.Names, Redactor.Options)]
    private static partial Regex SecretName();

    [GeneratedRegex("(?<open>\\bvalue\\s*=\\s*)(\"[^\"]*(\"|\\z)|'[^']*('|\\z)|[^\\s>]+)", Redactor.Options)]
    private static partial Regex Value();
}
