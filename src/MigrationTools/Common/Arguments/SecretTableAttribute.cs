using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Security;
using MigrationTools.Core.Http;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// A table of headers or cookies, whose values may be secrets: each becomes a SecureString, because the engine keeps what
/// was bound in every verbose line and error, and writes it out where one of those is converted to JSON.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretTableAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // What is no table is the engine's to refuse.
        if (Binding.Unwrap(inputData) is not IDictionary table) return inputData;
        var guarded = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table) guarded[entry.Key] = Guarded(engineIntrinsics, entry.Value);
        return guarded;
    }

    // A value that is missing is refused later, by the name of its header.
    private static object? Guarded(EngineIntrinsics engine, object? value) => Binding.Unwrap(value) is null or SecureString ? value
        : Binding.Text(value) is { Length: > ApiClient.LongestSecret } text ? throw Secrets.TooLong(engine, text.Length)
        : Secrets.Of(Binding.Text(value)!);
}
