# Optimize's cmdlets in a real PowerShell: rows of a CSV, jobs, files, views and exit codes.

BeforeDiscovery {
    $script:noJob = if (-not (Test-Path (Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })))) { 'this PowerShell cannot start another one' }
    $script:changing = @(
        @{ Cmdlet = 'Import-OptimizePackage'; Line = 'Import-OptimizePackage $file -Connection prod -CollectionId $collection' }
        @{ Cmdlet = 'Remove-OptimizeDashboard'; Line = 'Remove-OptimizeDashboard 123 -Connection dev -Confirm:$false' }
        @{ Cmdlet = 'Remove-OptimizeReport'; Line = 'Remove-OptimizeReport 94a7252e-d5c3-45ea-9906-75271cc0cac2 -Connection dev -Confirm:$false' }
    )
    $script:exported = (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../MigrationTools.psd1')).CmdletsToExport
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    $script:optimize = ($sandbox.Json | ConvertFrom-Json).optimize
    $script:collection = $optimize.prod.collectionId
    $script:manifestText = $manifestPath

    function Initialize-Optimize {
        Invoke-SandboxRequest POST reset
        Get-MigrationConnection | Disconnect-MigrationConnection
        Connect-Optimize $optimize.dev.uri $optimize.dev.accessToken -Name dev -NotDefault | Out-Null
        Connect-Optimize $optimize.prod.uri -ClientId $optimize.identity.clientId -ClientSecret $optimize.identity.clientSecret `
            -TokenUri $optimize.identity.tokenUri -Audience $optimize.identity.audience -Name prod -NotDefault | Out-Null
    }

    function Get-OptimizeImport { Invoke-SandboxRequest GET 'optimize/prod/requests' | ConvertFrom-Json | Where-Object route -EQ import }

    Initialize-Optimize
    $script:file = (Export-OptimizeDashboard 123, 456 -Path (Join-Path $TestDrive two.json) -Connection dev).Path
}

AfterAll { Close-Sandbox }

Describe 'Dashboards on their way' {
    BeforeEach { Initialize-Optimize }

    It 'from dev to prod in a line, and once more in place of the first' {
        $rows = Export-OptimizeDashboard -Id 123, 456 -Connection dev | Import-OptimizePackage -Connection prod -CollectionId $collection
        $rows.Count | Should -Be 5
        $rows.Status | Sort-Object -Unique | Should -Be Done
        $again = Export-OptimizeDashboard -Id 123, 456 -Connection dev | Import-OptimizePackage -Connection prod -CollectionId $collection -OnConflict Overwrite
        $again.Action | Sort-Object -Unique | Should -Be Replace
        $held = @(Get-OptimizeDashboard $collection -Connection prod) + @(Get-OptimizeReport $collection -Connection prod)
        $held.Id | Sort-Object | Should -Be ($again.DestinationId | Sort-Object)
    }

    It 'through <Name>' -ForEach @(
        @{ Name = 'JSON'; Way = { param($p) $p | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json } }
        @{ Name = 'Clixml'; Way = { param($p) $p | Export-Clixml "$TestDrive/p.xml"; Import-Clixml "$TestDrive/p.xml" } }
        @{ Name = 'CSV'; Way = { param($p) $p | Export-Csv "$TestDrive/p.csv"; Import-Csv "$TestDrive/p.csv" } }
    ) {
        $rows = & $Way (Get-MigrationPackage $file) | Import-OptimizePackage -Connection prod -CollectionId $collection
        $rows.Count | Should -Be 5
        $rows.Status | Sort-Object -Unique | Should -Be Done
    }

    It 'by rows of a CSV, of which one has a typo' {
        Copy-Item (Join-Path $repository 'src/MigrationTools.Sandbox/Optimize/Fixtures/returns.json') (Join-Path $TestDrive returns.json)
        Set-Content (Join-Path $TestDrive rows.csv) @"
Path,Connection,CollectionId,OnConflict
$file,prod,$collection,
$(Join-Path $TestDrive returns.json),prod,$collection,Doen
"@
        $run = Watch-Script { Import-Csv (Join-Path $TestDrive rows.csv) | Import-OptimizePackage }
        $run.Rows.Count | Should -Be 5
        $run.Rows.Status | Sort-Object -Unique | Should -Be Done
        $run.Errors.Count | Should -Be 1
        $run.Message | Should -Match Doen
        @(Get-OptimizeImport).Count | Should -Be 1
    }

    It '-WhatIf shows the plan and sends nothing' {
        $rows = Import-OptimizePackage $file -Connection prod -CollectionId $collection -WhatIf
        $rows.Status | Sort-Object -Unique | Should -Be Planned
        Get-OptimizeImport | Should -BeNullOrEmpty
    }

    It 'collections, dashboards and reports look like tables' {
        $lists = @(Get-OptimizeCollection -Connection dev), @(Get-OptimizeReport $optimize.dev.collectionId -Connection dev), @(Import-OptimizePackage $file -Connection prod -CollectionId $collection), @(Get-MigrationConnection)
        foreach ($list in $lists) {
            $lines = ($list | Out-String -Width 120).Trim() -split "`n"
            $lines[1] | Should -Match '^-+ '
            $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 120 }
        }
    }
}

Describe 'What goes wrong' {
    BeforeEach { Initialize-Optimize }

    It 'has an id, names the thing and says what to do: <Id>' -ForEach @(
        @{ Id = 'ArtifactNotFound'; Names = 'nope'; Line = { Export-OptimizeDashboard nope -Connection dev } }
        @{ Id = 'CollectionNotFound'; Names = 'c0ffee00-0000'; Line = { Import-OptimizePackage $file -Connection prod -CollectionId c0ffee00-0000-4000-8000-000000000000 } }
        @{ Id = 'NotAuthenticated'; Names = '401'; Line = { Connect-Optimize $optimize.dev.uri wrong-token -Name wrong } }
        @{ Id = 'IndexVersionMismatch'; Names = 'dashboard'; Line = { Switch-Sandbox prod @{ Indices = 'V39' } -System optimize; Import-OptimizePackage $file -Connection prod -CollectionId $collection } }
        @{ Id = 'DefinitionMissing'; Names = 'parcel-return'; Line = {
                $desk = Export-OptimizeReport 7d1f5a10-2c4e-4b8a-9e01-000000000001 -Connection dev
                Add-SandboxFault prod -System optimize @{ Route = 'import'; Kind = 'Status'; Status = 400; Body = 'Text'; Text = '{"errorCode":"importDefinitionDoesNotExist","errorMessage":"m","detailedMessage":"d","definitions":[{"type":"process","key":"parcel-return","versions":["all"],"tenantIds":[null]}]}' }
                $desk | Import-OptimizePackage -Connection prod -CollectionId $collection
            }
        }
    ) {
        $run = Watch-Script $Line
        $run.ErrorId | Select-Object -First 1 | Should -Be $Id
        $run.Message | Should -Match ([regex]::Escape($Names))
        $run.Errors[0].Exception.Remedy | Should -Not -BeNullOrEmpty
        $run.Message | Should -Match ([regex]::Escape($run.Errors[0].Exception.Remedy))
        $run.Rows | Where-Object Status -EQ Done | Should -BeNullOrEmpty
        "$($run.Errors | Format-List * -Force | Out-String -Width 4000)" | Should -Not -Match ([regex]::Escape($optimize.identity.clientSecret))
    }

    It '$? tells of it, and -ErrorAction Stop gives the rows before it throws' {
        Export-OptimizeDashboard nope -Connection dev -ErrorAction SilentlyContinue -ErrorVariable told
        $? | Should -BeFalse
        $told.Count | Should -Be 1
        $got = [Collections.Generic.List[object]]::new()
        { $file | Import-OptimizePackage -Connection prod -CollectionId c0ffee00-0000-4000-8000-000000000000 -ErrorAction Stop | ForEach-Object { $got.Add($_) } } |
            Should -Throw -ErrorId 'CollectionNotFound*'
        $got.Count | Should -Be 5
        $got.Status | Sort-Object -Unique | Should -Be Failed
        Get-OptimizeImport | Should -BeNullOrEmpty
    }

    It 'shows neither a raw object nor a secret in any view' {
        $things = @(Get-MigrationConnection) + @(Get-OptimizeCollection -Connection dev) + @(Get-OptimizeDashboard $optimize.dev.collectionId -Connection dev) + @(Import-OptimizePackage $file -Connection prod -CollectionId $collection -WhatIf)
        foreach ($view in { $args | Out-String -Width 120 }, { $args | Format-List | Out-String -Width 400 }, { $args | Format-List * -Force | Out-String -Width 4000 }, { $args | ConvertTo-Json -Depth 5 -WarningAction Ignore }) {
            $text = & $view @things
            $text | Should -Not -Match 'MigrationTools\.Core|System\.Collections|System\.Object'
            foreach ($secret in $optimize.identity.clientSecret, $optimize.dev.accessToken, 'eyJ') { $text | Should -Not -Match ([regex]::Escape($secret)) }
        }
    }
}

Describe 'Unattended' {
    BeforeEach { Initialize-Optimize }

    It 'every changing cmdlet is tried here' {
        foreach ($name in $exported | Where-Object { $_ -like '*-Optimize*' -and (Get-Command $_).Parameters.ContainsKey('WhatIf') }) { $changing.Cmdlet | Should -Contain $name }
    } -ForEach @(@{ exported = $exported; changing = $changing })

    It '<Cmdlet> ends in Start-Job' -ForEach $changing -Skip:($null -ne $noJob) {
        $job = Start-Job {
            $ConfirmPreference = 'High'
            Import-Module $using:manifestText
            $optimize = ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).optimize
            foreach ($name in 'dev', 'prod') { Connect-Optimize $optimize.$name.uri $optimize.$name.accessToken -Name $name -NotDefault | Out-Null }
            $file, $collection = $using:file, $using:collection
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
`$optimize = (`$env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).optimize
Connect-Optimize `$optimize.prod.uri `$optimize.prod.accessToken -Name prod | Out-Null
`$rows = Import-OptimizePackage '$file' -CollectionId c0ffee00-0000-4000-8000-000000000000 -ErrorAction SilentlyContinue
exit (`$rows | Measure-MigrationResult).ExitCode
"@
        $child.ExitCode | Should -Be 3
    }
}
