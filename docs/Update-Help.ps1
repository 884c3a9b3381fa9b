#!/usr/bin/env pwsh
#Requires -Version 7.4
#Requires -Modules Microsoft.PowerShell.PlatyPS
<#
.SYNOPSIS
    Renews the help from the built module and from the Markdown in docs/en-US.
.DESCRIPTION
    What the module knows better than a writer (syntax, types, positions, what binds from the pipe) is written into the
    Markdown; what a writer knows better stays. From the Markdown come src/MigrationTools/en-US/MigrationTools.dll-Help.xml
    and the about_ topics, which are committed. The output depends on nothing but the module and the Markdown: it bears no
    dates, and its lines end with LF on every system.

    The XML is written here and not by Export-MamlCommandHelp, which puts an example's code into its introduction (so that
    Get-Help has examples without code), and leaves default values and line breaks behind.
.PARAMETER ModulePath
    The built module. By default what the last build left in out/MigrationTools.
.PARAMETER Check
    Writes nothing, and fails if anything is not up to date.
.EXAMPLE
    ./docs/Update-Help.ps1
.EXAMPLE
    ./docs/Update-Help.ps1 -Check
#>
[CmdletBinding()]
param(
    [string] $ModulePath = (Join-Path $PSScriptRoot '../out/MigrationTools/MigrationTools.psd1'),

    [switch] $Check
)

# No strict mode: PlatyPS runs script blocks in this scope and does not stand it.
$ErrorActionPreference = 'Stop'
$markdownFolder = Join-Path $PSScriptRoot 'en-US'
$helpFolder = Join-Path $PSScriptRoot '../src/MigrationTools/en-US'
$commonParameters = [System.Management.Automation.PSCmdlet]::CommonParameters
$mustFit = [bool] $Check
$problems = [System.Collections.Generic.List[string]]::new()

# Writes a text with LF and without a byte order mark, or with -Check says where it differs.
function Publish-Text([string] $Path, [string] $Text) {
    $wanted = ($Text -replace "`r`n", "`n").TrimEnd() + "`n"
    $there = (Test-Path -LiteralPath $Path) ? [System.IO.File]::ReadAllText($Path) : $null
    if ($wanted -ceq $there) { return }
    if ($mustFit) {
        $problems.Add("$(Split-Path -Leaf $Path) is not up to date.")
        return
    }
    $null = New-Item -ItemType Directory -Path (Split-Path $Path) -Force
    [System.IO.File]::WriteAllText($Path, $wanted, [System.Text.UTF8Encoding]::new($false))
    Write-Verbose "Wrote $Path"
}

function Get-EnumName([System.Management.Automation.ParameterMetadata] $Parameter) {
    $type = [System.Nullable]::GetUnderlyingType($Parameter.ParameterType) ?? $Parameter.ParameterType
    if ($type.IsEnum) { [Enum]::GetNames($type) }
}

# The Markdown with the syntax and the parameters' metadata of the module.
function Merge-ModuleFact([string] $Text, [string] $Fresh, [System.Management.Automation.CommandInfo] $Command) {
    # Some releases of PlatyPS write the common parameters, and some do not.
    $syntax = [regex]::Match($Fresh, '(?ms)^## SYNTAX\n.*?(?=^## )').Value -replace '\s+\[<CommonParameters>\]'
    $syntax = $syntax -replace '(?m)(?<=[\]>])\n```', " [<CommonParameters>]`n``````"
    $syntax = $syntax -replace '(?m)^(.{80,}) \[<CommonParameters>\]$', "`$1`n [<CommonParameters>]"
    $Text = [regex]::Replace($Text, '(?ms)^## SYNTAX\n.*?(?=^## )', $syntax.Replace('$', '$$'))
    $section = '(?ms)^### -(?<name>\w+)\n\n(?<words>.*?)\n\n```yaml\n(?<yaml>.*?)\n```'
    $facts = @{}
    foreach ($match in [regex]::Matches($Fresh, $section)) { $facts[$match.Groups['name'].Value] = $match.Groups['yaml'].Value }
    $written = [regex]::Matches($Text, $section) | ForEach-Object { $_.Groups['name'].Value }
    foreach ($name in $facts.Keys | Where-Object { $_ -notin $written }) { $problems.Add("$($Command.Name): -$name is not described.") }
    foreach ($name in $written | Where-Object { -not $facts.ContainsKey($_) }) { $problems.Add("$($Command.Name): -$name is described and does not exist.") }
    [regex]::Replace($Text, $section, {
            param($match)
            $name = $match.Groups['name'].Value
            if (-not $facts.ContainsKey($name)) { return $match.Value }
            $old = $match.Groups['yaml'].Value
            $default = [regex]::Match($old, '(?m)^DefaultValue: .*$').Value
            $accepted = [regex]::Match($old, '(?m)^AcceptedValues:\n(- .*\n?)+').Value.TrimEnd()
            $names = @(Get-EnumName $Command.Parameters[$name])
            if (-not $accepted -and $names) { $accepted = "AcceptedValues:`n" + (($names | ForEach-Object { "- $_" }) -join "`n") }
            $yaml = $facts[$name] -replace 'System\.Nullable`1\[([^\]]+)\]', '$1'
            if ($default) { $yaml = $yaml -replace '(?m)^DefaultValue: .*$', $default.Replace('$', '$$') }
            if ($accepted) { $yaml = $yaml -replace '(?m)^AcceptedValues: \[\]$', $accepted }
            "### -$name`n`n$($match.Groups['words'].Value)`n`n``````yaml`n$yaml`n``````"
        })
}

# A console shows no Markdown: links and code marks become plain words.
function ConvertTo-PlainText([string] $Text) {
    $Text -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '`([^`]+)`', '$1' -replace '\*\*([^*]+)\*\*', '$1'
}

function Split-Paragraph([string] $Text) {
    ("$Text" -replace "`r`n", "`n").Trim() -split '\n\s*\n' | Where-Object { $_.Trim() } | ForEach-Object { ConvertTo-PlainText ($_.Trim() -replace '\s*\n\s*', ' ') }
}

$maml = 'http://schemas.microsoft.com/maml/2004/10'
$commandSpace = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
$dev = 'http://schemas.microsoft.com/maml/dev/2004/10'

function Write-Paragraph([System.Xml.XmlWriter] $Xml, [string] $Prefix, [string] $Element, [string] $Namespace, [string] $Text, [switch] $WithBlank) {
    $Xml.WriteStartElement($Prefix, $Element, $Namespace)
    foreach ($paragraph in Split-Paragraph $Text) { $Xml.WriteElementString('maml', 'para', $maml, $paragraph) }
    if ($WithBlank) { $Xml.WriteElementString('maml', 'para', $maml, '') }
    $Xml.WriteEndElement()
}

function Write-TypeName([System.Xml.XmlWriter] $Xml, [string] $Name) {
    $Xml.WriteStartElement('dev', 'type', $dev)
    $Xml.WriteElementString('maml', 'name', $maml, $Name)
    $Xml.WriteEndElement()
}

function Write-Parameter([System.Xml.XmlWriter] $Xml, $Parameter, $Set, [switch] $InSyntax) {
    $byWhat = @(if ($Set.ValueFromPipeline) { 'ByValue' }; if ($Set.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
    $isSwitch = $Parameter.Type -eq 'System.Management.Automation.SwitchParameter'
    $Xml.WriteStartElement('command', 'parameter', $commandSpace)
    $Xml.WriteAttributeString('required', "$($Set.IsRequired)".ToLowerInvariant())
    $Xml.WriteAttributeString('variableLength', "$($Parameter.Type.EndsWith('[]'))".ToLowerInvariant())
    $Xml.WriteAttributeString('globbing', "$($Parameter.SupportsWildcards)".ToLowerInvariant())
    $Xml.WriteAttributeString('pipelineInput', ($byWhat ? "True ($($byWhat -join ', '))" : 'False'))
    $Xml.WriteAttributeString('position', "$($Set.Position)".ToLowerInvariant())
    $Xml.WriteAttributeString('aliases', ($Parameter.Aliases ? $Parameter.Aliases -join ', ' : 'none'))
    $Xml.WriteElementString('maml', 'name', $maml, $Parameter.Name)
    Write-Paragraph -Xml $Xml -Prefix 'maml' -Element 'description' -Namespace $maml -Text $Parameter.Description
    if ($Parameter.AcceptedValues -and $InSyntax) {
        $Xml.WriteStartElement('command', 'parameterValueGroup', $commandSpace)
        foreach ($value in $Parameter.AcceptedValues) {
            $Xml.WriteStartElement('command', 'parameterValue', $commandSpace)
            $Xml.WriteAttributeString('required', 'false')
            $Xml.WriteAttributeString('variableLength', 'false')
            $Xml.WriteString($value)
            $Xml.WriteEndElement()
        }
        $Xml.WriteEndElement()
    }
    elseif (-not $isSwitch -or -not $InSyntax) {
        $Xml.WriteStartElement('command', 'parameterValue', $commandSpace)
        $Xml.WriteAttributeString('required', "$(-not $isSwitch)".ToLowerInvariant())
        $Xml.WriteAttributeString('variableLength', 'false')
        $Xml.WriteString(($Parameter.Type -split '\.')[-1])
        $Xml.WriteEndElement()
    }
    Write-TypeName $Xml $Parameter.Type
    $Xml.WriteElementString('dev', 'defaultValue', $dev, ($Parameter.DefaultValue ? $Parameter.DefaultValue : $isSwitch ? 'False' : 'None'))
    $Xml.WriteEndElement()
}

# Positions first, then what must be given, then the rest by name.
function Get-SetParameter($Help, [System.Management.Automation.CommandParameterSetInfo] $ParameterSet) {
    $ParameterSet.Parameters | Where-Object Name -NotIn $commonParameters |
        Sort-Object { $_.Position -lt 0 ? [int]::MaxValue : $_.Position }, { -not $_.IsMandatory }, Name |
        ForEach-Object {
            $name = $_.Name
            $parameter = $Help.Parameters | Where-Object Name -EQ $name
            $in = $parameter.ParameterSets | Where-Object Name -In $ParameterSet.Name, '(All)' | Select-Object -First 1
            [pscustomobject]@{ Parameter = $parameter; Set = $in }
        }
}

# The types as the Markdown names them: PlatyPS loses the brackets of an array.
function Get-TypeName([string] $Text, [string] $Section) {
    $part = [regex]::Match($Text, "(?ms)^## $Section\n(.*?)(?=^## )").Groups[1].Value
    [regex]::Matches($part, '(?m)^### (\S+)$') | ForEach-Object { $_.Groups[1].Value }
}

function Write-Command([System.Xml.XmlWriter] $Xml, $Help, [string] $Text, [System.Management.Automation.CommandInfo] $Command) {
    $Xml.WriteStartElement('command', 'command', $commandSpace)
    $Xml.WriteStartElement('command', 'details', $commandSpace)
    $Xml.WriteElementString('command', 'name', $commandSpace, $Command.Name)
    $Xml.WriteElementString('command', 'verb', $commandSpace, $Command.Verb)
    $Xml.WriteElementString('command', 'noun', $commandSpace, $Command.Noun)
    Write-Paragraph -Xml $Xml -Prefix 'maml' -Element 'description' -Namespace $maml -Text $Help.Synopsis
    $Xml.WriteEndElement()
    Write-Paragraph -Xml $Xml -Prefix 'maml' -Element 'description' -Namespace $maml -Text $Help.Description

    $Xml.WriteStartElement('command', 'syntax', $commandSpace)
    foreach ($set in $Command.ParameterSets | Sort-Object { -not $_.IsDefault }, Name) {
        $Xml.WriteStartElement('command', 'syntaxItem', $commandSpace)
        $Xml.WriteElementString('maml', 'name', $maml, $Command.Name)
        foreach ($entry in Get-SetParameter $Help $set) { Write-Parameter -Xml $Xml -Parameter $entry.Parameter -Set $entry.Set -InSyntax }
        $Xml.WriteEndElement()
    }
    $Xml.WriteEndElement()

    $Xml.WriteStartElement('command', 'parameters', $commandSpace)
    foreach ($parameter in $Help.Parameters | Sort-Object Name) { Write-Parameter -Xml $Xml -Parameter $parameter -Set $parameter.ParameterSets[0] }
    $Xml.WriteEndElement()

    foreach ($kind in @(@('inputTypes', 'inputType', $Help.Inputs, 'INPUTS'), @('returnValues', 'returnValue', $Help.Outputs, 'OUTPUTS'))) {
        $Xml.WriteStartElement('command', $kind[0], $commandSpace)
        $names = @(Get-TypeName $Text $kind[3])
        $entries = @($kind[2])
        for ($index = 0; $index -lt $entries.Count; $index++) {
            $Xml.WriteStartElement('command', $kind[1], $commandSpace)
            Write-TypeName $Xml $names[$index]
            Write-Paragraph -Xml $Xml -Prefix 'maml' -Element 'description' -Namespace $maml -Text $entries[$index].Description
            $Xml.WriteEndElement()
        }
        $Xml.WriteEndElement()
    }

    $Xml.WriteStartElement('maml', 'alertSet', $maml)
    Write-Paragraph -Xml $Xml -Prefix 'maml' -Element 'alert' -Namespace $maml -Text $Help.Notes
    $Xml.WriteEndElement()

    $Xml.WriteStartElement('command', 'examples', $commandSpace)
    foreach ($example in $Help.Examples) {
        $parts = [regex]::Match(($example.Remarks -replace "`r`n", "`n"), '(?s)^\s*```powershell\n(?<code>.*?)\n```\s*(?<words>.*)$')
        if (-not $parts.Success) { $problems.Add("$($Command.Name): '$($example.Title)' does not begin with a block of code.") }
        $Xml.WriteStartElement('command', 'example', $commandSpace)
        # Get-Help sets neither a rule nor a blank line between examples of its own accord.
        $Xml.WriteElementString('maml', 'title', $maml, "---------- $($example.Title) ----------")
        $Xml.WriteElementString('dev', 'code', $dev, $parts.Groups['code'].Value)
        Write-Paragraph -Xml $Xml -Prefix 'dev' -Element 'remarks' -Namespace $dev -Text $parts.Groups['words'].Value -WithBlank
        $Xml.WriteEndElement()
    }
    $Xml.WriteEndElement()

    $Xml.WriteStartElement('command', 'relatedLinks', $commandSpace)
    foreach ($link in $Help.RelatedLinks) {
        $Xml.WriteStartElement('maml', 'navigationLink', $maml)
        $Xml.WriteElementString('maml', 'linkText', $maml, $link.LinkText)
        $Xml.WriteElementString('maml', 'uri', $maml, '')
        $Xml.WriteEndElement()
    }
    $Xml.WriteEndElement()
    $Xml.WriteEndElement()
}

# A topic as a console shows it: no marks, no line longer than 80 letters, indented blocks as they are.
function ConvertTo-AboutText([string] $Markdown) {
    $body = ($Markdown -replace "`r`n", "`n") -replace '(?s)^---\n.*?\n---\n', ''
    $text = [System.Text.StringBuilder]::new()
    foreach ($block in $body.Trim() -split '\n\s*\n') {
        if ($block -match '^#') {
            $null = $text.Append(($block -replace '^#+\s*', '')).Append("`n`n")
            continue
        }
        if ($block -match '^ {4}') {
            $null = $text.Append($block).Append("`n`n")
            continue
        }
        $line = ''
        foreach ($word in (ConvertTo-PlainText ($block -replace '\s*\n\s*', ' ')) -split ' ') {
            if ($line -and $line.Length + 1 + $word.Length -gt 80) {
                $null = $text.Append($line).Append("`n")
                $line = $word
            }
            else { $line = $line ? "$line $word" : $word }
        }
        $null = $text.Append($line).Append("`n`n")
    }
    $text.ToString()
}

# Every way to fail, from the engine's own list.
function Get-ErrorTopic {
    $engine = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'MigrationTools.Core' }
    $kinds = $engine.GetType('MigrationTools.Core.Errors.ErrorKinds').GetProperty('All').GetValue($null).Values | Sort-Object Id
    $entries = foreach ($kind in $kinds) { "### $($kind.Id)`n`n$($kind.Cause) $($kind.Remedy)`n`nCategory: $($kind.Class)." }
    @"
---
document type: about
Locale: en-US
Module Name: MigrationTools
title: about_MigrationTools_Errors
---

# about_MigrationTools_Errors

## SHORT DESCRIPTION

Lists every error of the module, with its cause and what to do.

## LONG DESCRIPTION

The ErrorId is what scripts can test: it stays the same from version to version. It stands in the ErrorId of a row, and is the first part of an error's FullyQualifiedErrorId. Not every cmdlet can come to every error; the help of each names its own.

$($entries -join "`n`n")

## SEE ALSO

about_MigrationTools

Get-MigrationHistory
"@
}

Import-Module Microsoft.PowerShell.PlatyPS
$module = Import-Module $ModulePath -PassThru
$scratch = Join-Path ([System.IO.Path]::GetTempPath()) "MigrationTools.Help.$([guid]::NewGuid().ToString('N'))"
try {
    $null = New-MarkdownCommandHelp -ModuleInfo $module -OutputFolder $scratch
    $commands = $module.ExportedCmdlets.Values | Sort-Object Name

    $described = Get-ChildItem $markdownFolder -Filter *-*.md | ForEach-Object BaseName
    foreach ($name in $described | Where-Object { $_ -notin $commands.Name }) { $problems.Add("$name is described and does not exist.") }

    $stream = [System.IO.MemoryStream]::new()
    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [System.Text.UTF8Encoding]::new($false) }
    $xml = [System.Xml.XmlWriter]::Create($stream, $settings)
    $xml.WriteStartElement('helpItems', 'http://msh')
    $xml.WriteAttributeString('schema', 'maml')
    $xml.WriteAttributeString('xmlns', 'maml', $null, $maml)
    $xml.WriteAttributeString('xmlns', 'command', $null, $commandSpace)
    $xml.WriteAttributeString('xmlns', 'dev', $null, $dev)
    foreach ($command in $commands) {
        $path = Join-Path $markdownFolder "$($command.Name).md"
        if (-not (Test-Path $path)) {
            $problems.Add("$($command.Name) is not described.")
            continue
        }
        $fresh = [System.IO.File]::ReadAllText((Join-Path $scratch "MigrationTools/$($command.Name).md")) -replace "`r`n", "`n"
        $text = Merge-ModuleFact -Text ([System.IO.File]::ReadAllText($path) -replace "`r`n", "`n") -Fresh $fresh -Command $command
        Publish-Text $path $text
        # What is read is what was made, also with -Check.
        $made = Join-Path $scratch "$($command.Name).md"
        [System.IO.File]::WriteAllText($made, $text)
        Write-Command -Xml $xml -Help (Import-MarkdownCommandHelp -LiteralPath $made) -Text $text -Command $command
    }
    $xml.WriteEndElement()
    $xml.Dispose()
    # The name that Get-Help asks for, in that case: file systems may tell upper from lower.
    Publish-Text (Join-Path $helpFolder $commands[0].HelpFile) ([System.Text.Encoding]::UTF8.GetString($stream.ToArray()))

    $topics = @{ about_MigrationTools_Errors = Get-ErrorTopic }
    Publish-Text (Join-Path $markdownFolder about_MigrationTools_Errors.md) $topics.about_MigrationTools_Errors
    foreach ($about in Get-ChildItem $markdownFolder -Filter about_*.md) { $topics[$about.BaseName] ??= [System.IO.File]::ReadAllText($about.FullName) }
    foreach ($name in $topics.Keys) { Publish-Text (Join-Path $helpFolder "$name.help.txt") (ConvertTo-AboutText $topics[$name]) }
}
finally {
    Remove-Item $scratch -Recurse -Force -ErrorAction Ignore
}
if ($problems.Count -gt 0) { throw "The help does not fit the module:`n$($problems -join "`n")" }
