# The module at a prompt: how every object looks, at 100 columns and in colour, and what the Tab key offers.

BeforeDiscovery {
    $script:kinds = @(
        'Connection', 'Test', 'Artifact', 'ArcadiaItem', 'Row', 'FailedRow', 'History', 'Snaplex', 'SnapLogicItem', 'Collection', 'Dashboard', 'Report',
        'Group', 'Item', 'Preview', 'Package', 'Job', 'Summary'
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    Initialize-Sandbox
    function script:Get-Login($Of) { [pscredential]::new($Of.user, [Net.NetworkCredential]::new('', $Of.password).SecurePassword) }
    $plane, $optimize, $arcGis = $sandbox.SnapLogic.elastic, $sandbox.Optimize, $sandbox.ArcGis
    $null = Connect-SnapLogic -Uri $plane.uri -Name acme -Credential (Get-Login $plane)
    $null = Connect-Optimize $optimize.dev.uri $optimize.dev.accessToken -Name desk -NotDefault
    $null = Connect-Optimize $optimize.prod.uri $optimize.prod.accessToken -Name hall -NotDefault
    $null = Connect-ArcGis $arcGis.dev.uri -AccessToken $arcGis.dev.accessToken -Name city -NotDefault
    $null = Connect-ArcGis $arcGis.prod.uri -AccessToken $arcGis.prod.groupOwnerAccessToken -Name town -NotDefault

    $long = Join-Path $TestDrive 'a package with a rather long name that goes on and on and on, far beyond the edge of the window.json'
    $dashboards = Export-ArcadiaDashboard 2115, 2110 -Connection dev -Path $long
    $migrated = Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync'
    $failed = Invoke-SnapLogicProjectMigration '/acme/Finance/Invoices' '/acme-prod/Finance/Invoices' -ErrorAction SilentlyContinue
    $project = Export-SnapLogicProject '/acme/Sales/Price List' -Path "$TestDrive/"
    $desk = Export-OptimizeDashboard 123, 456 -Connection desk -Path "$TestDrive/"
    $group = Export-ArcGisPackage -GroupId $arcGis.dev.groupId -Connection city -Path "$TestDrive/" -WarningAction Ignore
    $added = $group | Add-ArcGisPackage -Connection town
    $preview = Get-ArcGisPackage $added.PackageItem -GroupId $arcGis.prod.groupId -Connection town
    $script:objects = @{
        Connection    = Get-MigrationConnection
        Test          = Test-MigrationConnection
        Artifact      = foreach ($type in 'Dashboard', 'Visual', 'Dataset', 'Connection', 'Workspace') { Get-ArcadiaArtifact $type -Connection dev }
        ArcadiaItem   = $dashboards.Items
        Row           = @($dashboards | Import-ArcadiaPackage -Connection prod -DataConnection sales) + $migrated +
            @($desk | Import-OptimizePackage -Connection hall -CollectionId $optimize.prod.collectionId) +
            @($added | Import-ArcGisPackage -GroupId $arcGis.prod.groupId -Connection town)
        FailedRow     = $failed
        Snaplex       = Get-SnapLogicSnaplex acme-prod -Connection acme
        SnapLogicItem = $project.Items
        Collection    = Get-OptimizeCollection -Connection desk
        Dashboard     = Get-OptimizeDashboard $optimize.dev.collectionId -Connection desk
        Report        = Get-OptimizeReport $optimize.dev.collectionId -Connection desk
        Group         = Get-ArcGisGroup -Connection city
        Item          = Get-ArcGisItem -GroupId $arcGis.dev.groupId -Connection city
        Preview       = $preview.Items
        Package       = @($dashboards, $project, $desk, $group, $added, $preview)
        Job           = @(Get-MigrationJob) + @(Get-SnapLogicMigration -Connection acme)
        Summary       = $migrated | Measure-MigrationResult
    }
    $objects.History = Get-MigrationHistory
    $script:secret = (@(foreach ($server in 'dev', 'prod') { $sandbox.Arcadia.$server.apiKey }) + $plane.password + $optimize.dev.accessToken + $optimize.prod.accessToken +
        $arcGis.dev.accessToken + $arcGis.prod.groupOwnerAccessToken + @(Get-MigrationJob | ForEach-Object Key | Where-Object { $_ }) | ForEach-Object { [regex]::Escape($_) }) -join '|'

    # The lines of a view, without the empty ones at its ends.
    function script:Show-Line([int] $Width, [scriptblock] $View) { (& $View | Out-String -Width $Width).Trim("`r", "`n") -split '\r?\n' }
    # What a line takes on a screen: the ideographs of these tests take two columns each.
    function script:Measure-Width([string] $Line) { $Line.Length + ($Line -replace '[^\u3000-\u9FFF]').Length }
}

AfterAll { Close-Sandbox }

Describe 'How every object looks' {
    It 'every type that a cmdlet emits is looked at here' {
        $types = (Get-Command -Module MigrationTools).OutputType.Type | Where-Object { $_ -and $_ -ne [void] } | Sort-Object -Unique FullName
        $seen = $objects.Values | ForEach-Object { $_ } | ForEach-Object { $_.PSObject.TypeNames } | Sort-Object -Unique
        foreach ($type in $types) { $seen | Should -Contain $type.FullName -Because 'of each type there is to be one in $objects' }
    }

    It '<_>: a table by default, whole at 100 columns, and no wider than 80 where that is all' -ForEach ($kinds | Where-Object { $_ -ne 'Summary' }) {
        $shown = @($objects[$_])
        $labels = (Get-FormatData $shown[0].GetType().FullName).FormatViewDefinition.Control | Where-Object { $_ -is [Management.Automation.TableControl] } |
            Select-Object -First 1 | ForEach-Object { $_.Headers.Label }
        $lines = Show-Line 100 { $shown }
        # One heading, whatever systems they are of, and a line for each.
        $lines[0] -split ' +' | Should -Be $labels
        $lines[1] | Should -Match '^[- ]+$'
        $lines.Count | Should -Be (2 + @($shown).Count)
        foreach ($line in $lines) { Measure-Width $line | Should -BeLessOrEqual 100 }
        foreach ($line in Show-Line 80 { $shown }) { Measure-Width $line | Should -BeLessOrEqual 80 }
        "$lines" | Should -Not -Match 'MigrationTools\.Core|System\.|\{|\+00:00'
        "$lines" | Should -Not -Match $secret
    }

    It '<_>: a list in words, without raw collections, and without secrets' -ForEach $kinds {
        $lines = Show-Line 100 { $objects[$_] | Format-List }
        foreach ($line in $lines) { Measure-Width $line | Should -BeLessOrEqual 100 }
        "$lines" | Should -Not -Match 'MigrationTools\.Core|System\.|\{[^\u2026]|\}|\+00:00'
        "$lines" | Should -Not -Match $secret
        $names = $lines | ForEach-Object { if ($_ -match '^(\w+) +:') { $Matches[1] } }
        $names | Should -Not -BeNullOrEmpty
        $names | Where-Object { $_ -match '(Key|Token|Secret|Password)$' -and $_ -ne 'InputKey' } | Should -BeNullOrEmpty
    }

    It 'a sum is a list by default' {
        (Show-Line 100 { $objects.Summary })[0] | Should -Match '^Total +: 10$'
    }

    It 'objects that came back from a file look the same' -ForEach 'Row', 'Package', 'Job', 'Item', 'Connection' {
        $file = Join-Path $TestDrive 'objects.xml'
        $objects[$_] | Export-Clixml $file -Depth 4
        Show-Line 100 { Import-Clixml $file } | Should -Be (Show-Line 100 { $objects[$_] })
    }

    It 'times are local, sizes and spans are short' {
        $row, $package = $objects.Row[0], $objects.Package[0]
        (Show-Line 100 { $row | Format-List }) -match '^Duration' | Should -Match ': ([0-9]+ ms|[0-9.]+ s)$'
        $list = Show-Line 100 { $package | Format-List }
        $list -match '^ExportedAt' | Should -Be "ExportedAt    : $($package.ExportedAt.LocalDateTime.ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture))"
        $list -match '^Size' | Should -Match ': [0-9.]+ kB$'
    }

    It 'what a portal answered is counted, not poured out' {
        $import = $objects.Job | Where-Object Kind -EQ Import | Select-Object -First 1
        $import.Result | Should -Match 'itemsImported'
        (Show-Line 100 { $import | Format-List }) -match '^Result' | Should -Match 'itemsImported [0-9]+, '
    }

    It 'states are in colour where the host has it, and nowhere else' {
        $mixed = @($objects.Row | Where-Object Status -EQ Done | Select-Object -First 1) + @($objects.FailedRow | Where-Object Status -EQ Failed)
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $text = $mixed | Out-String -Width 100
            $text | Should -Match '\x1b\[32mDone'
            $text | Should -Match '\x1b\[31mFailed'
            # In a table of jobs a migration that is completed and failed in part is not green.
            ($objects.Job | Where-Object Failed -GT 0 | Select-Object -First 1 | Out-String -Width 100) | Should -Match '\x1b\[33mCompleted'
            # Redirected, and so no host's.
            $PSStyle.OutputRendering = 'Host'
            $mixed | Out-String -Width 100 | Should -Not -Match '\x1b'
            $PSStyle.OutputRendering = 'PlainText'
            $mixed | Out-String -Width 100 | Should -Not -Match '\x1b'
        }
        finally { $PSStyle.OutputRendering = $before }
    }

    It 'a <Name> name does not break the table' -ForEach @(
        @{ Name = 'long'; Text = 'x' * 300 }
        @{ Name = 'wide'; Text = [string]::new([char] 0x6F22, 60) }
        @{ Name = 'hostile'; Text = "a$([char] 27)]0;title$([char] 7)$([char] 27)[2J`r`nb$([char] 0x202E)c" }
    ) {
        foreach ($type in 'Results.MigrationResult', 'Connections.MigrationConnection', 'Packages.MigrationItem', 'ArcGis.ArcGisItem', 'ArcGis.ArcGisGroup', 'Optimize.OptimizeItem',
            'Optimize.OptimizeCollection', 'Arcadia.ArcadiaItem', 'Arcadia.ArcadiaArtifact', 'History.MigrationHistoryEntry', 'Jobs.MigrationJob', 'Packages.MigrationPackage', 'SnapLogic.SnapLogicSnaplex') {
            $made = [pscustomobject]@{ PSTypeName = "MigrationTools.Core.$type" }
            foreach ($property in 'Type', 'Name', 'Id', 'Message', 'Group', 'Target', 'Owner', 'Path', 'Description') { $made | Add-Member $property $Text }
            $made | Add-Member Warnings @($Text)
            $before = $PSStyle.OutputRendering
            try {
                # Nothing is taken away on the way out, as on a terminal.
                $PSStyle.OutputRendering = 'Ansi'
                $table = $made | Out-String -Width 100
                $list = $made | Format-List | Out-String -Width 100
            }
            finally { $PSStyle.OutputRendering = $before }
            # The heading's own colours apart.
            $plain = "$table$list" -replace '\x1b\[[0-9;]*m'
            foreach ($letter in [char] 27, [char] 7, [char] 0x202E) { $plain.Contains($letter) | Should -BeFalse -Because "$type shows U+$(([int] $letter).ToString('X4'))" }
            $lines = ($table -replace '\x1b\[[0-9;]*m').Trim() -split '\r?\n'
            $lines.Count | Should -Be 3 -Because $type
            foreach ($line in $lines) { Measure-Width $line | Should -BeLessOrEqual 100 -Because $type }
        }
    }
}

Describe 'What drives a terminal' {
    It 'does not come through in errors, warnings and questions' {
        $bad = Join-Path $TestDrive "none$([char] 27)$([char] 7)[31m.json"
        $run = Watch-Script { $bad | Import-ArcadiaPackage -Connection prod -DataConnection sales }
        $run.ErrorId | Should -Be PackageNotFound
        $run.Message | Should -Not -Match '\x1b'
        $run.Message | Should -Match '\u241B\u2407\[31m\.json'
        # The row keeps the name as it is.
        $run.Rows.Name | Should -Match '\x1b\x07'
    }
}

Describe 'What the Tab key offers' {
    BeforeAll {
        function script:Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue }
    }

    It '<Line>' -ForEach @(
        @{ Line = 'Get-ArcGisItem -Connection '; Offers = 'acme', 'city', 'desk', 'dev', 'hall', 'prod', 'town' }
        @{ Line = 'Get-MigrationConnection t'; Offers = 'town' }
        @{ Line = 'Export-ArcadiaDashboard -Connection dev -Id ret'; Offers = '2110'; Shows = 'Returns' }
        @{ Line = 'Export-ArcadiaDashboard -Connection dev -Name ret'; Offers = 'Returns' }
        @{ Line = 'Export-ArcadiaPackage -Connection dev -Dataset ret'; Offers = '42'; Shows = 'returns per day' }
        @{ Line = 'Export-ArcadiaPackage -Connection dev -Visual ban'; Offers = '2105'; Shows = 'Banner' }
        @{ Line = 'Import-ArcadiaPackage x -Connection prod -Workspace r'; Offers = 'Retail' }
        @{ Line = 'Import-OptimizePackage x -OnConflict '; Offers = 'Duplicate', 'Fail', 'Overwrite', 'Skip' }
        @{ Line = 'Get-ArcadiaArtifact da'; Offers = 'Dashboard', 'Dataset' }
        @{ Line = 'Get-SnapLogicSnaplex acme-prod -Name b'; Offers = 'balanced' }
        @{ Line = 'Set-SnapLogicTask /acme-prod/a/b/c -Snaplex /acme-prod/shared/b'; Offers = '/acme-prod/shared/balanced' }
        @{ Line = 'Export-SnapLogicProject x -AssetType p'; Offers = 'Pipeline', 'Policy' }
        @{ Line = 'Export-OptimizeDashboard -Connection desk -Id returns'; Offers = '7d1f5a10-2c4e-4b8a-9e01-000000000005'; Shows = 'Returns desk (Returns)' }
        @{ Line = 'Remove-OptimizeReport -Connection desk -Id refund'; Offers = '7d1f5a10-2c4e-4b8a-9e01-000000000011'; Shows = 'Refund rules hit (Returns)' }
        @{ Line = 'Import-OptimizePackage x -Connection desk -CollectionId att'; Offers = 'c0ffee00-1111-4222-8333-000000000200'; Shows = 'Attic' }
        @{ Line = 'Export-ArcGisPackage -Connection city -GroupId te'; Offers = '3ca5299f4b3d423ebd66e9f72f9ef638'; Shows = 'Test' }
        @{ Line = 'Export-ArcGisPackage -Connection city -GroupId c6a1f0e2b7d94c58a3e4910f7d2b6a85 -ItemId par'; Offers = 'e4a6098551ebfb4853fba265167516b2'; Shows = 'Parcels (Feature Service)' }
        @{ Line = 'Get-ArcGisItem -Connection city -GroupId c6a1f0e2b7d94c58a3e4910f7d2b6a85 -Type fe'; Offers = "'Feature Service'" }
        @{ Line = 'Get-MigrationHistory -Status f'; Offers = 'Failed' }
        # Two are open, and none is named: a changing cmdlet would refuse, and so there is nothing to offer.
        @{ Line = 'Export-ArcGisPackage -GroupId te'; Offers = @() }
        @{ Line = 'Remove-OptimizeReport -Id refund'; Offers = @() }
        @{ Line = 'Get-ArcGisItem -Connection nobody -GroupId te'; Offers = @() }
    ) {
        # On a busy machine a completer may give up, and then remembers that for some seconds.
        if ($Offers) { Wait-Until { "$((Complete $Line).CompletionText)" -eq "$Offers" } -Seconds 60 -What "'$Line' offers $Offers" }
        $found = @(Complete $Line)
        $found.CompletionText | Should -Be $Offers
        if ($Shows) { $found[0].ListItemText | Should -Be $Shows }
        foreach ($match in $found) { $match.ToolTip | Should -Not -BeNullOrEmpty }
    }

    It 'package items of the portal, and the jobs of this session, without their keys' {
        Wait-Until { (Complete 'Get-ArcGisPackage -Connection city -PackageItemId ').CompletionText -contains $objects.Package[3].PackageItem } -Seconds 60 -What 'the package is offered'
        $jobs = Get-MigrationJob
        foreach ($line in @{ 'Get-MigrationJob ' = ''; 'Get-ArcGisJob ' = 'ArcGis'; 'Wait-ArcGisJob -Id ' = 'ArcGis'; 'Get-SnapLogicMigration ' = 'SnapLogic'; 'Wait-SnapLogicMigration -Id ' = 'SnapLogic' }.GetEnumerator()) {
            $found = Complete $line.Key
            $found.CompletionText | Sort-Object | Should -Be ($jobs | Where-Object System -Like "$($line.Value)*" | ForEach-Object Id | Sort-Object)
            "$($found | ForEach-Object { $_.CompletionText, $_.ListItemText, $_.ToolTip })" | Should -Not -Match $secret
        }
    }
}
