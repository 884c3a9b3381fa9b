# What one cmdlet emits, the next accepts: through files, jobs and threads, and unattended.

BeforeDiscovery {
    # Start-Job needs an engine that can be started by itself.
    $script:noJob = if (-not (Test-Path (Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })))) { 'this PowerShell cannot start another one' }
    $script:noThreadJob = if (-not (Get-Command Start-ThreadJob -ErrorAction Ignore)) { 'there is no Start-ThreadJob' }
    $manifest = Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../MigrationTools.psd1')
    # Every cmdlet that changes something, with the arguments that make it do so. A new one must be added here; those of
    # another system in the file that bears its name.
    $script:changing = @(
        @{ Cmdlet = 'Import-ArcadiaPackage'; Line = 'Import-ArcadiaPackage $file -Connection prod -DataConnection sales' }
    )
    $script:exported = $manifest.CmdletsToExport
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    Initialize-Sandbox
    $script:file = (Export-ArcadiaDashboard 2110 -Path (Join-Path $TestDrive returns.json) -Connection dev).Path
    $script:manifestText = $manifestPath
}

AfterAll { Close-Sandbox }

Describe 'Packages on their way' {
    BeforeEach {
        Initialize-Sandbox
        $script:to = @{ Connection = 'prod'; DataConnection = 'sales' }
    }

    It 'through <Name>' -ForEach @(
        @{ Name = 'JSON'; Way = { param($p) $p | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json } }
        @{ Name = 'Clixml'; Way = { param($p) $p | Export-Clixml "$TestDrive/p.xml"; Import-Clixml "$TestDrive/p.xml" } }
        @{ Name = 'CSV'; Way = { param($p) $p | Export-Csv "$TestDrive/p.csv"; Import-Csv "$TestDrive/p.csv" } }
        @{ Name = 'Select-Object'; Way = { param($p) $p | Select-Object System, Kind, Path } }
        @{ Name = 'a variable and ForEach-Object'; Way = { param($p) $p | ForEach-Object { $_ } } }
    ) {
        $rows = & $Way (Get-MigrationPackage $file) | Import-ArcadiaPackage @to
        $rows.Count | Should -Be 3
        $rows.Status | Sort-Object -Unique | Should -Be Done
        ($rows | Where-Object Type -EQ Dashboard).Name | Should -Be Returns
    }

    It "through Start-Job, with -Path$(if ($noJob) { " (skipped: $noJob)" })" -Skip:($null -ne $noJob) {
        $out = Join-Path $TestDrive job.json
        $package = Start-Job {
            Import-Module $using:manifestText
            $dev = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcadia.dev
            Connect-Arcadia $dev.uri -Name dev -ApiKey $dev.apiKey | Out-Null
            Export-ArcadiaDashboard 2110 -Path $using:out -WarningAction Ignore
        } | Receive-Job -Wait -AutoRemoveJob
        $package.PSObject.TypeNames | Should -Contain 'Deserialized.MigrationTools.Core.Packages.MigrationPackage'
        ($package | Import-ArcadiaPackage @to).Status | Sort-Object -Unique | Should -Be Done
    }

    It "private content does not come out of Start-Job: the error says to use -Path$(if ($noJob) { " (skipped: $noJob)" })" -Skip:($null -ne $noJob) {
        $package = Start-Job {
            Import-Module $using:manifestText
            $dev = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcadia.dev
            Connect-Arcadia $dev.uri -Name dev -ApiKey $dev.apiKey | Out-Null
            Export-ArcadiaDashboard 2110 -WarningAction Ignore
        } | Receive-Job -Wait -AutoRemoveJob
        # The job's process is gone; whoever keeps private content next takes away what it left.
        Wait-Until -What 'the content is swept' {
            Invoke-Child "Connect-Both`nExport-ArcadiaDashboard 2110 -Connection dev | Out-Null" | Out-Null
            -not (Test-Path $package.Path)
        }
        $run = Watch-Script { $package | Import-ArcadiaPackage @to }
        $run.ErrorId | Should -Be PackageContentGone
        $run.Message | Should -Match '-Path'
        Get-SandboxRequest prod import | Should -BeNullOrEmpty
    }
}

Describe 'Rows on their way' {
    BeforeAll {
        Initialize-Sandbox
        $script:rows = Import-ArcadiaPackage $file -Connection prod -DataConnection sales
    }

    It 'names of statuses, actions and reasons survive Clixml' {
        $rows | Export-Clixml "$TestDrive/rows.xml"
        $back = Import-Clixml "$TestDrive/rows.xml"
        "$($back[0].Status) $($back[0].Action) $($back[0].Reason)" | Should -Be 'Done Create None'
        $back | Where-Object Status -EQ Done | Should -HaveCount 3
        ($back | Measure-MigrationResult).Done | Should -Be 3
    }

    It "names survive Start-Job$(if ($noJob) { " (skipped: $noJob)" })" -Skip:($null -ne $noJob) {
        $back = Start-Job {
            Import-Module $using:manifestText
            $prod = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcadia.prod
            Connect-Arcadia $prod.uri -Name prod -ApiKey $prod.apiKey | Out-Null
            Import-ArcadiaPackage $using:file -DataConnection sales
        } | Receive-Job -Wait -AutoRemoveJob
        "$($back[0].Status) $($back[0].Action)" | Should -Be 'Unchanged None'
        ($back | Measure-MigrationResult).Unchanged | Should -Be 3
    }

    It 'are summed up out of JSON and CSV, too' {
        ($rows | ConvertTo-Json | ConvertFrom-Json | Measure-MigrationResult).Done | Should -Be 3
        $rows | Export-Csv "$TestDrive/rows.csv"
        (Import-Csv "$TestDrive/rows.csv" | Measure-MigrationResult).Done | Should -Be 3
    }

    It 'that are no rows are left out with a warning' {
        $run = Watch-Script { 1, (Get-Date) | Measure-MigrationResult }
        $run.Rows.ExitCode | Should -Be 4
        $run.Warnings.Count | Should -Be 2
    }
}

Describe 'Pipelines' {
    BeforeEach { Initialize-Sandbox }

    It 'Select-Object -First 1 gets the first package and leaves the others alone' {
        $first = 2110, 2115 | Export-ArcadiaDashboard -Separate -ThrottleLimit 1 -Connection dev | Select-Object -First 1
        $first.Items.Type | Should -Contain Dashboard
    }

    It 'Select-Object -First 1 on rows does not take the import back, and the history has what was not taken' {
        $first = Import-ArcadiaPackage $file -Connection prod -DataConnection sales | Select-Object -First 1
        $first.Status | Should -Be Done
        @(Get-SandboxImport).Count | Should -Be 1
        (Get-MigrationHistory -Newest 3).Status | Sort-Object -Unique | Should -Be Done
    }

    It 'ForEach-Object -Parallel takes the live connection by $using:' {
        $dev = Get-MigrationConnection dev
        $packages = 2110, 2115 | ForEach-Object -Parallel {
            Import-Module $using:manifestText
            Export-ArcadiaDashboard $_ -Connection $using:dev
        }
        $packages.Count | Should -Be 2
        ($packages | Import-ArcadiaPackage -Connection prod -DataConnection sales).Status | Sort-Object -Unique | Should -Be Done
    }

    It 'ForEach-Object -Parallel does not carry a connection from one round to the next' {
        $found = 1..4 | ForEach-Object -ThrottleLimit 1 -Parallel {
            Import-Module $using:manifestText
            @(Get-MigrationConnection).Count
            $dev = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcadia.dev
            Connect-Arcadia $dev.uri -Name "dev$_" -ApiKey $dev.apiKey | Out-Null
        }
        $found | Should -Be 0, 0, 0, 0
    }

    It "Start-ThreadJob takes the live connection by `$using:$(if ($noThreadJob) { " (skipped: $noThreadJob)" })" -Skip:($null -ne $noThreadJob) {
        $prod = Get-MigrationConnection prod
        $rows = Start-ThreadJob {
            Import-Module $using:manifestText
            Import-ArcadiaPackage $using:file -Connection $using:prod -DataConnection sales
        } | Receive-Job -Wait -AutoRemoveJob
        $rows.Status | Sort-Object -Unique | Should -Be Done
    }

    It 'a connection that came out of another process is refused, and the error says to connect again' {
        Get-MigrationConnection prod | Export-Clixml "$TestDrive/connection.xml"
        $dead = Import-Clixml "$TestDrive/connection.xml"
        Get-Content "$TestDrive/connection.xml" -Raw | Should -Not -Match ([regex]::Escape($sandbox.Arcadia.prod.apiKey))
        $run = Watch-Script { Import-ArcadiaPackage $file -Connection $dead -DataConnection sales }
        $run.Errors.Count | Should -Be 1
        $run.Message | Should -Match 'Connect again'
        $inner = $run.Errors[0].Exception
        while ($inner.InnerException) { $inner = $inner.InnerException }
        $inner.ErrorId | Should -Be ConnectionNotLive
    }

    It '$? and -ErrorVariable tell of a failure' {
        Import-ArcadiaPackage "$TestDrive/none.json" -Connection prod -DataConnection sales -ErrorVariable told -ErrorAction SilentlyContinue | Out-Null
        $? | Should -BeFalse
        $told.Count | Should -Be 1
        Import-ArcadiaPackage $file -Connection prod -DataConnection sales -ErrorVariable told | Out-Null
        $? | Should -BeTrue
        $told | Should -BeNullOrEmpty
    }

    It '-ErrorAction Stop gives the row before it throws, and the history keeps it' {
        $got = [Collections.Generic.List[object]]::new()
        { "$TestDrive/none.json" | Import-ArcadiaPackage -Connection prod -DataConnection sales -ErrorAction Stop | ForEach-Object { $got.Add($_) } } |
            Should -Throw -ErrorId 'PackageNotFound,*'
        $got.Status | Should -Be Failed
        (Get-MigrationHistory -Newest 1).ErrorId | Should -Be PackageNotFound
    }

    It 'what the run itself has just brought is no conflict, however close the second package follows' {
        $bad = Join-Path $TestDrive bad.json
        Set-Content $bad 'no package'
        Lock-SandboxRoute prod admin
        # The first package is in, and the look at what came of it held; only then the second is tried. Bad files keep the
        # pipeline moving meanwhile.
        $run = Watch-Script {
            & {
                $file
                do { $bad } until ((Invoke-SandboxRequest GET 'arcadia/prod/gates/admin?wait=0.2' | ConvertFrom-Json).arrived)
                $file
                Wait-Until { @(Get-SandboxRequest prod import | Where-Object completed).Count -ge 3 } -What 'the second dry run'
                $bad
                Unlock-SandboxRoute prod admin
            } | Import-ArcadiaPackage -Connection prod -DataConnection sales -OnConflict Fail
        }
        $run.ErrorId | Sort-Object -Unique | Should -Be PackageNotRecognized
        ($run.Rows | Where-Object Type -NE Package).Status | Sort-Object -Unique | Should -Be Done, Unchanged
    }

    It 'runs of packages come out one after the other, each with its rows' {
        $rows = Export-ArcadiaDashboard 2110, 2115 -Separate -Connection dev | Import-ArcadiaPackage -Connection prod -DataConnection sales
        @($rows | Group-Object InputKey).Count | Should -Be 2
        @(Get-SandboxImport).Count | Should -Be 2
    }
}

Describe 'Unattended' {
    BeforeEach { Initialize-Sandbox }

    It 'every changing cmdlet is tried here' {
        foreach ($name in $exported | Where-Object { $_ -like '*-Arcadia*' -and (Get-Command $_).Parameters.ContainsKey('WhatIf') }) { $changing.Cmdlet | Should -Contain $name }
    } -ForEach @(@{ exported = $exported; changing = $changing })

    It '<Cmdlet> ends in Start-Job, even where it would ask' -ForEach $changing -Skip:($null -ne $noJob) {
        $job = Start-Job {
            $ConfirmPreference = 'High'
            Import-Module $using:manifestText
            $arcadia = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcadia
            foreach ($name in 'dev', 'prod') { Connect-Arcadia $arcadia.$name.uri -Name $name -ApiKey $arcadia.$name.apiKey -NotDefault | Out-Null }
            $file = $using:file
            & ([scriptblock]::Create($using:Line))
        }
        try {
            $job | Wait-Job -Timeout 60 | Should -Not -BeNullOrEmpty
            (Receive-Job $job -WarningAction Ignore).Status | Sort-Object -Unique | Should -Be Done
        }
        finally { Remove-Job $job -Force }
    }

    It '<Name> gives exit code <Code>' -ForEach @(
        @{ Name = 'all well'; Code = 0; Line = 'Import-ArcadiaPackage $file -Connection prod -DataConnection sales' }
        @{ Name = 'partly'; Code = 2; Line = '$file, "none.json" | Import-ArcadiaPackage -Connection prod -DataConnection sales -ErrorAction SilentlyContinue' }
        @{ Name = 'failed'; Code = 3; Line = 'Import-ArcadiaPackage none.json -Connection prod -DataConnection sales -ErrorAction SilentlyContinue' }
        @{ Name = 'nothing to say'; Code = 4; Line = '@()' }
        @{ Name = 'the engine''s own for a throw'; Code = 1; Line = '& { $ErrorActionPreference = "Stop"; Import-ArcadiaPackage $file -Connection nowhere -DataConnection sales }' }
    ) {
        $child = Invoke-Child ('param($file)' + "`n" + $childPreamble + "`nConnect-Both`n`$rows = $Line`nexit (`$rows | Measure-MigrationResult).ExitCode") -Bare -Argument $file
        "$($child.ExitCode) $($child.Errors)" | Should -Match "^$Code "
    }

    It 'a question that nobody can answer is an error, and nothing is imported' {
        $child = Invoke-Child ('param($file)' + "`n" + $childPreamble + "`nConnect-Both`nImport-ArcadiaPackage `$file -Connection prod -DataConnection sales -Confirm") -Bare -Argument $file
        $child.Errors | Should -Match NonInteractive
        Get-SandboxImport | Should -BeNullOrEmpty
    }
}
