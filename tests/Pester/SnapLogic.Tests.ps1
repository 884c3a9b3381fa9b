# SnapLogic's cmdlets in a real PowerShell: the pipe of a promotion, rows of a CSV, jobs, files, views, endings and exit codes.

BeforeDiscovery {
    $script:noJob = if (-not (Test-Path (Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })))) { 'this PowerShell cannot start another one' }
    $script:changing = @(
        @{ Cmdlet = 'Invoke-SnapLogicProjectMigration'; Line = "Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync'" }
        @{ Cmdlet = 'Invoke-SnapLogicApiVersionMigration'; Line = 'Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 /acme-prod/shared/my-snaplex' }
        @{ Cmdlet = 'Copy-SnapLogicAsset'; Line = "Copy-SnapLogicAsset '/acme/Sales/Order Sync/mapping.json' '/acme-prod/Sales/Order Sync'" }
        @{ Cmdlet = 'Import-SnapLogicProject'; Line = "Import-SnapLogicProject `$file -DestinationProject '/acme-prod/Sales/Order Sync'" }
        @{ Cmdlet = 'Set-SnapLogicTask'; Line = "Set-SnapLogicTask '/acme-prod/Sales/Price List/publish daily' -Snaplex my-snaplex" }
        @{ Cmdlet = 'Enable-SnapLogicTask'; Line = "Enable-SnapLogicTask '/acme-prod/Sales/Price List/publish daily'" }
        @{ Cmdlet = 'Disable-SnapLogicTask'; Line = "Disable-SnapLogicTask '/acme-prod/Sales/Price List/publish daily'" }
        @{ Cmdlet = 'Publish-SnapLogicApiVersion'; Line = 'Publish-SnapLogicApiVersion /acme/apim/BookStore/1.0' }
    )
    $script:exported = (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../MigrationTools.psd1')).CmdletsToExport
    $script:launcher = if (-not $IsWindows -and (Get-Command env -CommandType Application -ErrorAction Ignore)) {
        env --default-signal=INT true *> $null
        if ($LASTEXITCODE -eq 0) { @('env', '--default-signal=INT') }
    }
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    $script:plane = $sandbox.SnapLogic.elastic
    $script:manifestText = $manifestPath
    $script:toOrders = @{ ProjectPath = '/acme/Sales/Order Sync'; DestinationProject = '/acme-prod/Sales/Order Sync' }

    # In a process of its own as well: no password stands in a script.
    $script:connectText = @'
function Connect-Plane {
    $plane = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).snaplogic.elastic
    $credential = [pscredential]::new($plane.user, [Net.NetworkCredential]::new('', $plane.password).SecurePassword)
    Connect-SnapLogic -Uri $plane.uri -Credential $credential -Name acme | Out-Null
}
'@
    . ([scriptblock]::Create($connectText))

    function Initialize-Plane {
        Invoke-SandboxRequest POST reset
        Get-MigrationConnection | Disconnect-MigrationConnection
        Connect-Plane
        Clear-SandboxRequest elastic snaplogic
    }

    # The names of what a project holds.
    function Get-Held([string] $Org, [string] $Project) {
        @((Get-SandboxState elastic snaplogic | ConvertFrom-Json).$Org.projects."$Project".assets | ForEach-Object { "$($_.type) $($_.name)" })
    }

    function Get-Change { Get-SandboxRequest elastic -System snaplogic | Where-Object method -NE GET }

    Initialize-Plane
    $script:file = (Export-SnapLogicProject '/acme/Sales/Order Sync' -Path (Join-Path $TestDrive orders.zip)).Path
}

AfterAll { Close-Sandbox }

Describe 'A promotion' {
    BeforeEach { Initialize-Plane }

    It 'is a line: migrate, bind and enable the tasks, and nothing is left behind' {
        $rows = Invoke-SnapLogicProjectMigration @toOrders
        $rows.Status | Sort-Object -Unique | Should -Be Done
        Get-Held acme-prod '/Sales/Order Sync' | Should -Be (Get-Held acme '/Sales/Order Sync')
        $bound = $rows | Set-SnapLogicTask -Snaplex my-snaplex
        $enabled = $rows | Enable-SnapLogicTask
        @($bound; $enabled).Status | Sort-Object -Unique | Should -Be Done
        $state = Get-SandboxState elastic snaplogic | ConvertFrom-Json
        $tasks = $state.'acme-prod'.projects.'/Sales/Order Sync'.assets | Where-Object type -EQ Job
        $tasks.enabled | Sort-Object -Unique | Should -BeTrue
        $tasks.runtime_path_id | Sort-Object -Unique | Should -Be 'acme-prod/rt/ground/main'
    }

    It 'tells what failed, and only that is copied again' {
        $run = Watch-Script { Invoke-SnapLogicProjectMigration /acme/Finance/Invoices /acme-prod/Finance/Invoices }
        $run.ErrorId | Should -Be AssetNotAllowed
        @($run.Rows | Where-Object Status -EQ Failed).Name | Should -Be secure_pipeline
        ($run.Rows | Measure-MigrationResult).ExitCode | Should -Be 2
        $run.Message | Should -Match 'secure_pipeline'
        $again = Watch-Script { $run.Rows | Where-Object Status -EQ Failed | Copy-SnapLogicAsset }
        $again.Rows.Name | Should -Be secure_pipeline
        ((Get-SandboxRequest elastic copyAssets snaplogic).body | ConvertFrom-Json).asset_path_list | Should -Be '/acme/Finance/Invoices/secure_pipeline'
    }

    It 'is taken up again by <Name>' -ForEach @(
        @{ Name = 'the object'; Way = { param($job) $job } }
        @{ Name = 'its token'; Way = { param($job) $job.Id } }
        @{ Name = 'JSON'; Way = { param($job) $job | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json } }
        @{ Name = 'Clixml'; Way = { param($job) $job | Export-Clixml "$TestDrive/job.xml"; Import-Clixml "$TestDrive/job.xml" } }
        @{ Name = 'CSV'; Way = { param($job) $job | Export-Csv "$TestDrive/job.csv"; Import-Csv "$TestDrive/job.csv" } }
    ) {
        $job = Invoke-SnapLogicProjectMigration @toOrders -NoWait
        $taken = & $Way $job
        (Get-SnapLogicMigration -Id $job.Id).Id | Should -Be $job.Id
        $rows = $taken | Wait-SnapLogicMigration
        $rows.Count | Should -Be 10
        $rows.Status | Sort-Object -Unique | Should -Be Done
        @(Get-Change).Count | Should -Be 1
    }

    It 'by rows of a CSV, of which one has a typo' {
        Set-Content (Join-Path $TestDrive rows.csv) @'
ProjectPath,DestinationProject,AssetType,OnConflict
/acme/Sales/Order Sync,/acme-prod/Sales/Order Sync,"Pipeline, File",
/acme/Finance/Invoices,/acme-prod/Finance/Invoices,,Owerwrite
/acme/Sales/100% done,/acme-prod/Sales/100% done,,
'@
        $run = Watch-Script { Import-Csv (Join-Path $TestDrive rows.csv) | Invoke-SnapLogicProjectMigration }
        $run.Errors.Count | Should -Be 1
        $run.Message | Should -Match Owerwrite
        @($run.Rows | Where-Object Status -EQ Done).Count | Should -Be 6
        Get-Held acme-prod '/Sales/100% done' | Should -Be 'Pipeline only one'
        @(Get-Change).Count | Should -Be 2
    }

    It 'what is refused has an ErrorId, says what to do, and ends with -ErrorAction Stop' {
        $run = Watch-Script { Invoke-SnapLogicProjectMigration '/acme/Sales/Price List' '/acme-prod/Sales/Price List'; $? }
        $run.ErrorId | Should -Be ConflictFound
        $run.Message | Should -Match '-OnConflict Overwrite'
        $run.Rows[-1] | Should -BeFalse
        $stopped = Watch-Script { Invoke-SnapLogicProjectMigration '/acme/sales/nothing' '/acme-prod/Sales/nothing' -ErrorAction Stop; 'not reached' }
        $stopped.Thrown | Should -BeTrue
        $stopped.ErrorId | Should -Be PathNotFound
        $stopped.Rows | Should -Not -Contain 'not reached'
        $child = Invoke-Child "$connectText`nConnect-Plane`n`$rows = Invoke-SnapLogicProjectMigration /acme/Sales/nothing /acme-prod/Sales/nothing -ErrorAction SilentlyContinue`nexit (`$rows | Measure-MigrationResult).ExitCode"
        $child.ExitCode | Should -Be 3
    }

    It 'rows, jobs, Snaplexes and packages look like tables, without a secret' {
        $job = Invoke-SnapLogicProjectMigration @toOrders -NoWait
        $lists = @($job), @($job | Wait-SnapLogicMigration), @(Get-SnapLogicMigration $job.Id), @(Get-SnapLogicSnaplex acme-prod), @(Get-MigrationPackage $file), @(Get-MigrationConnection), @(Get-MigrationJob)
        foreach ($list in $lists) {
            $list.Count | Should -BeGreaterThan 0
            $lines = ($list | Out-String -Width 120).Trim() -split "`n"
            $lines[1] | Should -Match '^-+ '
            $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 120 }
            $all = $list | Format-List * -Force | Out-String
            $all | Should -Not -Match ([regex]::Escape($plane.password))
            $all | Should -Not -Match 'Document'
        }
    }
}

Describe 'Unattended' {
    BeforeEach { Initialize-Plane }

    It 'every changing cmdlet is tried here' {
        foreach ($name in $exported | Where-Object { $_ -like '*-SnapLogic*' -and (Get-Command $_).Parameters.ContainsKey('WhatIf') }) { $changing.Cmdlet | Should -Contain $name }
    } -ForEach @(@{ exported = $exported; changing = $changing })

    It '<Cmdlet> -WhatIf shows a plan and changes nothing' -ForEach $changing {
        $before = Get-SandboxState elastic snaplogic
        $rows = & ([scriptblock]::Create("$Line -WhatIf"))
        $rows.Status | Sort-Object -Unique | Should -Be Planned
        Get-Change | Should -BeNullOrEmpty
        Get-SandboxState elastic snaplogic | Should -Be $before
    }

    It 'all of them end in Start-Job' -Skip:($null -ne $noJob) -ForEach @(@{ changing = $changing }) {
        $job = Start-Job {
            $ConfirmPreference = 'High'
            Import-Module $using:manifestText
            . ([scriptblock]::Create($using:connectText))
            Connect-Plane
            $file = $using:file
            foreach ($line in $using:changing.Line) { & ([scriptblock]::Create("$($line -replace 'Import-.*', '$0 -OnConflict Skip')")) }
        }
        try {
            $job | Wait-Job -Timeout 90 | Should -Not -BeNullOrEmpty
            $rows = Receive-Job $job -WarningAction Ignore
            $rows.Status | Sort-Object -Unique | Should -BeIn Done, Skipped
            $rows.Count | Should -BeGreaterThan 20
        }
        finally { Remove-Job $job -Force }
    }

    It 'Ctrl-C ends the wait and not the job, and says how to take it up again' -Skip:($null -eq $launcher) -ForEach @(@{ launcher = $launcher }) {
        Switch-Sandbox elastic @{ StatusSteps = 100000 } snaplogic
        $child = Open-Child ($childPreamble + $connectText + "`nConnect-Plane`nInvoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync'`n'not reached'") -Bare -Launcher $launcher
        Wait-Until { @(Get-SandboxRequest elastic status snaplogic).Count -gt 2 } -What 'the status is asked for'
        /bin/kill -INT $child.Process.Id
        $result = Wait-Child $child 60
        $result.Output | Should -Not -Match 'not reached'
        $result.Output | Should -Match 'Wait-SnapLogicMigration'
        $token = @((Get-SandboxState elastic snaplogic | ConvertFrom-Json).migrations)[0].token
        $result.Output | Should -Match $token
        @(Get-Change).Count | Should -Be 1
        Switch-Sandbox elastic @{ StatusSteps = 0 } snaplogic
        (Wait-SnapLogicMigration $token).Status | Sort-Object -Unique | Should -Be Done
    }
}
