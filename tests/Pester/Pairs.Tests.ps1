# What one cmdlet emits, the next accepts, in all systems: as it comes back out of JSON, CliXml, CSV and Start-Job. Each
# step is really done, and what the server then holds is looked at.

BeforeDiscovery {
    $script:noJob = if (-not (Test-Path (Join-Path $PSHOME $(if ($IsWindows) { 'pwsh.exe' } else { 'pwsh' })))) { 'this PowerShell cannot start another one' }
    $script:ways = @(
        @{ Name = 'JSON'; Way = { $input | ConvertTo-Json -WarningAction Ignore | ConvertFrom-Json } }
        @{ Name = 'Clixml'; Way = { $input | Export-Clixml "$TestDrive/way.xml"; Import-Clixml "$TestDrive/way.xml" } }
        @{ Name = 'CSV'; Way = { $input | Export-Csv "$TestDrive/way.csv"; Import-Csv "$TestDrive/way.csv" } }
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    $script:manifestText = $manifestPath
    $script:collection = ($sandbox.Json | ConvertFrom-Json).optimize.prod.collectionId
    $script:test, $script:group = '3ca5299f4b3d423ebd66e9f72f9ef638', 'd9151a601867423cab48b3e2d60e105f'
    $script:orders = @{ ProjectPath = '/acme/Sales/Order Sync'; DestinationProject = '/acme-prod/Sales/Order Sync' }

    # In a process of its own as well.
    $script:connectText = @'
function Connect-All {
    $sandbox = $env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json
    foreach ($name in 'dev', 'prod') {
        Connect-Arcadia $sandbox.arcadia.$name.uri -ApiKey $sandbox.arcadia.$name.apiKey -Name "arcadia-$name" -NotDefault | Out-Null
        Connect-Optimize $sandbox.optimize.$name.uri $sandbox.optimize.$name.accessToken -Name "optimize-$name" -NotDefault | Out-Null
        Connect-ArcGis $sandbox.arcgis.$name.uri -AccessToken $sandbox.arcgis.$name.accessToken -Name "gis-$name" -NotDefault | Out-Null
    }
    $plane = $sandbox.snaplogic.elastic
    $login = [pscredential]::new($plane.user, [Net.NetworkCredential]::new('', $plane.password).SecurePassword)
    Connect-SnapLogic -Uri $plane.uri -Credential $login -Name plane | Out-Null
}
'@
    . ([scriptblock]::Create($connectText))

    function Initialize-All {
        Invoke-SandboxRequest POST reset
        Get-MigrationConnection | Disconnect-MigrationConnection
        Connect-All
    }

    function Get-Project([string] $Org, [string] $Project) {
        @((Get-SandboxState elastic snaplogic | ConvertFrom-Json).$Org.projects."$Project".assets)
    }

    # Imports a package of each system, and looks at what is there then.
    function Assert-Import($Arcadia, $SnapLogic, $Optimize, $ArcGis) {
        $rows = @($Arcadia | Import-ArcadiaPackage -Connection arcadia-prod -DataConnection sales)
        $rows.Count | Should -Be 3
        $rows.Status | Sort-Object -Unique | Should -Be Done
        (Get-ArcadiaArtifact Dashboard Returns -Connection arcadia-prod).Id | Should -Be ($rows | Where-Object Type -EQ Dashboard).DestinationId

        $rows = @($SnapLogic | Import-SnapLogicProject -DestinationProject $orders.DestinationProject)
        $rows.Status | Sort-Object -Unique | Should -Be Done
        (Get-Project acme-prod '/Sales/Order Sync').name | Should -Be (Get-Project acme '/Sales/Order Sync').name

        $rows = @($Optimize | Import-OptimizePackage -Connection optimize-prod -CollectionId $collection)
        $rows.Count | Should -Be 5
        $rows.Status | Sort-Object -Unique | Should -Be Done
        $held = @(Get-OptimizeDashboard $collection -Connection optimize-prod) + @(Get-OptimizeReport $collection -Connection optimize-prod)
        $held.Id | Sort-Object | Should -Be ($rows.DestinationId | Sort-Object)

        $rows = @($ArcGis | Import-ArcGisPackage -GroupId $group -Connection gis-prod)
        $rows.Count | Should -Be 3
        $rows.Status | Sort-Object -Unique | Should -Be Done
        (Get-ArcGisItem $group -Connection gis-prod).Id | Sort-Object | Should -Be ($rows.DestinationId | Sort-Object)
    }

    # Lets rows of a migration and of an import drive the steps after them.
    function Assert-Step($Rows, $Versions, $Failed, $Items) {
        $bound = @($Rows | Set-SnapLogicTask -Snaplex my-snaplex)
        $bound.Status | Sort-Object -Unique | Should -Be Done
        $tasks = Get-Project acme-prod '/Sales/Order Sync' | Where-Object type -EQ Job
        $bound.Count | Should -Be @($tasks).Count
        $tasks.runtime_path_id | Sort-Object -Unique | Should -Be 'acme-prod/rt/ground/main'
        ($Rows | Enable-SnapLogicTask).Status | Sort-Object -Unique | Should -Be Done
        (Get-Project acme-prod '/Sales/Order Sync' | Where-Object type -EQ Job).enabled | Sort-Object -Unique | Should -BeTrue
        ($Rows | Disable-SnapLogicTask).Status | Sort-Object -Unique | Should -Be Done
        (Get-Project acme-prod '/Sales/Order Sync' | Where-Object type -EQ Job).enabled | Sort-Object -Unique | Should -BeFalse

        ($Versions | Publish-SnapLogicApiVersion).Status | Should -Be Done
        @(Get-SandboxRequest elastic -System snaplogic | Where-Object { $_.target -like '*publish*' }).Count | Should -Be 1

        $again = Watch-Script { $Failed | Copy-SnapLogicAsset }
        @($again.Rows | Where-Object Reason -NE NotActionable).Name | Should -Be secure_pipeline
        ((Get-SandboxRequest elastic copyAssets snaplogic).body | ConvertFrom-Json).asset_path_list | Should -Be '/acme/Finance/Invoices/secure_pipeline'

        $given = @($Items | Set-ArcGisItemOwner -NewOwner $owner -Connection gis-prod)
        $given.Status | Sort-Object -Unique | Should -Be Done
        (Get-ArcGisItem $group -Connection gis-prod).Owner | Sort-Object -Unique | Should -Be $owner

        $all = @($Rows) + @($Versions) + @($Failed) + @($Items)
        $sum = $all | Measure-MigrationResult
        $sum.Total | Should -Be $all.Count
        # JSON makes numbers of statuses; ids of errors stay.
        $sum.Failed | Should -Be @($Failed | Where-Object ErrorId).Count
        $all | Export-MigrationResult "$TestDrive/rows.csv" -Force
        @(Import-Csv "$TestDrive/rows.csv").Count | Should -Be $all.Count
    }

    Initialize-All
    $script:packages = @{
        Arcadia   = Export-ArcadiaDashboard 2110 -Connection arcadia-dev -Path (Join-Path $TestDrive returns.json)
        SnapLogic = Export-SnapLogicProject $orders.ProjectPath -Path (Join-Path $TestDrive orders.zip)
        Optimize  = Export-OptimizeDashboard 123, 456 -Connection optimize-dev -Path (Join-Path $TestDrive boards.json)
        ArcGis    = Export-ArcGisPackage $test -Connection gis-dev -Path (Join-Path $TestDrive test.epk)
    }
    $script:owner = 'editor1'
}

AfterAll { Close-Sandbox }

Describe 'Through <Name>' -ForEach $ways {
    BeforeEach { Initialize-All }

    It 'a package of each system is imported' {
        $back = @{}
        foreach ($system in $packages.Keys) {
            $back[$system] = $packages[$system] | & $Way
            $back[$system].psobject.TypeNames[0] | Should -Not -BeLike 'MigrationTools.*'
        }
        Assert-Import @back
    }

    It 'a job is looked at and waited for' {
        $job = Invoke-SnapLogicProjectMigration @orders -NoWait | & $Way
        ($job | Get-SnapLogicMigration).Id | Should -Be $job.Id
        $rows = @($job | Wait-SnapLogicMigration)
        $rows.Status | Sort-Object -Unique | Should -Be Done
        $rows.Count | Should -Be (Get-Project acme-prod '/Sales/Order Sync').Count

        $job = Export-ArcGisPackage $test -Connection gis-dev -NoWait | & $Way
        ($job | Get-ArcGisJob).Id | Should -Be $job.Id
        $package = $job | Wait-ArcGisJob -Path (Join-Path $TestDrive "$Name.epk")
        $package.Path | Should -Exist
        $package.Items.Count | Should -Be 3
    }

    It 'rows drive the steps after them' {
        $made = @{
            Rows     = Invoke-SnapLogicProjectMigration @orders
            Versions = Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 /acme-prod/shared/my-snaplex
            Failed   = Invoke-SnapLogicProjectMigration /acme/Finance/Invoices /acme-prod/Finance/Invoices -ErrorAction Ignore
            Items    = $packages.ArcGis | Import-ArcGisPackage -GroupId $group -Connection gis-prod
        }
        $back = @{}
        foreach ($sort in $made.Keys) { $back[$sort] = $made[$sort] | & $Way }
        Assert-Step @back
    }
}

Describe "Through Start-Job$(if ($noJob) { " (skipped: $noJob)" })" {
    It 'packages and jobs of all systems go on here' -Skip:($null -ne $noJob) {
        Initialize-All
        $job = Start-Job {
            $WarningPreference = 'SilentlyContinue'
            Import-Module $using:manifestText
            . ([scriptblock]::Create($using:connectText))
            Connect-All
            $orders = $using:orders
            $test = $using:test
            $folder = New-Item -ItemType Directory (Join-Path $using:TestDrive job)
            $epk = Export-ArcGisPackage $test -Connection gis-dev -Path $folder/test.epk
            # One object at a time: what lies inside another is flattened on the way.
            [pscustomobject]@{ As = 'Arcadia' }; Export-ArcadiaDashboard 2110 -Connection arcadia-dev -Path $folder/returns.json
            [pscustomobject]@{ As = 'SnapLogic' }; Export-SnapLogicProject $orders.ProjectPath -Path $folder/orders.zip
            [pscustomobject]@{ As = 'Optimize' }; Export-OptimizeDashboard 123, 456 -Connection optimize-dev -Path $folder/boards.json
            [pscustomobject]@{ As = 'ArcGis' }; $epk
            [pscustomobject]@{ As = 'Migration' }; Invoke-SnapLogicProjectMigration $orders.ProjectPath '/acme-prod/Sales/Later' -NoWait
            [pscustomobject]@{ As = 'Export' }; Export-ArcGisPackage $test -Connection gis-dev -NoWait
        }
        $back, $as = @{}, ''
        foreach ($value in $job | Receive-Job -Wait -AutoRemoveJob) {
            if ($value.psobject.Properties['As']) { $as = $value.As } else { $back[$as] = $value }
        }
        $back.Values | ForEach-Object { $_.psobject.TypeNames[0] | Should -BeLike 'Deserialized.MigrationTools.Core.*' }

        ($back.Migration | Get-SnapLogicMigration).Id | Should -Be $back.Migration.Id
        ($back.Migration | Wait-SnapLogicMigration).Status | Sort-Object -Unique | Should -Be Done
        (Get-Project acme-prod '/Sales/Later').name | Should -Be (Get-Project acme '/Sales/Order Sync').name
        ($back.Export | Get-ArcGisJob).Id | Should -Be $back.Export.Id
        ($back.Export | Wait-ArcGisJob -Path (Join-Path $TestDrive later.epk)).Path | Should -Exist
        $of = @{ Arcadia = $back.Arcadia; SnapLogic = $back.SnapLogic; Optimize = $back.Optimize; ArcGis = $back.ArcGis }
        Assert-Import @of
    }

    It 'rows of all systems drive the steps after them' -Skip:($null -ne $noJob) {
        Initialize-All
        $job = Start-Job {
            $WarningPreference = 'SilentlyContinue'
            Import-Module $using:manifestText
            . ([scriptblock]::Create($using:connectText))
            Connect-All
            $orders = $using:orders
            Invoke-SnapLogicProjectMigration @orders
            Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 /acme-prod/shared/my-snaplex
            Invoke-SnapLogicProjectMigration /acme/Finance/Invoices /acme-prod/Finance/Invoices -ErrorAction Ignore
            Import-ArcGisPackage $using:packages.ArcGis.Path -GroupId $using:group -Connection gis-prod
        }
        $rows = $job | Receive-Job -Wait -AutoRemoveJob -ErrorAction Ignore
        $of = @{
            Rows     = $rows | Where-Object Target -EQ $orders.DestinationProject
            Versions = $rows | Where-Object Target -EQ '/acme-prod/apim/BookStore/1.0'
            Failed   = $rows | Where-Object Target -EQ '/acme-prod/Finance/Invoices'
            Items    = $rows | Where-Object System -EQ ArcGis
        }
        Assert-Step @of
    }
}
