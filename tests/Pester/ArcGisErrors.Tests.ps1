# ArcGIS's cmdlets in a real PowerShell: the forms in which packages and jobs are handed on, errors and views.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    $script:arcgis = ($sandbox.Json | ConvertFrom-Json).arcgis
    $script:test = '3ca5299f4b3d423ebd66e9f72f9ef638'
    $script:mine = 'd9151a601867423cab48b3e2d60e105f'
    $script:city = $arcgis.prod.groupId
    $script:manifestText = $manifestPath

    function Initialize-Portal {
        Invoke-SandboxRequest POST reset
        Get-MigrationConnection | Disconnect-MigrationConnection
        Connect-ArcGis $arcgis.dev.uri -AccessToken $arcgis.dev.groupOwnerAccessToken -Name dev -NotDefault | Out-Null
        $password = [Net.NetworkCredential]::new('', $arcgis.prod.password).SecurePassword
        Connect-ArcGis $arcgis.prod.uri ([pscredential]::new($arcgis.prod.user, $password)) -Name prod -NotDefault | Out-Null
        foreach ($name in 'dev', 'prod') { Clear-SandboxRequest $name arcgis }
    }

    # What changed something, or would have.
    function Get-ArcGisChange([string] $Server = 'prod') {
        Get-SandboxRequest $Server -System arcgis | Where-Object route -In addItem, addPart, commit, import, export, delete, reassign, cancel
    }

    # What a group holds, by id.
    function Get-Held([string] $Group = $mine) { (Get-SandboxObject prod groups arcgis | Where-Object id -EQ $Group).items }

    Initialize-Portal
    $script:file = (Export-ArcGisPackage $test -Path (Join-Path $TestDrive three.epk) -Connection dev).Path
}

AfterAll { Close-Sandbox }

Describe 'A group on its way' {
    BeforeEach { Initialize-Portal }

    It 'from dev to prod in a line, and once more, where all is left as it is' {
        $rows = Export-ArcGisPackage -GroupId $test -Connection dev | Import-ArcGisPackage -GroupId $mine -Connection prod
        $rows.Count | Should -Be 3
        $rows.Status | Sort-Object -Unique | Should -Be Done
        Get-Held | Sort-Object | Should -Be ($rows.DestinationId | Sort-Object)
        $again = Export-ArcGisPackage -GroupId $test -Connection dev | Import-ArcGisPackage -GroupId $mine -Connection prod
        $again.Reason | Sort-Object -Unique | Should -Be ExistsOnTarget
        @(Get-SandboxRequest prod import -System arcgis).Count | Should -Be 1
    }

    It 'through <Name>' -ForEach @(
        @{ Name = 'JSON'; Way = { param($p) $p | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json } }
        @{ Name = 'Clixml'; Way = { param($p) $p | Export-Clixml "$TestDrive/p.xml"; Import-Clixml "$TestDrive/p.xml" } }
        @{ Name = 'CSV'; Way = { param($p) $p | Export-Csv "$TestDrive/p.csv"; Import-Csv "$TestDrive/p.csv" } }
    ) {
        $rows = & $Way (Get-MigrationPackage $file) | Import-ArcGisPackage -GroupId $mine -Connection prod
        $rows.Count | Should -Be 3
        $rows.Status | Sort-Object -Unique | Should -Be Done
    }

    It 'a job is taken up again by its object, after JSON and by its id' {
        $job = Import-ArcGisPackage $file -GroupId $mine -Connection prod -NoWait | Where-Object Kind -EQ Import
        ($job | Wait-ArcGisJob -Connection prod).Status | Sort-Object -Unique | Should -Be Done
        $export = Export-ArcGisPackage $test -Connection dev -NoWait
        $id = ($export | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json).Id
        (Wait-ArcGisJob $id -Connection dev -Path (Join-Path $TestDrive again.epk)).Items.Count | Should -Be 3
        Get-FileHash (Join-Path $TestDrive again.epk) | Should -Not -BeNullOrEmpty
    }

    It 'by rows of a CSV, of which one has a typo' {
        Set-Content (Join-Path $TestDrive rows.csv) @"
Path,Connection,GroupId,OnConflict
$file,prod,$mine,
$file,prod,$mine,Ovrwrite
"@
        $run = Watch-Script { Import-Csv (Join-Path $TestDrive rows.csv) | Import-ArcGisPackage }
        ($run.Rows | Where-Object Status -EQ Done).Count | Should -Be 3
        $run.Errors.Count | Should -Be 1
        $run.Message | Should -Match Ovrwrite
        @(Get-SandboxRequest prod import -System arcgis).Count | Should -Be 1
    }

    It '-WhatIf shows the plan and sends nothing' {
        $rows = Export-ArcGisPackage $test -Connection dev -WhatIf | Import-ArcGisPackage -GroupId $mine -Connection prod -WhatIf
        $rows.Count | Should -Be 3
        $rows.Status | Sort-Object -Unique | Should -Be Planned
        $from = Import-ArcGisPackage $file -GroupId $mine -Connection prod -WhatIf
        $from.Status | Sort-Object -Unique | Should -Be Planned
        foreach ($name in 'dev', 'prod') { Get-ArcGisChange $name | Should -BeNullOrEmpty }
    }

    It 'groups, items, packages, jobs and rows look like tables' {
        $rows = Import-ArcGisPackage $file -GroupId $mine -Connection prod
        $lists = @(Get-ArcGisGroup -Connection dev), @(Get-ArcGisItem -GroupId $test -Connection dev), @(Get-MigrationPackage $file), @(Get-MigrationJob), $rows, @(Get-MigrationConnection)
        foreach ($list in $lists) {
            $lines = ($list | Out-String -Width 120).Trim() -split "`n"
            $lines[1] | Should -Match '^-+ '
            $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 120 }
        }
    }
}

Describe 'What goes wrong' {
    BeforeEach { Initialize-Portal }

    It 'has an id, names the thing and says what to do: <Id>' -ForEach @(
        @{ Id = 'ArtifactNotFound'; Names = '00000000000000000000000000000000'; Line = { Export-ArcGisPackage ('0' * 32) -Connection dev } }
        @{ Id = 'InvalidId'; Names = 'nope'; Line = { Get-ArcGisPackage nope $mine -Connection prod } }
        @{ Id = 'NotAuthenticated'; Names = 'token'; Line = { Connect-ArcGis $arcgis.dev.uri -AccessToken wrong-token -Name wrong } }
        @{ Id = 'ConflictNotSupported'; Names = 'duplicates'; Line = { Import-ArcGisPackage $file -GroupId $mine -Connection prod -OnConflict Duplicate } }
        @{ Id = 'OptionNotSupported'; Names = '11.3'; Line = {
                Switch-Sandbox prod @{ Version = 'V109' } -System arcgis
                Connect-ArcGis $arcgis.prod.uri -AccessToken $arcgis.prod.accessToken -Name older -NotDefault | Out-Null
                Import-ArcGisPackage $file -GroupId $mine -Connection older -KeepPackage -AllowNewerSource
            }
        }
        @{ Id = 'ImportFailed'; Names = 'job'; Line = { Switch-Sandbox prod @{ JobFailure = 'ErrorObject' } -System arcgis; Import-ArcGisPackage $file -GroupId $mine -Connection prod } }
    ) {
        $run = Watch-Script $Line
        $run.ErrorId | Select-Object -First 1 | Should -Be $Id
        $run.Message | Should -Match ([regex]::Escape($Names))
        $run.Errors[0].Exception.Remedy | Should -Not -BeNullOrEmpty
        $run.Message | Should -Match ([regex]::Escape($run.Errors[0].Exception.Remedy))
        $run.Rows | Where-Object Status -EQ Done | Should -BeNullOrEmpty
    }

    It 'a request that the portal refuses is Rejected, and the package does not stay there' {
        Add-SandboxFault prod @{ Route = 'import'; Kind = 'Status'; Status = 200; Body = 'Text'; Text = '{"error":{"code":400,"message":"Invalid parameters.","details":[]}}' } arcgis
        $run = Watch-Script { Import-ArcGisPackage $file -GroupId $mine -Connection prod }
        $run.ErrorId | Should -Be RequestRejected
        $run.Rows.Reason | Sort-Object -Unique | Should -Be Rejected
        $run.Rows.Status | Sort-Object -Unique | Should -Be Failed
        @(Get-SandboxObject prod items arcgis | Where-Object type -EQ 'Export Package').Count | Should -Be 0
    }

    It '$? tells of it, and -ErrorAction Stop gives the rows before it throws' {
        Export-ArcGisPackage ('0' * 32) -Connection dev -ErrorAction SilentlyContinue -ErrorVariable told
        $? | Should -BeFalse
        $told.Count | Should -Be 1
        Switch-Sandbox prod @{ JobFailure = 'ErrorObject' } -System arcgis
        $got = [Collections.Generic.List[object]]::new()
        { $file | Import-ArcGisPackage -GroupId $mine -Connection prod -ErrorAction Stop | ForEach-Object { $got.Add($_) } } | Should -Throw -ErrorId 'ImportFailed*'
        $got.Count | Should -Be 3
        $got.Status | Sort-Object -Unique | Should -Be Failed
    }

    It 'shows neither a raw object nor a secret in any view' {
        $export = Export-ArcGisPackage $test -Connection dev
        $things = @(Get-MigrationConnection) + @(Get-ArcGisGroup -Connection dev) + @(Get-ArcGisItem -GroupId $test -Connection dev) + @(Get-MigrationJob) + @($export) + @(Import-ArcGisPackage $file -GroupId $mine -Connection prod -WhatIf)
        $secrets = @($arcgis.dev.groupOwnerAccessToken, $arcgis.prod.password) + @((Get-MigrationJob).Key | Where-Object { $_ })
        $secrets.Count | Should -BeGreaterThan 2
        foreach ($view in { $args | Out-String -Width 120 }, { $args | Format-List | Out-String -Width 400 }) {
            $text = & $view @things
            $text | Should -Not -Match 'MigrationTools\.Core|System\.Collections|System\.Object'
            foreach ($secret in $secrets) { $text | Should -Not -Match ([regex]::Escape($secret)) }
        }
    }
}
