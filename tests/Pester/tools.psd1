# The PowerShell tools that build and tests use, in the versions they were tried with.
@{
    Pester                      = '5.7.1'
    PSScriptAnalyzer            = '1.24.0'
    'Microsoft.PowerShell.PlatyPS' = '1.0.1'
}
