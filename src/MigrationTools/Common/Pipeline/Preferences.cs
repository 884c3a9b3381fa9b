using System.Management.Automation;
using MigrationTools.Common.Arguments;

namespace MigrationTools.Common.Pipeline;

/// <summary>What somebody wants to see: a plan first, a question, details. Only the pipeline thread may ask.</summary>
internal static class Preferences
{
    /// <summary>True under -WhatIf, or where $WhatIfPreference says so for a whole pipe.</summary>
    public static bool IsRehearsal(this PSCmdlet cmdlet) => Flag(Value(cmdlet, "WhatIf", "WhatIfPreference"));

    /// <summary>True where a question will be asked: under -Confirm, or where $ConfirmPreference is Medium or lower.</summary>
    public static bool IsAsking(this PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out var said)
        ? Flag(said)
        : Enum.TryParse<ConfirmImpact>(Binding.Text(cmdlet.SessionState.PSVariable.GetValue("ConfirmPreference")), ignoreCase: true, out var impact)
            && impact is ConfirmImpact.Low or ConfirmImpact.Medium;

    /// <summary>False where the debug stream shows nothing: neither under -Debug nor by $DebugPreference.</summary>
    public static bool IsDebugging(this PSCmdlet cmdlet) => Binding.Unwrap(Value(cmdlet, "Debug", "DebugPreference")) switch
    {
        bool or SwitchParameter => Flag(Value(cmdlet, "Debug", "DebugPreference")),
        var said => !LanguagePrimitives.TryConvertTo<ActionPreference>(said, out var preference) || preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore),
    };

    /// <summary>True where somebody wants to be asked at each warning: under -WarningAction Inquire, or by $WarningPreference.</summary>
    public static bool IsAskingAtWarnings(this PSCmdlet cmdlet) =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(Value(cmdlet, "WarningAction", "WarningPreference"), out var preference) && preference == ActionPreference.Inquire;

    private static object? Value(PSCmdlet cmdlet, string parameter, string variable) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var said) ? said : cmdlet.SessionState.PSVariable.GetValue(variable);

    private static bool Flag(object? value) => Binding.Unwrap(value) switch
    {
        bool yes => yes,
        SwitchParameter flag => flag,
        _ => false,
    };
}
