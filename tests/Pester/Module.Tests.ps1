# The module as it is installed: how it is found and loaded, what it brings into the process, and how its objects look.

BeforeDiscovery {
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $help = Join-Path $root 'src/MigrationTools/en-US/MigrationTools.dll-Help.xml'
    $script:noHelp = if (-not (Test-Path $help)) { 'the help is not written yet' }
    $script:becauseHelp = if ($noHelp) { " (skipped: $noHelp)" }
    $script:topics = Get-ChildItem (Join-Path $root docs/en-US) -Filter about_*.md | ForEach-Object { @{ Topic = $_.BaseName } }
    $script:cmdlets = (Import-PowerShellDataFile (Join-Path $root MigrationTools.psd1)).CmdletsToExport | ForEach-Object { @{ Cmdlet = $_ } }
    # The root manifest leads into out/; another -ModulePath has nothing to do with it.
    $script:elsewhere = if ($env:MIGRATIONTOOLS_MODULE -and
        [IO.Path]::GetFullPath($env:MIGRATIONTOOLS_MODULE).TrimEnd('\', '/') -ne (Join-Path $root 'out/MigrationTools')) { 'the module under test is another one' }
    $script:strangers = @(
        @{ Age = 'an older'; Version = '105.0.0.0' }
        @{ Age = 'a newer'; Version = '999.0.0.0' }
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    Initialize-Sandbox
    $script:manifestText = $manifestPath.Replace("'", "''")
    $script:wanted = (Import-PowerShellDataFile (Join-Path $repository MigrationTools.psd1)).CmdletsToExport | Sort-Object
    # Tells where an assembly was loaded, a line for each copy: name, context.
    $script:listAssemblies = @'
function Get-Loaded {
    foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {
        foreach ($assembly in $context.Assemblies) {
            $name = $context.Name
            "$($assembly.GetName().Name) $($assembly.GetName().Version) $(if ($context -eq [Runtime.Loader.AssemblyLoadContext]::Default) { 'Default' } else { $name })"
        }
    }
}

'@
    # One whole journey, in a line.
    $script:journey = 'Connect-Both; $rows = Export-ArcadiaDashboard 2110 -Connection dev -WarningAction Ignore | Import-ArcadiaPackage -Connection prod -DataConnection sales -Workspace Retail; "$($rows.Count) $($rows[0].Status)"'
}

AfterAll { Close-Sandbox }

Describe 'The manifest' {
    It 'is sound' {
        $info = Test-ModuleManifest $manifestPath
        $info.Version | Should -Be ([version] (Import-PowerShellDataFile (Join-Path $repository MigrationTools.psd1)).ModuleVersion)
        $info.CompatiblePSEditions | Should -Be Core
        $info.PowerShellVersion | Should -Be '7.4'
    }

    It 'names only files that are there, all inside the module''s folder' {
        $data = Import-PowerShellDataFile $manifestPath
        foreach ($file in @($data.RootModule) + $data.NestedModules + $data.FormatsToProcess + $data.TypesToProcess) {
            $file | Should -Not -Match '[\\/]'
            Join-Path $moduleFolder $file | Should -Exist
        }
    }

    It 'lists what the module exports' {
        (Get-Command -Module MigrationTools).Name | Sort-Object | Should -Be $wanted
        (Get-Command -Module MigrationTools).CommandType | Sort-Object -Unique | Should -Be Cmdlet
    }

    It 'ships nothing of the engine and no debris' {
        (Get-ChildItem $moduleFolder -Recurse -Filter *.dll).Name | Sort-Object |
            Should -Be 'MigrationTools.Core.dll', 'MigrationTools.dll', 'MigrationTools.Loader.dll', 'Polly.Core.dll', 'RestSharp.dll'
    }
}

Describe 'Importing the module' {
    BeforeEach { Initialize-Sandbox }

    It 'by the manifest in the repository''s root' -Skip:($null -ne $elsewhere) {
        $file = (Join-Path $repository MigrationTools.psd1).Replace("'", "''")
        $child = Invoke-Child "Import-Module '$file'; (Get-Command -Module MigrationTools).Count" -Bare
        "$($child.Output)$($child.Errors)" | Should -Be $wanted.Count
    }

    It 'by the name of a cmdlet, with only PSModulePath set' {
        $parent = (New-Item -ItemType Directory (Join-Path $TestDrive modules)).FullName
        Copy-Item $moduleFolder (Join-Path $parent MigrationTools) -Recurse
        $child = Invoke-Child '(Get-MigrationConnection | Measure-Object).Count; (Get-Module MigrationTools).ModuleBase' -Bare -Environment @{
            PSModulePath = "$parent$([IO.Path]::PathSeparator)$env:PSModulePath"
        }
        "$($child.Output -split '\r?\n' -join ' ')$($child.Errors)" | Should -Be "0 $(Join-Path $parent MigrationTools)"
    }

    It 'brings the engine and its dependencies into a load context of their own' {
        $script = $listAssemblies + "`$before = Get-Loaded`nImport-Module '$manifestText'`n$childPreamble`n" + $journey + @'

Get-Loaded | Where-Object { $_ -notin $before } | Where-Object { $_ -match '^(MigrationTools|RestSharp|Polly)' } | Sort-Object
'@
        $lines = (Invoke-Child $script -Bare).Output -split '\r?\n'
        $lines[0] | Should -Be '3 Done'
        $names = $lines | Select-Object -Skip 1 | ForEach-Object { ($_ -split ' ')[0, 2] -join ' ' }
        $names | Should -Be 'MigrationTools Default', 'MigrationTools.Core MigrationTools', 'MigrationTools.Loader Default', 'Polly.Core MigrationTools', 'RestSharp MigrationTools'
    }

    It 'costs nothing but the module''s own two files' {
        $script = $listAssemblies + "`$before = Get-Loaded`nImport-Module '$manifestText'`nGet-Loaded | Where-Object { `$_ -notin `$before } | ForEach-Object { (`$_ -split ' ')[0] } | Sort-Object"
        $names = (Invoke-Child $script -Bare).Output -split '\r?\n'
        $names | Should -Contain MigrationTools
        $names | Where-Object { $_ -notmatch '^(MigrationTools|MigrationTools\.Core|MigrationTools\.Loader|System\..*|Microsoft\..*|netstandard)$' } | Should -BeNullOrEmpty
    }

    It 'works beside <Age> RestSharp that was loaded first' -ForEach $strangers {
        $dll = Join-Path $TestDrive "$Version/RestSharp.dll"
        New-Item -ItemType Directory (Split-Path $dll) | Out-Null
        $script = $listAssemblies + @"
Add-Type -TypeDefinition 'public class WakesTheCompiler { }'
# Add-Type makes up a name of its own for what it compiles, and it is the name that matters here.
`$source = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText('
[assembly: System.Reflection.AssemblyVersion("$Version")]
namespace RestSharp { public class RestClient { public static string Stranger => "stranger"; } public class RestRequest { } public class RestClientOptions { } }')
`$core = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
`$options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new([Microsoft.CodeAnalysis.OutputKind]::DynamicallyLinkedLibrary)
`$made = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create('RestSharp', [Microsoft.CodeAnalysis.SyntaxTree[]] `$source, [Microsoft.CodeAnalysis.MetadataReference[]] `$core, `$options)
`$stream = [IO.File]::Create('$($dll.Replace("'", "''"))')
`$emitted = `$made.Emit(`$stream)
`$stream.Dispose()
if (-not `$emitted.Success) { throw "`$(`$emitted.Diagnostics)" }
[Reflection.Assembly]::LoadFrom('$($dll.Replace("'", "''"))') | Out-Null
"@ + "`n$childPreamble`n$journey`n" + '[RestSharp.RestClient]::Stranger; Get-Loaded | Where-Object { $_ -match "^RestSharp " } | Sort-Object { $_ -match "Default$" }'
        $child = Invoke-Child $script -Bare
        $lines = $child.Output -split '\r?\n'
        "$($lines[0])$($child.Errors)" | Should -Be '3 Done'
        $lines[1] | Should -Be stranger
        $lines[2] | Should -Match '^RestSharp 114\..* MigrationTools$'
        $lines[3] | Should -Be "RestSharp $Version Default"
    }

    It 'works again after -Force, twice, and after Remove-Module' {
        $child = Invoke-Child ("Import-Module '$manifestText' -Force; Import-Module '$manifestText' -Force`n$journey`nRemove-Module MigrationTools`n" +
            "`$null -eq (Get-Module MigrationTools)`nImport-Module '$manifestText'`n" +
            '$rows = Export-ArcadiaDashboard 2110 -Connection dev -WarningAction Ignore | Import-ArcadiaPackage -Connection prod -DataConnection sales -Workspace Retail; "$($rows.Count) $($rows[0].Status)"')
        "$($child.Output -split '\r?\n' -join '; ')$($child.Errors)" | Should -Match '^3 (Done|Unchanged); True; 3 Unchanged$'
    }
}

Describe 'How objects look' {
    BeforeAll {
        Initialize-Sandbox
        $keys = foreach ($server in 'dev', 'prod') { $sandbox.Arcadia.$server.apiKey }
        $script:secret = ($keys | ForEach-Object { [regex]::Escape($_) }) -join '|'
        $package = Export-ArcadiaDashboard 2115, 2110 -Connection dev -Path (Join-Path $TestDrive 'a package with a rather long name that goes on and on.json')
        $rows = $package | Import-ArcadiaPackage -Connection prod -DataConnection sales -Workspace Retail
        "$TestDrive/none.json" | Import-ArcadiaPackage -Connection prod -DataConnection sales -ErrorAction SilentlyContinue | Out-Null
        $script:objects = @{
            Connection = Get-MigrationConnection
            Test       = Test-MigrationConnection
            Artifact   = Get-ArcadiaArtifact Visual -Connection dev
            Package    = $package
            Item       = $package.Items
            Row        = $rows
            Failure    = (Get-MigrationHistory -Status Failed).Result
            History    = Get-MigrationHistory
            Summary    = $rows | Measure-MigrationResult
        }
    }

    It '<_>: at most 100 columns, no secret, nothing but a table by default' -ForEach 'Connection', 'Test', 'Artifact', 'Package', 'Item', 'Row', 'Failure', 'History' {
        $objects[$_] | Should -Not -BeNullOrEmpty
        $lines = ($objects[$_] | Out-String -Width 100) -split '\r?\n'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        "$lines" | Should -Match '^\s*\w+ +\w+.* -+ '
    }

    It '<_>: no secret in any way of looking' -ForEach 'Connection', 'Test', 'Artifact', 'Package', 'Item', 'Row', 'Failure', 'History', 'Summary' {
        $texts = @(
            $objects[$_] | Format-List * -Force | Out-String -Width 500
            $objects[$_] | ConvertTo-Json -Depth 4 -WarningAction Ignore
            [Management.Automation.PSSerializer]::Serialize($objects[$_], 4)
            "$($objects[$_])"
            $objects[$_] | Get-Member | Out-String -Width 500
        )
        "$texts" | Should -Not -Match $secret
    }

    It 'no secret in -Verbose, -Debug, errors and history of a session' {
        $uri = $sandbox.Arcadia.dev.uri
        $text = & {
            $DebugPreference = $VerbosePreference = 'Continue'
            Connect-Arcadia $uri -Name noisy -ApiKey $sandbox.Arcadia.dev.apiKey -Header @{ 'X-Token' = $sandbox.Arcadia.prod.apiKey }
            Export-ArcadiaDashboard 2110, 9999 -Connection noisy -ErrorAction Continue
            Get-MigrationHistory
        } *>&1 | ForEach-Object { "$_" }
        "$text" | Should -Match 'GET'
        "$text" | Should -Not -Match $secret
    }
}

Describe "Help$becauseHelp" -Skip:($null -ne $noHelp) {
    It 'Get-Help finds <Topic>' -ForEach $topics {
        $help = Get-Help $Topic
        $help | Should -HaveCount 1
        "$help" | Should -Match "^$Topic\s+SHORT DESCRIPTION\s+\w+"
        "$help" | Should -Match 'SEE ALSO'
    }

    It '<Cmdlet> has its own help, with examples' -ForEach $cmdlets {
        $help = Get-Help $Cmdlet -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        # What the engine makes up where there is no help begins with the cmdlet's name.
        $help.Synopsis | Should -Not -Match "^\s*$Cmdlet"
        @($help.Examples.Example).Count | Should -BeGreaterThan 0
        foreach ($parameter in (Get-Command $Cmdlet).Parameters.Values | Where-Object { $_.Name -notin [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters }) {
            ($help.parameters.parameter | Where-Object name -EQ $parameter.Name).description.Text | Should -Not -BeNullOrEmpty -Because $parameter.Name
        }
    }
}
