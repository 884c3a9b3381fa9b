#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Draws the README's picture of a session, docs/images/session.svg, from what the built module says to a sandbox.
.DESCRIPTION
    Runs the lines of the session in a PowerShell of their own, and writes the text with its colours as text of an SVG.
    The sandbox is set back to its beginning first. It has to run:

        dotnet run --project src/MigrationTools.Sandbox -- --port-base 18080
.PARAMETER Sandbox
    The sandbox's control address.
.PARAMETER Path
    The picture.
.PARAMETER ModulePath
    The module. By default what the last build left in out/MigrationTools.
.EXAMPLE
    ./docs/images/Update-Session.ps1
#>
[CmdletBinding()]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The functions below use them.')]
param(
    [uri] $Sandbox = 'http://127.0.0.1:18080/sandbox',

    [string] $Path = (Join-Path $PSScriptRoot 'session.svg'),

    [string] $ModulePath = (Join-Path $PSScriptRoot '../../out/MigrationTools')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3
$columns, $letter, $line, $size, $edge, $head = 100, 8.4, 20, 14, 24, 44

$session = @'
Connect-Arcadia -Uri $env:DEV_URI -Name dev -ApiKey (Get-Secret arcadia-dev)
Connect-Arcadia -Uri $env:PROD_URI -Name prod -ApiKey (Get-Secret arcadia-prod) -NotDefault

Export-ArcadiaDashboard -Id 2110 -Connection dev |
    Import-ArcadiaPackage -Connection prod -DataConnection sales -Workspace Retail -WhatIf

Export-ArcadiaDashboard -Id 2110, 9999 -Connection dev |
    Import-ArcadiaPackage -Connection prod -DataConnection sales -Workspace Retail

(Get-MigrationHistory | Measure-MigrationResult).ExitCode
'@

# What comes before the first prompt, and is not shown.
$before = @'
$PSStyle.OutputRendering = 'Ansi'
$ProgressPreference = 'SilentlyContinue'
Import-Module $env:SESSION_MODULE
function Get-Secret([string] $Name) { [System.Environment]::GetEnvironmentVariable("SESSION_$Name") }
'@

# The commands with the colours of a prompt: names, parameters, strings, variables.
function Format-Command([string] $Text) {
    $tokens = $null
    $null = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref] $tokens, [ref] $null)
    $shown, $at = '', 0
    foreach ($token in $tokens | Where-Object Kind -NE EndOfInput) {
        $colour = switch ($token) {
            { $_.TokenFlags -band [System.Management.Automation.Language.TokenFlags]::CommandName } { 93; break }
            { $_.Kind -eq 'Parameter' } { 90; break }
            { $_.Kind -eq 'Variable' } { 92; break }
            { $_.TokenFlags -band [System.Management.Automation.Language.TokenFlags]::Keyword } { 92; break }
            default { 0 }
        }
        $shown += $Text.Substring($at, $token.Extent.StartOffset - $at) + "`e[${colour}m$($token.Text)`e[0m"
        $at = $token.Extent.EndOffset
    }
    $prompt = "`e[36mPS>`e[0m "
    foreach ($part in $shown -split '\n') {
        $prompt + $part
        $prompt = "`e[36m>>`e[0m"
    }
}

# What a terminal of 100 columns would show after each command.
function Read-Session {
    $about = Invoke-RestMethod $Sandbox
    $null = Invoke-RestMethod "$Sandbox/reset" -Method Post
    $env:DEV_URI, $env:PROD_URI = $about.arcadia.dev.uri, $about.arcadia.prod.uri
    ${env:SESSION_arcadia-dev}, ${env:SESSION_arcadia-prod} = $about.arcadia.dev.apiKey, $about.arcadia.prod.apiKey
    $env:SESSION_MODULE = $ModulePath
    $mark = "-- $([guid]::NewGuid()) --"
    # A line that goes on in the next one ends in a | ; an empty line is none.
    $commands = ($session -split '(?<!\|)\r?\n' | Where-Object { $_ }) -replace '\r'
    $script = $before
    # A block without a file, so that errors look as they do at a prompt.
    foreach ($command in $commands) {
        $script += "`n'$mark'`n. ([scriptblock]::Create('$($command.Replace("'", "''"))')) 2>&1 | Out-String -Stream -Width $columns"
    }
    $file = Join-Path ([System.IO.Path]::GetTempPath()) "session-$([guid]::NewGuid().ToString('N')).ps1"
    Set-Content $file $script
    try {
        $answers = ((& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $file) -join "`n") -split "$mark\n?"
    }
    finally {
        Remove-Item $file
    }
    for ($index = 0; $index -lt $commands.Count; $index++) {
        Format-Command $commands[$index]
        ($answers[$index + 1].Trim("`n") -replace '\n{2,}', "`n`n") -split '\n'
        ''
    }
}

# The parts of a line, each with its class: what a terminal makes of its codes.
function Split-Colour([string] $Text) {
    $class = ''
    foreach ($part in [regex]::Matches($Text, "\e\[(?<codes>[\d;]*)m|(?<text>[^\e]+)")) {
        if ($part.Groups['text'].Success) {
            [pscustomobject]@{ Text = $part.Groups['text'].Value; Class = $class }
            continue
        }
        $class = @($part.Groups['codes'].Value -split ';' | Where-Object { $_ -match '^(1|3|[39]\d)$' } | ForEach-Object { "c$_" }) -join ' '
    }
}

# A long line as several, broken between words: only sentences are long, and they have one colour.
function Split-Screen([string] $Text) {
    $plain = $Text -replace "\e\[[\d;]*m"
    if ($plain.Length -le $columns) { return $Text }
    $colour = [regex]::Match($Text, "^(\e\[[\d;]*m)*").Value
    foreach ($part in [regex]::Matches($plain, "(.{1,$columns})(\s+|$)")) { $colour + $part.Groups[1].Value }
}

$rows = @(Read-Session | ForEach-Object { Split-Screen $_ } | Select-Object -SkipLast 1)
$width, $height = ($columns * $letter + 2 * $edge), ($rows.Count * $line + $head + $edge)
$svg = [System.Text.StringBuilder]::new()
$null = $svg.Append(@"
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" width="$width" height="$height" role="img" aria-labelledby="title">
<title id="title">A session: two connections, a rehearsal with -WhatIf, an import with a row for each item and an error for the one that is missing, and the exit code.</title>
<style>
text { font: ${size}px ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d7dce2; white-space: pre; }
.c1 { font-weight: 600; } .c3 { font-style: italic; }
.c31, .c91 { fill: #ff7b72; } .c32 { fill: #7ee2a8; } .c33 { fill: #f2cc60; } .c34, .c94 { fill: #79b8ff; } .c35, .c95 { fill: #d2a8ff; }
.c36, .c96 { fill: #76d9e6; } .c90 { fill: #9aa4b0; } .c92 { fill: #7ee2a8; } .c93 { fill: #f2e394; }
.bar { fill: #9aa4b0; font-family: system-ui, sans-serif; }
</style>
<rect x="0.5" y="0.5" width="$($width - 1)" height="$($height - 1)" rx="10" fill="#14181f" stroke="#3a424d"/>
<path d="M0.5 34.5H$($width - 0.5)" stroke="#2a313b"/>
<circle cx="22" cy="17.5" r="5.5" fill="#ff6b62"/><circle cx="41" cy="17.5" r="5.5" fill="#f5be4f"/><circle cx="60" cy="17.5" r="5.5" fill="#5fc454"/>
<text class="bar" x="$($width / 2)" y="22" text-anchor="middle">PowerShell</text>

"@)
for ($index = 0; $index -lt $rows.Count; $index++) {
    $parts = @(Split-Colour $rows[$index].TrimEnd())
    $letters = ($parts | ForEach-Object { $_.Text.Length } | Measure-Object -Sum).Sum
    if (-not $letters) { continue }
    # The length keeps the columns where they are, whatever font the reader has.
    $null = $svg.Append("<text x=`"$edge`" y=`"$($head + $size + $index * $line)`" textLength=`"$([math]::Round($letters * $letter, 1))`" xml:space=`"preserve`">")
    foreach ($part in $parts) {
        $text = [System.Security.SecurityElement]::Escape($part.Text)
        $null = $svg.Append(($part.Class ? "<tspan class=`"$($part.Class)`">$text</tspan>" : $text))
    }
    $null = $svg.Append("</text>`n")
}
$null = $svg.Append("</svg>`n")
[System.IO.File]::WriteAllText($Path, ($svg.ToString() -replace '\r'), [System.Text.UTF8Encoding]::new($false))
