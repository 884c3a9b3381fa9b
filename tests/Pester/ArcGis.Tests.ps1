# ArcGIS's cmdlets in a real PowerShell: rows of a CSV, jobs, files, views and exit codes.

BeforeDiscovery {
    $script:noJob = if (-not (Test-Path (Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })))) { 'this PowerShell cannot start another one' }
    $script:changing = @(
        @{ Cmdlet = 'Add-ArcGisPackage'; Line = '(Add-ArcGisPackage $file -Connection prod).PackageItem | ForEach-Object { [pscustomobject]@{ Status = "Done" } }' }
        @{ Cmdlet = 'Export-ArcGisPackage'; Line = '(Export-ArcGisPackage 3ca5299f4b3d423ebd66e9f72f9ef638 -Connection dev).Items | ForEach-Object { [pscustomobject]@{ Status = "Done" } }' }
        @{ Cmdlet = 'Import-ArcGisPackage'; Line = 'Import-ArcGisPackage $file -GroupId d9151a601867423cab48b3e2d60e105f -Connection prod' }
        @{ Cmdlet = 'Set-ArcGisItemOwner'; Line = 'Set-ArcGisItemOwner 4a0fe3a6f8c3432490822a7ccffc6602 -NewOwner editor1 -Connection dev' }
    )
    $script:exported = (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../MigrationTools.psd1')).CmdletsToExport
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    $script:test, $script:group = '3ca5299f4b3d423ebd66e9f72f9ef638', 'd9151a601867423cab48b3e2d60e105f'
    $script:manifestText = $manifestPath

    function Initialize-Portal {
        Invoke-SandboxRequest POST reset
        Get-MigrationConnection | Disconnect-MigrationConnection
        foreach ($name in 'dev', 'prod') { Connect-ArcGis $sandbox.ArcGis.$name.uri -AccessToken $sandbox.ArcGis.$name.accessToken -Name $name -NotDefault | Out-Null }
    }

    Initialize-Portal
    $script:file = (Export-ArcGisPackage $test -Connection dev -Path (Join-Path $TestDrive test.epk)).Path
}

AfterAll { Close-Sandbox }

Describe 'A group on its way' {
    BeforeEach { Initialize-Portal }

    It 'comes from dev to prod in a line, and once more finds everything there' {
        $rows = Export-ArcGisPackage $test -Connection dev | Import-ArcGisPackage -GroupId $group -Connection prod
        $rows.Status | Sort-Object -Unique | Should -Be Done
        $again = Export-ArcGisPackage $test -Connection dev | Import-ArcGisPackage -GroupId $group -Connection prod
        $again.Status | Sort-Object -Unique | Should -Be Skipped
        $again.Reason | Sort-Object -Unique | Should -Be ExistsOnTarget
        @(Get-ArcGisItem $group -Connection prod).Id | Sort-Object | Should -Be ($rows.DestinationId | Sort-Object)
    }

    It 'goes by rows of a CSV, of which one has a typo' {
        Set-Content (Join-Path $TestDrive rows.csv) "Path,GroupId,OnConflict,Connection`n$file,$group,,prod`n$file,$group,Overwrit,prod"
        $run = Watch-Script { Import-Csv (Join-Path $TestDrive rows.csv) | Import-ArcGisPackage }
        $run.Rows.Status | Sort-Object -Unique | Should -Be Done
        $run.Errors.Count | Should -Be 1
        $run.Message | Should -Match Overwrit
        @(Get-SandboxRequest prod import arcgis).Count | Should -Be 1
    }

    It 'is taken up in another session, from the job that went through a file' {
        Export-ArcGisPackage $test -Connection dev -NoWait | Export-Clixml (Join-Path $TestDrive job.xml)
        $child = Invoke-Child @"
`$dev = (`$env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcgis.dev
Connect-ArcGis `$dev.uri -AccessToken `$dev.accessToken -Name dev | Out-Null
(Import-Clixml '$(Join-Path $TestDrive job.xml)' | Wait-ArcGisJob -Path '$(Join-Path $TestDrive later.epk)').Items.Count
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split "`n" | Select-Object -Last 1 | Should -Be 3
        Join-Path $TestDrive later.epk | Should -Exist
    }

    It 'fits a console of 100 columns, and shows no key' {
        $job = Export-ArcGisPackage $test -Connection dev -NoWait
        $job | Wait-ArcGisJob | Out-Null
        $added = Add-ArcGisPackage $file -Connection prod
        $seen = $added | Get-ArcGisPackage -GroupId $group -Connection prod
        $lists = @(Get-ArcGisGroup -Connection dev), @(Get-ArcGisItem $test -Connection dev), @($seen.Items), @($added), @($seen), @(Get-ArcGisJob $job.Id -Connection dev), @(Get-MigrationConnection)
        foreach ($list in $lists) {
            $lines = ($list | Out-String -Width 100).Trim() -split "`n"
            $lines[1] | Should -Match '^-+ '
            $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 100 }
        }
        ($seen.Items | Out-String -Width 100) | Should -Match '\(new\)'
        ($job | Format-List | Out-String) + ($job | Out-String) | Should -Not -Match ([regex]::Escape($job.Key))
    }
}

Describe 'Unattended' {
    BeforeEach { Initialize-Portal }

    It 'every changing cmdlet is tried here' {
        foreach ($name in $exported | Where-Object { $_ -like '*-ArcGis*' -and (Get-Command $_).Parameters.ContainsKey('WhatIf') }) { $changing.Cmdlet | Should -Contain $name }
    } -ForEach @(@{ exported = $exported; changing = $changing })

    It '<Cmdlet> ends in Start-Job' -ForEach $changing -Skip:($null -ne $noJob) {
        $job = Start-Job {
            $ConfirmPreference = 'High'
            Import-Module $using:manifestText
            $arcgis = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcgis
            foreach ($name in 'dev', 'prod') { Connect-ArcGis $arcgis.$name.uri -AccessToken $arcgis.$name.accessToken -Name $name -NotDefault | Out-Null }
            $file = $using:file
            & ([scriptblock]::Create($using:Line))
        }
        try {
            $job | Wait-Job -Timeout 60 | Should -Not -BeNullOrEmpty
            (Receive-Job $job -WarningAction Ignore).Status | Sort-Object -Unique | Should -Be Done
        }
        finally { Remove-Job $job -Force }
    }

    It 'a run that was refused gives exit code 3' {
        $child = Invoke-Child @"
`$prod = (`$env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcgis.prod
Connect-ArcGis `$prod.uri -AccessToken `$prod.accessToken -Name prod | Out-Null
`$rows = Import-ArcGisPackage '$file' -GroupId '00000000000000000000000000000000' -ErrorAction SilentlyContinue
exit (`$rows | Measure-MigrationResult).ExitCode
"@
        $child.ExitCode | Should -Be 3
    }
}
