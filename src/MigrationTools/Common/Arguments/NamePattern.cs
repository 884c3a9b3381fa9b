using System.Management.Automation;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>A name with wildcards, in whatever case.</summary>
internal static class NamePattern
{
    /// <exception cref="MigrationException">InvalidValue: a bracket is open.</exception>
    public static WildcardPattern Of(string name)
    {
        try
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            // The engine finds out only when it is used.
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException error)
        {
            throw new MigrationException(ErrorKinds.InvalidValue, $"'{name}' is no valid pattern.",
                "Put a backtick before a bracket that is part of the name.", error) { TargetObject = name };
        }
    }
}
