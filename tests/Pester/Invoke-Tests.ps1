<#
.SYNOPSIS
    Runs the tests of the built module in this PowerShell.
.DESCRIPTION
    The module is the one that `dotnet build` laid out in out/MigrationTools. Needs Pester in the major version of
    tools.psd1, and the sandbox built (`dotnet build src/MigrationTools.Sandbox`).

    Exit codes: 0 all passed, 1 some failed, 2 no test ran, 3 Pester is not here.
.EXAMPLE
    ./tests/Pester/Invoke-Tests.ps1 -Path tests/Pester/Arcadia.Tests.ps1
#>
[CmdletBinding()]
param(
    # Test files or folders; all of this folder by default.
    [string[]] $Path = $PSScriptRoot,

    # Installs the pinned Pester for this user, from a gallery, where it is missing.
    [switch] $Bootstrap,

    # Writes what came of every test to this file, as JSON.
    [string] $ResultPath,

    # The module's folder.
    [string] $ModulePath,

    # Runs only the tests whose full name is like this.
    [string[]] $FullName = @()
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$pinned = [version] (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'tools.psd1')).Pester

# The pinned one or a later one; the suite is written for Pester 5 and 6.
function Find-Pester {
    Get-Module -ListAvailable Pester |
        Where-Object { $_.Version -ge $pinned -and $_.Version.Major -le 6 } |
        Sort-Object Version | Select-Object -Last 1
}

$pester = Find-Pester
if (-not $pester -and $Bootstrap) {
    Install-PSResource -Name Pester -Version $pinned -Scope CurrentUser -TrustRepository -Quiet
    $pester = Find-Pester
}
if (-not $pester) {
    Write-Output "Pester $pinned or later is not here; -Bootstrap installs it."
    exit 3
}
Import-Module $pester

$module = if ($ModulePath) { (Resolve-Path $ModulePath).Path } else { Join-Path $PSScriptRoot '../../out/MigrationTools' }
if (-not (Test-Path (Join-Path $module 'MigrationTools.psd1'))) { throw "There is no module in '$module': dotnet build" }
$env:MIGRATIONTOOLS_MODULE = [IO.Path]::GetFullPath($module)

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.CIFormat = 'None'
$configuration.Output.RenderMode = 'Plaintext'
$configuration.Output.StackTraceVerbosity = 'FirstLine'
$configuration.TestRegistry.Enabled = $false
if ($FullName) { $configuration.Filter.FullName = $FullName }
$run = Invoke-Pester -Configuration $configuration

if ($ResultPath) {
    [ordered]@{
        Passed      = $run.PassedCount
        Failed      = $run.FailedCount
        Skipped     = $run.SkippedCount
        # Files, and blocks in them, that could not be set up or torn down.
        Broken      = $run.FailedBlocksCount + $run.FailedContainersCount
        Seconds     = [math]::Round($run.Duration.TotalSeconds, 1)
        PowerShell  = "$($PSVersionTable.PSVersion)"
        Pester      = "$($pester.Version)"
        Tests       = @($run.Tests | ForEach-Object {
                [ordered]@{ Name = $_.ExpandedPath; Result = "$($_.Result)"; Seconds = [math]::Round($_.Duration.TotalSeconds, 2); Message = "$($_.ErrorRecord)" }
            })
    } | ConvertTo-Json -Depth 4 | Set-Content $ResultPath
}

if ($run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount -gt 0) { exit 1 }
if ($run.PassedCount -eq 0 -and $run.SkippedCount -eq 0) { exit 2 }
exit 0
