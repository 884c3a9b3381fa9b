using System.Management.Automation;
using MigrationTools.Common.Arguments;

namespace MigrationTools.Common.Pipeline;

/// <summary>Whether somebody wants to see a plan first. Only the pipeline thread may ask.</summary>
internal static class Preferences
{
    /// <summary>True under -WhatIf, or where $WhatIfPreference says so for a whole pipe.</summary>
    public static bool IsRehearsal(this PSCmdlet cmdlet) => Flag(Value(cmdlet, "WhatIf", "WhatIfPreference"));

    /// <summary>True where a question will be asked: under -Confirm, or where $ConfirmPreference is Medium or lower.</summary>
    public static bool IsAsking(this PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out var said)
        ? Flag(said)
        : Enum.TryParse<ConfirmImpact>(Binding.Text(cmdlet.SessionState.PSVariable.GetValue("ConfirmPreference")), ignoreCase: true, out var impact)
            && impact is ConfirmImpact.Low or ConfirmImpact.Medium;

    private static object? Value(PSCmdlet cmdlet, string parameter, string variable) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var said) ? said : cmdlet.SessionState.PSVariable.GetValue(variable);

    private static bool Flag(object? value) => Binding.Unwrap(value) switch
    {
        bool yes => yes,
        SwitchParameter flag => flag,
        _ => false,
    };
}
