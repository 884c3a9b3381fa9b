#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    A convenience over the dotnet commands and the pinned PowerShell tools.
.DESCRIPTION
    Build    lays the module out in out/MigrationTools, ready for Import-Module.
    Test     runs everything that `dotnet test` runs, and PSScriptAnalyzer.
    Docs     renews the help (docs/en-US and the MAML in src/MigrationTools/en-US) from the built module.
    Package  makes out/MigrationTools.<version>.nupkg for a gallery, of the module in out/MigrationTools.
    Demo     moves the sandbox's sample content from dev to prod.
    Bench    runs the benchmarks and prints their table.

    The PowerShell tools come from a gallery, in pinned versions, where one is reachable; where not, what needs them is
    skipped and says so.
.PARAMETER Configuration
    What to build. Release by default.
.PARAMETER NoBuild
    Package takes out/MigrationTools as the last build left it.
.PARAMETER Destination
    The folder for the package.
.EXAMPLE
    ./build.ps1 Build, Test
#>
[CmdletBinding()]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The functions below use them.')]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Docs', 'Package', 'Demo', 'Bench')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [switch] $NoBuild,

    [string] $Destination = (Join-Path $PSScriptRoot 'out')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3
$root = $PSScriptRoot
$tools = Import-PowerShellDataFile (Join-Path $root 'tests/Pester/tools.psd1')

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args -join ' ') ended with exit code $LASTEXITCODE." }
}

# True if a module of the pinned version, or of a later one of the same major version, can be imported.
function Find-Tool([string] $Name) {
    $wanted = [version] $tools[$Name]
    $fitting = { Get-Module -ListAvailable $Name | Where-Object { $_.Version.Major -eq $wanted.Major -and $_.Version -ge $wanted } }
    if (& $fitting) { return $true }
    try {
        Write-Host "Installing $Name $wanted for this user."
        Install-PSResource -Name $Name -Version $wanted -Scope CurrentUser -TrustRepository -Quiet
    }
    catch {
        Write-Warning "$Name $wanted is not here and no gallery gave it: $($_.Exception.Message)"
    }
    [bool] (& $fitting)
}

function Invoke-Build {
    Invoke-Dotnet build (Join-Path $root 'MigrationTools.sln') -c $Configuration --nologo
}

function Invoke-Test {
    Invoke-Dotnet test (Join-Path $root 'MigrationTools.sln') --nologo
    if (-not (Find-Tool PSScriptAnalyzer)) {
        Write-Warning 'Skipped: the scripts were not analysed, because PSScriptAnalyzer is not here.'
        return
    }
    $found = Invoke-ScriptAnalyzer -Path $root -Recurse -Settings (Join-Path $root 'PSScriptAnalyzerSettings.psd1') |
        Where-Object ScriptPath -NotMatch '[\\/](bin|obj|out)[\\/]'
    $found | Out-Host
    if ($found) { throw "PSScriptAnalyzer has $(@($found).Count) findings." }
}

function Invoke-Help {
    if (-not (Find-Tool Microsoft.PowerShell.PlatyPS)) {
        Write-Warning 'Skipped: the help was not renewed, because Microsoft.PowerShell.PlatyPS is not here.'
        return
    }
    Invoke-Build
    # In a process of its own: a dll cannot be unloaded, and the next build wants to write it.
    & (Get-Process -Id $PID).Path -NoProfile -File (Join-Path $root 'docs/Update-Help.ps1')
    if ($LASTEXITCODE -ne 0) { throw 'The help could not be renewed.' }
    Invoke-Build
}

# What a gallery shows, and searches: all of it from the manifest. The cmdlets are tags, as the gallery's own clients write them.
function Write-Nuspec([string] $Path, [hashtable] $Manifest) {
    $about = $Manifest.PrivateData.PSData
    $tags = @('PSModule', 'PSIncludes_Cmdlet') + $about.Tags + ($Manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
    $version = $Manifest.ModuleVersion + $(if ($about['Prerelease']) { "-$($about['Prerelease'])" })
    $metadata = [ordered]@{
        id = 'MigrationTools'; version = $version; authors = $Manifest.Author; owners = $Manifest.CompanyName; requireLicenseAcceptance = 'false'
        licenseUrl = $about['LicenseUri']; projectUrl = $about['ProjectUri']; description = $Manifest.Description
        releaseNotes = $about['ReleaseNotes']; copyright = $Manifest.Copyright; tags = $tags -join ' '
    }
    $xml = [System.Xml.XmlWriter]::Create($Path, [System.Xml.XmlWriterSettings]@{ Indent = $true })
    try {
        $xml.WriteStartElement('package', 'http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd')
        $xml.WriteStartElement('metadata')
        foreach ($name in $metadata.Keys | Where-Object { $metadata[$_] }) { $xml.WriteElementString($name, $metadata[$name]) }
        $xml.WriteEndElement()
        $xml.WriteStartElement('files')
        $xml.WriteStartElement('file')
        $xml.WriteAttributeString('src', '**/*')
        $xml.WriteAttributeString('target', '')
    }
    finally {
        $xml.Dispose()
    }
}

function Invoke-Package {
    if ($NoBuild) { Invoke-Dotnet restore (Join-Path $root 'src/MigrationTools') --nologo } else { Invoke-Build }
    $nuspec = Join-Path ([System.IO.Path]::GetTempPath()) "MigrationTools-$([guid]::NewGuid().ToString('N')).nuspec"
    try {
        Write-Nuspec $nuspec (Import-PowerShellDataFile (Join-Path $root 'MigrationTools.psd1'))
        Invoke-Dotnet pack (Join-Path $root 'src/MigrationTools') --no-build --nologo -o $Destination "-p:NuspecFile=$nuspec"
    }
    finally {
        Remove-Item $nuspec -ErrorAction Ignore
    }
}

foreach ($name in $Task) {
    Write-Host "== $name" -ForegroundColor Cyan
    switch ($name) {
        'Build' { Invoke-Build }
        'Test' { Invoke-Test }
        'Docs' { Invoke-Help }
        'Package' { Invoke-Package }
        'Demo' { Invoke-Dotnet run --project (Join-Path $root 'src/MigrationTools.Cli') -- demo }
        'Bench' { Invoke-Dotnet run --project (Join-Path $root 'tests/MigrationTools.Benchmarks') -c Release }
    }
}
