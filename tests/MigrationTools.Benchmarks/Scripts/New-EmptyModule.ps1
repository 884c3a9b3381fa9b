# A binary module that can do nothing: as many cmdlets as ours exports, in one dll, and nothing else.
. (Join-Path $PSScriptRoot 'Measure.ps1')
$names = (Import-PowerShellDataFile $job.module).CmdletsToExport
$classes = foreach ($index in 1..$names.Count) {
    "[Cmdlet(`"Get`", `"Nothing$index`")] public sealed class GetNothing$index : PSCmdlet { [Parameter] public string Name { get; set; } }"
}
$code = "using System.Management.Automation;`n" + ($classes -join "`n")
Add-Type -TypeDefinition $code -OutputAssembly (Join-Path $job.folder 'Empty.dll') -OutputType Library
$manifest = @{
    Path = Join-Path $job.folder 'Empty.psd1'; RootModule = 'Empty.dll'; ModuleVersion = '1.0.0'; CompatiblePSEditions = 'Core'
    CmdletsToExport = 1..$names.Count | ForEach-Object { "Get-Nothing$_" }
    FunctionsToExport = @(); VariablesToExport = @(); AliasesToExport = @()
}
New-ModuleManifest @manifest
Out-Measurement $names.Count
