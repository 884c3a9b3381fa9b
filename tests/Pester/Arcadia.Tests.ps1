# The journey of Arcadia's content from dev to prod, line by line as users write it.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    # A closing slash: "into this folder".
    function script:New-Folder { Join-Path $TestDrive ([guid]::NewGuid().ToString('N').Substring(0, 8)) | ForEach-Object { (New-Item -ItemType Directory $_).FullName } }
}

AfterAll { Close-Sandbox }

Describe 'Connecting' {
    BeforeEach { Initialize-Sandbox }

    It 'asks the server for its version and is quiet about the key' {
        $key = $sandbox.Arcadia.dev.apiKey
        $connection = Connect-Arcadia -Uri $sandbox.Arcadia.dev.uri -Name fresh -ApiKey $key
        $connection.System | Should -Be Arcadia
        $connection.Version | Should -Be '8.1.4.1000'
        "$connection $($connection | Format-List * -Force | Out-String) $($connection | ConvertTo-Json)" | Should -Not -Match ([regex]::Escape($key))
    }

    It 'takes the key as a SecureString, as a credential, and with the newline of a file' {
        $secure = [Net.NetworkCredential]::new('', $sandbox.Arcadia.dev.apiKey).SecurePassword
        $uri = $sandbox.Arcadia.dev.uri
        (Connect-Arcadia $uri $secure -Name a).Name | Should -Be a
        (Connect-Arcadia $uri ([pscredential]::new('key', $secure)) -Name b).Name | Should -Be b
        (Connect-Arcadia $uri "$($sandbox.Arcadia.dev.apiKey)`n" -Name c).Name | Should -Be c
    }

    It 'lists, tests and closes connections by name' {
        (Get-MigrationConnection).Name | Should -Be dev, prod
        (Get-MigrationConnection p*).Name | Should -Be prod
        (Test-MigrationConnection).Ok | Should -Be $true, $true
        Get-MigrationConnection dev | Disconnect-MigrationConnection
        (Get-MigrationConnection).Name | Should -Be prod
    }

    It 'connects every row of a CSV, with its own name' {
        $csv = Join-Path $TestDrive connections.csv
        'dev', 'prod' | ForEach-Object { [pscustomobject]@{ Name = "csv-$_"; Uri = $sandbox.Arcadia.$_.uri } } | Export-Csv $csv
        $made = foreach ($row in Import-Csv $csv) { $row | Connect-Arcadia -ApiKey $sandbox.Arcadia.($row.Name.Substring(4)).apiKey }
        $made.Name | Should -Be csv-dev, csv-prod
    }

    It 'does not guess the target while two connections are open' {
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        $run = Watch-Script { $package | Import-ArcadiaPackage -DataConnection sales }
        $run.ErrorId | Should -Contain AmbiguousConnection
        Get-SandboxRequest prod | Should -BeNullOrEmpty
    }
}

Describe 'Listing and exporting' {
    BeforeAll { Initialize-Sandbox }

    It 'lists <_>s' -ForEach 'Dashboard', 'Visual', 'Dataset', 'Connection', 'Workspace' {
        $listed = @(Get-ArcadiaArtifact -Type $_ -Connection dev)
        $listed.Count | Should -BeGreaterThan 0
        $listed.Type | Sort-Object -Unique | Should -Be $_
    }

    It 'finds listed ones by wildcard' {
        (Get-ArcadiaArtifact Dashboard 'Store*' -Connection dev).Id | Should -Be 2115
    }

    It 'exports several ids into one package, with all they need' {
        $package = Export-ArcadiaDashboard -Id 2115, 2110 -Connection dev
        @($package).Count | Should -Be 1
        ($package.Items | Where-Object Type -EQ Dashboard).Id | Sort-Object | Should -Be 2110, 2115
        $package.Items.Type | Sort-Object -Unique | Should -Be CustomStyle, Dashboard, Dataset, DateRange, StaticAsset, Visual
        $package.Source | Should -Be $sandbox.Arcadia.dev.uri
    }

    It 'exports by name, and by wildcards' {
        (Export-ArcadiaDashboard -Name Returns -Connection dev).Requested | Should -Be 'Dashboard 2110'
        (Export-ArcadiaDashboard -Name R*, Store* -Connection dev).Requested | Sort-Object | Should -Be 'Dashboard 2110', 'Dashboard 2115'
    }

    It 'exports what Get-ArcadiaArtifact lists, and what a package holds' {
        $listed = Get-ArcadiaArtifact Dashboard -Connection dev | Export-ArcadiaDashboard -Connection dev
        $listed.Requested.Count | Should -Be 2
        $again = $listed.Items | Where-Object Type -EQ Dataset | Export-ArcadiaPackage -Connection dev
        $again.Requested | Sort-Object | Should -Be 'Dataset 41', 'Dataset 42'
    }

    It 'exports other kinds together' {
        $package = Export-ArcadiaPackage -Dataset 41 -CustomStyle 4 -DateRange 7, 8 -Connection dev
        $package.Requested | Sort-Object | Should -Be 'CustomStyle 4', 'Dataset 41', 'DateRange 7', 'DateRange 8'
    }

    It 'exports ids from a CSV row and from the pipe' {
        $csv = Join-Path $TestDrive ids.csv
        'Id', '2115', '2110' | Set-Content $csv
        (Import-Csv $csv | Export-ArcadiaDashboard -Connection dev).Requested.Count | Should -Be 2
        (2115, '2110' | Export-ArcadiaDashboard -Connection dev).Requested.Count | Should -Be 2
    }

    It '-Separate makes one package each, named after its item' {
        $folder = New-Folder
        $packages = @(Export-ArcadiaDashboard 2115, 2110 -Separate -Path $folder -Connection dev)
        $packages.Count | Should -Be 2
        Get-ChildItem $folder -Exclude *.manifest.json | ForEach-Object Name | Sort-Object | Should -Be 'Returns.json', 'Store sales overview.json'
    }

    It 'writes to the -Path that is given, the manifest beside it, byte for byte what the server sent' {
        $file = Join-Path $TestDrive out.json
        $package = Export-ArcadiaDashboard 2110 -Path $file -Connection dev
        $package.Path | Should -Be $file
        (Get-FileHash $file).Hash | Should -Be $package.Sha256
        $manifest = Get-Content "$file.manifest.json" -Raw | ConvertFrom-Json
        $manifest.sha256 | Should -Be $package.Sha256
        $manifest.source | Should -Be $sandbox.Arcadia.dev.uri
        (Get-Content $file -Raw | ConvertFrom-Json).version.'Arcviz Version' | Should -Be '8.1.4.1000'
    }

    It 'takes paths as PowerShell does: relative, by drive, into a folder that is made' {
        Push-Location TestDrive:
        try {
            (Export-ArcadiaDashboard 2110 -Path relative.json -Connection dev).Path | Should -Be (Join-Path $TestDrive relative.json)
            (Export-ArcadiaDashboard 2110 -Path TestDrive:\made/ -Connection dev).Path | Should -Be (Join-Path $TestDrive made Returns.json)
        }
        finally { Pop-Location }
    }

    It 'does not replace a file, but with -Force' {
        $file = Join-Path $TestDrive kept.json
        Set-Content $file kept
        $run = Watch-Script { Export-ArcadiaDashboard 2110 -Path $file -Connection dev }
        $run.ErrorId | Should -Be FileExists
        Get-Content $file | Should -Be kept
        Export-ArcadiaDashboard 2110 -Path $file -Force -Connection dev | Should -Not -BeNullOrEmpty
    }

    It 'Get-MigrationPackage reads what was written, without a server' {
        $folder = New-Folder
        $package = Export-ArcadiaDashboard 2115 -Path "$folder/" -Connection dev
        $read = Get-MigrationPackage "$folder/*.json"
        $read.Sha256 | Should -Be $package.Sha256
        $read.Source | Should -Be $package.Source
        $read.Items.Count | Should -Be $package.Items.Count
        (Get-ChildItem $folder | Where-Object Name -NotLike *.manifest.json | Get-MigrationPackage).Path | Should -Be $package.Path
        (Get-MigrationPackage -LiteralPath $package.Path).Kind | Should -Be Bundle
    }
}

Describe 'Importing' {
    BeforeEach {
        Initialize-Sandbox
        $script:to = @{ Connection = 'prod'; DataConnection = 'sales' }
    }

    It 'brings dashboards from dev to prod in one line, with a row for each artifact' {
        $rows = Export-ArcadiaDashboard 2115, 2110 -Connection dev | Import-ArcadiaPackage @to
        $rows.Count | Should -Be 14
        $rows.Status | Sort-Object -Unique | Should -Be Done
        $rows.Action | Sort-Object -Unique | Should -Be Create
        foreach ($row in $rows | Where-Object Type -EQ Dashboard) {
            (Get-SandboxObject prod dashboards | Where-Object pk -EQ $row.DestinationId).name | Should -Be $row.Name
        }
        Get-SandboxObject prod datasets | Where-Object name -EQ orders | ForEach-Object { $_.fields.dataconnection } | Should -Be sales
    }

    It 'finds everything unchanged the second time' {
        $package = Export-ArcadiaDashboard 2115, 2110 -Connection dev
        $first = $package | Import-ArcadiaPackage @to
        $before = Get-SandboxState
        $second = $package | Import-ArcadiaPackage @to
        $second.Status | Sort-Object -Unique | Should -Be Unchanged
        $second.DestinationId | Should -Be $first.DestinationId
        Get-SandboxState | Should -Be $before
    }

    It 'imports from a file, from wildcards, and from Get-ChildItem' {
        $folder = New-Folder
        $files = Export-ArcadiaDashboard 2115, 2110 -Separate -Path $folder -Connection dev
        @(Import-ArcadiaPackage $files[0].Path @to).Status | Sort-Object -Unique | Should -Be Done
        @(Import-ArcadiaPackage "$folder/*.json" @to | Where-Object Status -EQ Done | Where-Object Type -EQ Dashboard).Count | Should -Be 1
        (Get-ChildItem $folder -Exclude *.manifest.json | Import-ArcadiaPackage @to).Status | Sort-Object -Unique | Should -Be Unchanged
        (Get-ChildItem $folder -Exclude *.manifest.json | Get-MigrationPackage | Import-ArcadiaPackage @to).Status | Sort-Object -Unique | Should -Be Unchanged
    }

    It 'takes a file that is piped by its name, not as a pattern' {
        $folder = New-Folder
        $file = Join-Path $folder 'Returns [v2].json'
        $package = Export-ArcadiaDashboard 2110 -Path "$folder/" -Connection dev
        Move-Item $package.Path -Destination $file
        Move-Item "$($package.Path).manifest.json" -Destination "$file.manifest.json"
        (Get-Item -LiteralPath $file | Get-MigrationPackage).Path | Should -Be $file
        (Get-Item -LiteralPath $file | Import-ArcadiaPackage @to).Status | Sort-Object -Unique | Should -Be Done
        (Import-ArcadiaPackage -Path (Get-Item -LiteralPath $file) @to).Status | Sort-Object -Unique | Should -Be Unchanged
        (Import-ArcadiaPackage -LiteralPath $file @to).Status | Sort-Object -Unique | Should -Be Unchanged
    }

    It 'imports rows of a CSV, each with its own connections, workspace and policy' {
        $folder = New-Folder
        $files = Export-ArcadiaDashboard 2115, 2110 -Separate -Path $folder -Connection dev
        $csv = Join-Path $TestDrive plan.csv
        @(
            [pscustomobject]@{ Path = $files[0].Path; Connection = 'prod'; DataConnection = 'sales'; Workspace = 'Retail'; OnConflict = '' }
            [pscustomobject]@{ Path = $files[1].Path; Connection = 'prod'; DataConnection = 'sales'; Workspace = 'Public'; OnConflict = 'overwrite' }
        ) | Export-Csv $csv
        $rows = Import-Csv $csv | Import-ArcadiaPackage
        $rows.Status | Sort-Object -Unique | Should -Be Done
        $landed = @{}
        Get-SandboxObject prod dashboards | ForEach-Object { $landed[$_.name] = $_.fields.workspace }
        $landed[($files[0].Items | Where-Object Type -EQ Dashboard).Name] | Should -Be Retail
        $landed[($files[1].Items | Where-Object Type -EQ Dashboard).Name] | Should -Be Public
    }

    It 'takes a blank cell for not given, also after a row that has a value there' {
        $file = (Export-ArcadiaDashboard 2110 -Path (Join-Path $TestDrive blank.json) -Connection dev).Path
        $rows = @(
            [pscustomobject]@{ Path = $file; OnConflict = ''; Workspace = 'Retail'; NoTableCheck = '' }
            [pscustomobject]@{ Path = $file; OnConflict = 'Skip'; Workspace = ''; NoTableCheck = 'yes' }
            [pscustomobject]@{ Path = $file; OnConflict = ''; Workspace = ''; NoTableCheck = '' }
        ) | Import-ArcadiaPackage @to -ThrottleLimit 1
        $rows.Status | Sort-Object -Unique | Should -Be Done, Unchanged
        $forms = (Get-SandboxRequest prod import).form
        $forms[0].workspace | Should -Be Retail
        $forms[-1].PSObject.Properties.Name | Should -Not -Contain workspace
        $forms[-1].PSObject.Properties.Name | Should -Not -Contain sanity_check
    }

    It 'takes a comma in a name or a path for a part of it' {
        $file = Join-Path $TestDrive 'Orders, generated.json'
        Copy-Fixture minimal $file
        (Get-Content $file -Raw).Replace('Generated orders', 'Orders, generated') | Set-Content $file
        Import-ArcadiaPackage $file -Connection dev -DataConnection sales_dev -NoTableCheck | Out-Null
        (Get-MigrationPackage $file).Path | Should -Be $file
        (Export-ArcadiaDashboard -Name 'Orders, generated' -Connection dev).Requested.Count | Should -Be 1
    }

    It 'fails a row of a CSV that has a typo, and imports the others' {
        $folder = New-Folder
        $files = Export-ArcadiaDashboard 2115, 2110 -Separate -Path $folder -Connection dev
        $csv = Join-Path $TestDrive typo.csv
        @(
            [pscustomobject]@{ Path = $files[0].Path; DataConnection = 'sales'; OnConflict = 'Overwriet' }
            [pscustomobject]@{ Path = $files[1].Path; DataConnection = 'sales'; OnConflict = 'Overwrite' }
        ) | Export-Csv $csv
        $run = Watch-Script { Import-Csv $csv | Import-ArcadiaPackage -Connection prod }
        $run.Errors.Count | Should -Be 1
        $run.Message | Should -Match 'Overwriet.*Fail, Skip, Overwrite'
        @(Get-SandboxImport).Count | Should -Be 1
        $run.Rows.Status | Sort-Object -Unique | Should -Be Done
    }

    It 'puts dashboards into the -Workspace' {
        Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage @to -Workspace Retail | Out-Null
        (Get-SandboxObject prod dashboards | Where-Object name -EQ Returns).fields.workspace | Should -Be Retail
    }

    It '-OnConflict Skip leaves the package out, and says what is there' {
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        $package | Import-ArcadiaPackage @to | Out-Null
        $before = Get-SandboxState
        $rows = $package | Import-ArcadiaPackage @to -OnConflict Skip
        $rows.Status | Sort-Object -Unique | Should -Be Skipped
        $rows.Reason | Sort-Object -Unique | Should -Be ExistsOnTarget
        Get-SandboxState | Should -Be $before
        @(Get-SandboxImport).Count | Should -Be 1
    }

    It '-OnConflict Fail refuses it, with the rows before the error' {
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        $package | Import-ArcadiaPackage @to | Out-Null
        $run = Watch-Script { $package | Import-ArcadiaPackage @to -OnConflict Fail }
        $run.ErrorId | Should -Be ConflictFound
        $run.Rows.Status | Sort-Object -Unique | Should -Be Failed
        $run.Rows.ErrorId | Sort-Object -Unique | Should -Be ConflictFound
        $run.Errors[0].TargetObject.Type | Should -Be $run.Rows[0].Type
        @(Get-SandboxImport).Count | Should -Be 1
    }

    It '-OnConflict Overwrite, the default, updates what an earlier import made' {
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        $first = $package | Import-ArcadiaPackage @to
        Switch-Sandbox prod @{ unchangedDetection = 'AlwaysUpdate' }
        $rows = $package | Import-ArcadiaPackage @to -OnConflict Overwrite
        $rows.Action | Sort-Object -Unique | Should -Be Update
        $rows.DestinationId | Should -Be $first.DestinationId
    }

    It '-OnConflict Duplicate is refused before anything is asked' {
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        (Watch-Script { $package | Import-ArcadiaPackage @to -OnConflict Duplicate }).ErrorId | Should -Be ConflictNotSupported
        Get-SandboxRequest prod | Should -BeNullOrEmpty
    }

    It '-Backup saves what it overwrites, so that it can be imported again' {
        Switch-Sandbox prod @{ unchangedDetection = 'AlwaysUpdate'; dryRunIds = 'Matched' }
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        $package | Import-ArcadiaPackage @to | Out-Null
        $folder = New-Folder
        $package | Import-ArcadiaPackage @to -Backup $folder | Out-Null
        $saved = @(Get-ChildItem $folder -Recurse -File -Filter *.json | Where-Object Name -NotLike *.manifest.json | Get-MigrationPackage)
        $saved.Count | Should -Be 1
        ($saved.Items | Where-Object Type -EQ Dashboard).Name | Should -Be Returns
        $saved.Source | Should -Be $sandbox.Arcadia.prod.uri
    }

    It '-Backup that fails leaves the target alone' {
        Switch-Sandbox prod @{ unchangedDetection = 'AlwaysUpdate'; dryRunIds = 'Matched' }
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        $package | Import-ArcadiaPackage @to | Out-Null
        $before = Get-SandboxState
        Add-SandboxFault prod @{ route = 'export'; kind = 'Status'; status = 403; count = 100 }
        $folder = New-Folder
        $run = Watch-Script { $package | Import-ArcadiaPackage @to -Backup $folder }
        $run.ErrorId | Should -Be BackupFailed
        $run.Rows.Status | Sort-Object -Unique | Should -Be Failed
        Get-SandboxState | Should -Be $before
        @(Get-SandboxImport).Count | Should -Be 1
    }

    It '-NoTableCheck imports although tables are missing' {
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        $rows = $package | Import-ArcadiaPackage -Connection prod -DataConnection warehouse -NoTableCheck
        $rows.Status | Sort-Object -Unique | Should -Be Done
    }

    It '-SingleConnection binds datasets of several connections to one' {
        $file = Join-Path $TestDrive two.json
        Copy-Fixture twoconnections $file
        (Watch-Script { Import-ArcadiaPackage $file @to }).ErrorId | Should -Be MultipleSourceConnections
        Get-SandboxImport | Should -BeNullOrEmpty
        (Import-ArcadiaPackage $file @to -SingleConnection).Status | Sort-Object -Unique | Should -Be Done
    }

    It '-AllowSameServer imports into the server it came from' {
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        $rows = $package | Import-ArcadiaPackage -Connection dev -DataConnection sales_dev -AllowSameServer
        $rows.Status | Sort-Object -Unique | Should -Be Done
    }

    It '-WhatIf plans every row by the server''s dry run and changes nothing' {
        $before = Get-SandboxState
        $rows = Export-ArcadiaDashboard 2115, 2110 -Connection dev | Import-ArcadiaPackage @to -WhatIf
        $rows.Count | Should -Be 14
        $rows.Status | Sort-Object -Unique | Should -Be Planned
        $rows.Action | Sort-Object -Unique | Should -Be Create
        @(Get-SandboxRequest prod import).Count | Should -BeGreaterThan 0
        (Get-SandboxRequest prod import).form.dry_run | Sort-Object -Unique | Should -Be True
        Get-SandboxState | Should -Be $before
    }

    It '$WhatIfPreference rehearses the whole pipe, and writes no file' {
        $file = Join-Path $TestDrive rehearsed.json
        $rows = & {
            $WhatIfPreference = $true
            Export-ArcadiaDashboard 2110 -Path $file -Connection dev | Import-ArcadiaPackage @to
        }
        $rows.Status | Sort-Object -Unique | Should -Be Planned
        $file | Should -Not -Exist
        Get-SandboxImport | Should -BeNullOrEmpty
    }

    It '-Confirm:$false asks nobody, whatever $ConfirmPreference is' {
        $ConfirmPreference = 'Low'
        $rows = Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage @to -Confirm:$false
        $rows.Status | Sort-Object -Unique | Should -Be Done
    }

    It 'finds out what came of an import whose answer was lost' {
        $package = Export-ArcadiaDashboard 2110 -Connection dev
        Add-SandboxFault prod @{ route = 'import'; kind = 'ResetAfterActing'; skip = 1 }
        $run = Watch-Script { $package | Import-ArcadiaPackage @to }
        $run.Rows.Status | Sort-Object -Unique | Should -Be Done
        $run.Rows.Reason | Sort-Object -Unique | Should -Be AnswerLost
        @(Get-SandboxImport).Count | Should -Be 1
    }

    It 'keeps every row in the history' {
        $rows = Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage @to
        $history = Get-MigrationHistory -Newest $rows.Count
        $history.Status | Sort-Object -Unique | Should -Be Done
        $history.Command | Sort-Object -Unique | Should -Be Import-ArcadiaPackage
    }
}
