# The module where nobody watches: without a console, in jobs and threads, and in scripts that end with an exit code.

BeforeDiscovery {
    $script:noJob = if (-not (Test-Path (Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })))) { 'this PowerShell cannot start another one' }
    $script:noThreadJob = if (-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) { 'there is no Start-ThreadJob' }
    $script:noSetsid = if (-not (Get-Command setsid -CommandType Application -ErrorAction Ignore)) { 'there is no setsid' }

    # The changing cmdlets of SnapLogic and of ArcGIS, one after the other in one job: what a line says it comes to, or Done.
    # Those of Arcadia and of Optimize are tried where their pipes are.
    $script:unattended = @(
        @{
            System  = 'SnapLogic'
            Connect = 'Connect-SnapLogic -Uri $it.elastic.uri -Name acme -Credential (Get-Login $it.elastic)'
            Lines   = @(
                @{ Cmdlet = 'Invoke-SnapLogicProjectMigration'; Line = '$rows = Invoke-SnapLogicProjectMigration "/acme/Sales/Order Sync" "/acme-prod/Sales/Order Sync"; $rows' }
                @{ Cmdlet = 'Set-SnapLogicTask'; Line = '$rows | Set-SnapLogicTask -Snaplex acme-prod/rt/ground/main'; Expected = 'Done', 'Skipped' }
                @{ Cmdlet = 'Disable-SnapLogicTask'; Line = 'Disable-SnapLogicTask -TaskPath "/acme-prod/Sales/Order Sync/nightly"' }
                @{ Cmdlet = 'Enable-SnapLogicTask'; Line = 'Enable-SnapLogicTask -TaskPath "/acme-prod/Sales/Order Sync/nightly"' }
                @{ Cmdlet = 'Copy-SnapLogicAsset'; Line = 'Copy-SnapLogicAsset "/acme/Sales/Price List/Draft prices" -DestinationProject "/acme-prod/Sales/Order Sync"' }
                @{ Cmdlet = 'Import-SnapLogicProject'; Line = 'Export-SnapLogicProject "/acme/Sales/Price List" | Import-SnapLogicProject -DestinationProject "/acme-prod/Sales/Prices again"' }
                @{ Cmdlet = 'Invoke-SnapLogicApiVersionMigration'; Line = '$version = Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 -SnaplexPath /acme-prod/shared/my-snaplex; $version' }
                @{ Cmdlet = 'Publish-SnapLogicApiVersion'; Line = '$version | Publish-SnapLogicApiVersion -ContactEmail api@example.com' }
            )
        }
        @{
            System  = 'ArcGis'
            Connect = 'foreach ($name in "dev", "prod") { Connect-ArcGis $it.$name.uri -Name $name -Credential (Get-Login $it.$name) -NotDefault }'
            Lines   = @(
                @{ Cmdlet = 'Export-ArcGisPackage'; Line = '$package = Export-ArcGisPackage -GroupId $it.dev.groupId -Connection dev -Path (Join-Path $folder city.epk); $package'; Expected = $null }
                @{ Cmdlet = 'Add-ArcGisPackage'; Line = '$package | Add-ArcGisPackage -Connection prod'; Expected = $null }
                @{ Cmdlet = 'Import-ArcGisPackage'; Line = '$rows = $package | Import-ArcGisPackage -GroupId $it.prod.groupId -Connection prod; $rows'; Expected = 'Done', 'Skipped' }
                @{ Cmdlet = 'Set-ArcGisItemOwner'; Line = '$rows | Where-Object Status -EQ Done | Select-Object -First 1 | Set-ArcGisItemOwner -NewOwner editor1 -Connection prod' }
            )
        }
    )
    # The other systems in few words, $a and $b being two connections and $it what the sandbox tells of itself: what works, and
    # ends with so many rows; what takes in a file that is not there; and what warns. Arcadia has tests of its own below.
    $script:others = @(
        @{
            System = 'SnapLogic'
            Good   = 'Export-SnapLogicProject "/acme/Sales/Price List" -Connection $a | Import-SnapLogicProject -DestinationProject "/acme-prod/Sales/Copy $n" -Connection $b'
            Bad    = '"none.zip" | Import-SnapLogicProject -DestinationProject /acme-prod/Sales/None -Connection $b'
            Warns  = 'Invoke-SnapLogicProjectMigration "/acme/Sales/Order Sync" "/acme-prod/Sales/Warned $n" -Connection $b'
        }
        @{
            System = 'Optimize'
            Good   = 'Export-OptimizeDashboard 456 -Connection $a | Import-OptimizePackage -CollectionId $it.prod.collectionId -OnConflict Duplicate -Connection $b'
            Bad    = '"none.json" | Import-OptimizePackage -CollectionId $it.prod.collectionId -Connection $b'
            Warns  = 'Get-OptimizeDashboard nowhere -Connection $a'
        }
        @{
            System = 'ArcGis'
            Good   = 'Export-ArcGisPackage -GroupId $it.dev.groupId -Connection $a -WarningAction Ignore | Import-ArcGisPackage -GroupId $it.prod.groupId -Connection $b'
            Bad    = '"none.epk" | Import-ArcGisPackage -GroupId $it.prod.groupId -Connection $b'
            Warns  = 'Export-ArcGisPackage -GroupId $it.dev.groupId -Connection $a'
        }
    )
    # With these, $a and $b are open. Get-Login is there.
    $script:opens = @{
        SnapLogic = '$a = $b = Connect-SnapLogic -Uri $it.elastic.uri -Name acme -Credential (Get-Login $it.elastic)'
        Optimize  = '$a, $b = foreach ($name in "dev", "prod") { Connect-Optimize $it.$name.uri $it.$name.accessToken -Name "$name desk" -NotDefault }'
        ArcGis    = '$a, $b = foreach ($name in "dev", "prod") { Connect-ArcGis $it.$name.uri -Name "$name city" -Credential (Get-Login $it.$name) -NotDefault }'
    }
    foreach ($other in $others) { $other.Open = $opens[$other.System] }
    $script:exported = (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../MigrationTools.psd1')).CmdletsToExport
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    Initialize-Sandbox
    $script:file = (Export-ArcadiaDashboard 2110 -Path (Join-Path $TestDrive returns.json) -Connection dev).Path
    $script:manifestText = $manifestPath
    # One system's changing cmdlets, in a process of their own: each line sees what the lines before it left.
    $script:session = @'
param($Module, $System, $Connect, $Lines, $Folder)
$ConfirmPreference = 'High'
$WarningPreference = 'Ignore'
Import-Module $Module
function Get-Login($Of) { [pscredential]::new($Of.user, [Net.NetworkCredential]::new('', $Of.password).SecurePassword) }
$it = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).$System
$null = . ([scriptblock]::Create($Connect))
foreach ($step in $Lines) {
    $found = . ([scriptblock]::Create($step.Line))
    [pscustomobject]@{ Cmdlet = $step.Cmdlet; Count = @($found).Count; Status = @($found.Status | ForEach-Object { "$_" } | Sort-Object -Unique) }
}
'@
    # A whole runbook: what fails, fails alone; both reports, and the history's exit code.
    $script:runbook = @'
param($File, $Folder)
Connect-Both
$file, 'none.json' | Import-ArcadiaPackage -Connection prod -DataConnection sales |
    Export-MigrationResult "$Folder/run.html" -Force -PassThru |
    Export-MigrationResult "$Folder/run.jsonl" -Force -PassThru | ForEach-Object { "$($_.Status) $($_.Name)" }
exit (Get-MigrationHistory | Measure-MigrationResult).ExitCode
'@
}

AfterAll { Close-Sandbox }

Describe 'A process of its own' {
    BeforeEach {
        Initialize-Sandbox
        $script:folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    }

    It 'has no console<Because>, and does its work' -ForEach @(
        @{ Because = ''; Launcher = @(); Skip = $false }
        @{ Because = ' and no session'; Launcher = @('setsid', '--wait'); Skip = $null -ne $noSetsid }
    ) {
        if ($Skip) { Set-ItResult -Skipped -Because 'there is no setsid' }
        # No terminal to ask for a width, to draw progress on, or to colour for.
        $script = $runbook -replace '(?m)^Connect-Both', ($childPreamble + "`$ProgressPreference = 'Continue'`n`$VerbosePreference = 'Continue'`nConnect-Both")
        $run = Wait-Child (Open-Child $script -Bare -Launcher $Launcher -Argument $file, $folder -Environment @{ TERM = '' })
        $run.ExitCode | Should -Be 2 -Because "$($run.Output) $($run.Errors)"
        $run.Errors | Should -Match 'none\.json'
        $run.Output | Should -Match 'Done Returns'
        # Verbose lines went to the output as well; no key is among them.
        $run.Output | Should -Match 'VERBOSE: '
        "$($run.Output)$($run.Errors)" | Should -Not -Match ([regex]::Escape($sandbox.Arcadia.prod.apiKey))
        @(Get-SandboxImport).Count | Should -Be 1
        Get-Content "$folder/run.html" -Raw | Should -Match 'Partly failed: 1 failed, 3 done of 4 items\.'
        (Get-Content "$folder/run.jsonl" | ConvertFrom-Json | Measure-MigrationResult).ExitCode | Should -Be 2
    }

    It 'that throws in the middle still leaves a report, and its history tells the exit code' {
        $run = Invoke-Child -Bare -Argument $file, $folder ($runbook -replace '(?s)^(.*?)Connect-Both.*', @"
`$1$childPreamble
Connect-Both
trap { exit (Get-MigrationHistory | Measure-MigrationResult).ExitCode }
`$ErrorActionPreference = 'Stop'
`$file, 'none.json' | Import-ArcadiaPackage -Connection prod -DataConnection sales -ThrottleLimit 1 | Export-MigrationResult "`$Folder/run.html"
exit 0
"@)
        $run.ExitCode | Should -BeIn 2, 3 -Because "$($run.Output) $($run.Errors)"
        $page = Get-Content "$folder/run.html" -Raw
        $page | Should -Match 'The run ended before all rows had come'
        $page | Should -Match 'PackageNotFound'
    }

    It 'of -NonInteractive, without a console, a session and a terminal of any talent, does the work of the other systems, too' -ForEach @(@{ Lines = $others }) {
        $script = @'
param($Module)
$ProgressPreference = $VerbosePreference = 'Continue'
Import-Module $Module
function Get-Login($Of) { [pscredential]::new($Of.user, [Net.NetworkCredential]::new('', $Of.password).SecurePassword) }

'@
        foreach ($line in $Lines) {
            $script += "`$it = (`$env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).$($line.System)`n`$n = 'unattended'`n$($line.Open)`n$($line.Good) | ForEach-Object { `"`$(`$_.System) `$(`$_.Status)`" }`n$($line.Bad)`n"
        }
        $script += 'exit (Get-MigrationHistory | Measure-MigrationResult).ExitCode'
        $launcher = if (Get-Command setsid -CommandType Application -ErrorAction Ignore) { 'setsid', '--wait' } else { @() }
        $run = Wait-Child (Open-Child $script -Bare -Launcher $launcher -Argument $manifestText -Environment @{ TERM = 'dumb' })
        # What works, works; the file that is not there fails, in each system.
        $run.ExitCode | Should -Be 2 -Because "$($run.Output) $($run.Errors)"
        foreach ($line in $Lines) { $run.Output | Should -Match "(?m)^$($line.System) (Done|Skipped)" }
        [regex]::Matches($run.Errors, 'There is no file').Count | Should -Be $Lines.Count
        # Nothing that only a terminal understands, and no secret in all the lines that -Verbose wrote.
        "$($run.Output)$($run.Errors)" | Should -Not -Match '\x1b'
        $run.Output | Should -Match 'VERBOSE: '
        $secrets = $sandbox.SnapLogic.elastic.password, $sandbox.Optimize.dev.accessToken, $sandbox.Optimize.prod.accessToken, $sandbox.ArcGis.dev.password, $sandbox.ArcGis.prod.password
        "$($run.Output)$($run.Errors)" | Should -Not -Match (($secrets | ForEach-Object { [regex]::Escape($_) }) -join '|')
    }

    It 'takes its secrets from <Name>' -ForEach @(
        @{ Name = 'the environment'; Key = '$env:RUNBOOK_KEY' }
        @{ Name = 'a vault, as text'; Key = '(Get-Secret prod -AsPlainText)' }
        @{ Name = 'a vault, as a SecureString'; Key = '(Get-Secret prod)' }
        @{ Name = 'a file with an end of line'; Key = '(Get-Content $args[1] -Raw)' }
    ) {
        $secretFile = Join-Path $folder key.txt
        Set-Content $secretFile $sandbox.Arcadia.prod.apiKey
        $run = Invoke-Child -Argument $file, $secretFile -Environment @{ RUNBOOK_KEY = $sandbox.Arcadia.prod.apiKey } @"
function Get-Secret([string] `$Name, [switch] `$AsPlainText) { `$AsPlainText ? `$env:RUNBOOK_KEY : (ConvertTo-SecureString `$env:RUNBOOK_KEY -AsPlainText -Force) }
`$null = Connect-Arcadia '$($sandbox.Arcadia.prod.uri)' -Name prod -ApiKey $Key
exit (Import-ArcadiaPackage `$args[0] -DataConnection sales | Measure-MigrationResult).ExitCode
"@
        $run.ExitCode | Should -Be 0 -Because "$($run.Output) $($run.Errors)"
        $run.Errors | Should -BeNullOrEmpty
    }
}

Describe 'Jobs and threads' {
    BeforeEach { Initialize-Sandbox }

    It "Start-ThreadJob takes the live connections by `$using:, and its rows make a report$(if ($noThreadJob) { " (skipped: $noThreadJob)" })" -Skip:($null -ne $noThreadJob) {
        $dev, $prod = Get-MigrationConnection dev, prod
        $page = Join-Path $TestDrive thread.html
        $rows = Start-ThreadJob {
            Import-Module $using:manifestText
            Export-ArcadiaDashboard 2110 -Connection $using:dev | Import-ArcadiaPackage -Connection $using:prod -DataConnection sales |
                Export-MigrationResult $using:page -PassThru
            if ((Get-MigrationHistory | Measure-MigrationResult).ExitCode -ne 0) { throw 'The history of the thread knows of a failure.' }
        } | Receive-Job -Wait -AutoRemoveJob
        ($rows | Measure-MigrationResult).ExitCode | Should -Be 0
        Get-Content $page -Raw | Should -Match 'All well: 3 done of 3 items\.'
    }

    It 'ForEach-Object -Parallel takes the live connections by $using:, and four at a time double nothing' {
        $dev, $prod = Get-MigrationConnection dev, prod
        $rows = 2110, 2115, 2110, 2115 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifestText
            Export-ArcadiaDashboard $_ -Connection $using:dev | Import-ArcadiaPackage -Connection $using:prod -DataConnection sales
        }
        $rows.Status | Sort-Object -Unique | Should -BeIn Done, Unchanged
        ($rows | Measure-MigrationResult).ExitCode | Should -Be 0
        @((Get-SandboxObject prod dashboards).name -eq 'Returns').Count | Should -Be 1
    }

    It "rows out of Start-Job make the same report$(if ($noJob) { " (skipped: $noJob)" })" -Skip:($null -ne $noJob) {
        $rows = Start-Job {
            Import-Module $using:manifestText
            $prod = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcadia.prod
            Connect-Arcadia $prod.uri -Name prod -ApiKey $prod.apiKey | Out-Null
            Import-ArcadiaPackage $using:file -DataConnection sales
            # And from the history, which keeps less of itself on the way.
            Get-MigrationHistory
        } | Receive-Job -Wait -AutoRemoveJob
        $rows | Should -HaveCount 6
        $rows | Export-MigrationResult "$TestDrive/job.jsonl"
        $lines = Get-Content "$TestDrive/job.jsonl" | ConvertFrom-Json
        $lines.Status | Sort-Object -Unique | Should -Be Done
        $lines.System | Sort-Object -Unique | Should -Be Arcadia
        $lines.Target | Sort-Object -Unique | Should -Be prod
        @($lines | Where-Object Command -EQ Import-ArcadiaPackage).Count | Should -Be 3
        $lines | Where-Object { [timespan] $_.Duration -le 0 } | Should -BeNullOrEmpty
    }

    It 'every changing cmdlet of <System> is tried here' -ForEach $unattended {
        foreach ($name in $exported | Where-Object { $_ -like "*-$System*" -and (Get-Command $_).Parameters.ContainsKey('WhatIf') }) { $Lines.Cmdlet | Should -Contain $name }
    }

    It "every changing cmdlet of <System> ends in Start-Job, even where it would ask$(if ($noJob) { " (skipped: $noJob)" })" -ForEach $unattended -Skip:($null -ne $noJob) {
        $job = Start-Job ([scriptblock]::Create($session)) -ArgumentList $manifestText, $System, $Connect, $Lines, $TestDrive
        try {
            $job | Wait-Job -Timeout 90 | Should -Not -BeNullOrEmpty
            $came = Receive-Job $job
            foreach ($step in $Lines) {
                $of = $came | Where-Object Cmdlet -EQ $step.Cmdlet
                $of.Count | Should -BeGreaterThan 0 -Because $step.Cmdlet
                # Packages and jobs are no rows, and have no status.
                $expected = $step.ContainsKey('Expected') ? @($step.Expected) : @('Done')
                $of.Status | Where-Object { $_ } | Should -BeIn $expected -Because $step.Cmdlet
                if ($expected -contains 'Done') { $of.Status | Should -Contain Done -Because $step.Cmdlet }
            }
        }
        finally { Remove-Job $job -Force }
    }
}

Describe 'The engine''s own preferences' {
    BeforeEach { Initialize-Sandbox }

    It '-ErrorAction SilentlyContinue says nothing, and -ErrorVariable, $? and the row have it' {
        $rows = 'none.json', $file | Import-ArcadiaPackage -Connection prod -DataConnection sales -ErrorAction SilentlyContinue -ErrorVariable told
        $? | Should -BeFalse
        $told | Should -HaveCount 1
        $told[0].FullyQualifiedErrorId | Should -BeLike 'PackageNotFound,*'
        $told[0].TargetObject.ErrorId | Should -Be PackageNotFound
        ($rows | Measure-MigrationResult).ExitCode | Should -Be 2
    }

    It '-ErrorAction Ignore leaves nothing but the row' {
        $Error.Clear()
        $rows = 'none.json' | Import-ArcadiaPackage -Connection prod -DataConnection sales -ErrorAction Ignore
        $Error | Should -HaveCount 0
        $rows.ErrorId | Should -Be PackageNotFound
    }

    It '-ErrorAction Stop throws, and try, catch and finally do as they should' {
        $steps = [Collections.Generic.List[string]]::new()
        try {
            'none.json' | Import-ArcadiaPackage -Connection prod -DataConnection sales -ErrorAction Stop | ForEach-Object { $steps.Add("row $($_.Status)") }
            $steps.Add('went on')
        }
        catch { $steps.Add("$($_.FullyQualifiedErrorId)".Split(',')[0]) }
        finally { $steps.Add('finally') }
        $steps | Should -Be 'row Failed', 'PackageNotFound', 'finally'
    }

    It '-WarningAction and -WarningVariable have what an export warns of' {
        $quiet = Watch-Script {
            $null = Export-ArcadiaDashboard 2115 -Connection dev -WarningVariable kept -WarningAction SilentlyContinue
            $kept | ForEach-Object { "$_" }
        }
        $quiet.Warnings | Should -BeNullOrEmpty
        $loud = Watch-Script { Export-ArcadiaDashboard 2115 -Connection dev }
        $loud.Warnings | Should -Not -BeNullOrEmpty
        $quiet.Rows | Should -Be $loud.Warnings
    }

    It '-WarningAction Stop ends before anything is imported' {
        { Export-ArcadiaDashboard 2115 -Connection dev -WarningAction Stop | Import-ArcadiaPackage -Connection prod -DataConnection sales } | Should -Throw
        Get-SandboxImport | Should -BeNullOrEmpty
    }

    It '$? is true after what went well, Export-MigrationResult included' {
        Import-ArcadiaPackage $file -Connection prod -DataConnection sales | Export-MigrationResult "$TestDrive/fine.csv" -Force
        $? | Should -BeTrue
    }
}

Describe 'The same in <System>' -ForEach $others {
    BeforeAll {
        Invoke-SandboxRequest POST reset
        Get-MigrationConnection | Disconnect-MigrationConnection
        function script:Get-Login($Of) { [pscredential]::new($Of.user, [Net.NetworkCredential]::new('', $Of.password).SecurePassword) }
        $script:it = $sandbox.$System
        . ([scriptblock]::Create($Open))
        $script:a, $script:b = $a, $b
        $script:good, $script:bad, $script:warns = $Good, $Bad, $Warns
        # A line as it would be typed, with names that are new each time.
        function script:Invoke-Line([string] $Line) { Set-Variable n ([guid]::NewGuid()); . ([scriptblock]::Create($Line)) }
        # What works, for another runspace.
        $script:elsewhere = 'Import-Module $using:manifestText; $a, $b, $it = $using:a, $using:b, $using:it; '
    }

    It "a thread takes the live connections by `$using:$(if ($noThreadJob) { " (skipped: $noThreadJob)" })" -Skip:($null -ne $noThreadJob) {
        $thread = [scriptblock]::Create("`$n = 'thread'; $elsewhere $good; if ((Get-MigrationHistory | Measure-MigrationResult).ExitCode) { throw 'The history of the thread knows of a failure.' }")
        $rows = Start-ThreadJob $thread | Receive-Job -Wait -AutoRemoveJob
        $rows | Should -Not -BeNullOrEmpty
        ($rows | Measure-MigrationResult).ExitCode | Should -Be 0
    }

    It 'ForEach-Object -Parallel takes the live connections by $using:' {
        $lane = [scriptblock]::Create("`$n = `$_; $elsewhere $good")
        $rows = 1..3 | ForEach-Object -ThrottleLimit 3 -Parallel $lane
        $rows | Should -Not -BeNullOrEmpty
        ($rows | Measure-MigrationResult).ExitCode | Should -Be 0
    }

    It '-ErrorAction <Action>: the row, <Told> in the variable, <Kept> in $Error' -ForEach @(
        @{ Action = 'Continue'; Told = 1; Kept = 1 }
        @{ Action = 'SilentlyContinue'; Told = 1; Kept = 1 }
        @{ Action = 'Ignore'; Told = 0; Kept = 0 }
    ) {
        $Error.Clear()
        $rows = Invoke-Line "$bad -ErrorAction $Action -ErrorVariable script:heard 2>`$null; `$script:fine = `$?"
        $fine | Should -BeFalse
        $rows.ErrorId | Should -Be PackageNotFound
        $rows.Status | Should -Be Failed
        @($heard | Where-Object { $_ -is [Management.Automation.ErrorRecord] }).Count | Should -Be $Told
        if ($Told) {
            $heard[0].FullyQualifiedErrorId | Should -BeLike 'PackageNotFound,*'
            $heard[0].TargetObject.ErrorId | Should -Be PackageNotFound
        }
        $Error.Count | Should -Be $Kept
    }

    It '-ErrorAction Stop gives the row, and then throws' {
        $got = [Collections.Generic.List[object]]::new()
        { Invoke-Line "$bad -ErrorAction Stop | ForEach-Object { `$got.Add(`$_) }" } | Should -Throw -ErrorId 'PackageNotFound,*'
        $got.Status | Should -Be Failed
    }

    It '-WarningAction and -WarningVariable do as they are told, and $? is true' {
        $quiet = Watch-Script { Invoke-Line "$warns -WarningVariable script:heard -WarningAction SilentlyContinue 6>`$null; `$script:fine = `$?" }
        $quiet.Warnings | Should -BeNullOrEmpty
        $fine | Should -BeTrue
        $heard | Should -Not -BeNullOrEmpty
        (Watch-Script { Invoke-Line "$warns 6>`$null" }).Warnings | Should -HaveCount $heard.Count
        (Watch-Script { Invoke-Line "$warns -WarningAction Ignore -WarningVariable script:heard 6>`$null" }).Warnings | Should -BeNullOrEmpty
        { Invoke-Line "$warns -WarningAction Stop 6>`$null" } | Should -Throw
    }
}
