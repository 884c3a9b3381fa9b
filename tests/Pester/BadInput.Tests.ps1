# What is wrong with the input is said before the target is touched: by an id of its own, in words that name the item
# and the remedy. After each of these the target is as it was, and no half-written file lies about.

BeforeDiscovery {
    # Whoever may read everything is not stopped by permissions.
    $script:noLock = if ($IsWindows) { 'Windows has no permissions of that kind' } elseif ((id -u) -eq '0') { 'this user may read everything' }
    $script:noFullDisk = if (-not $IsLinux) { 'only Linux has a small file system for the asking' }
    elseif ((id -u) -ne '0') { 'only root may mount one' }
    else {
        $probe = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "mount-$PID")).FullName
        mount -t tmpfs -o size=8k tmpfs $probe 2> $null
        if ($LASTEXITCODE -eq 0) { umount $probe } else { 'no file system can be mounted here' }
        Remove-Item $probe
    }
    $script:badFiles = @(
        @{ Name = 'an empty file'; Id = 'PackageEmpty'; Says = 'empty'; Text = { '' } }
        @{ Name = 'truncated JSON'; Id = 'PackageTruncated'; Says = 'ends'; Text = { $good.Substring(0, $good.Length / 2) } }
        @{ Name = 'malformed JSON'; Id = 'PackageMalformed'; Says = 'JSON'; Text = { $good.Replace('"visuals"', '"visuals" oops') } }
        @{ Name = 'JSON that is no bundle'; Id = 'PackageNotRecognized'; Says = 'no bundle'; Text = { '{"hello": ["world"]}' } }
        @{ Name = 'text that is no JSON'; Id = 'PackageNotRecognized'; Says = 'no package'; Text = { 'Dear all, please find attached' } }
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    Initialize-Sandbox
    $script:goodFile = (Export-ArcadiaDashboard 2110 -Path (Join-Path $TestDrive good.json) -Connection dev).Path
    $script:good = Get-Content $goodFile -Raw
    $script:count = 0
    # A folder with a copy of the good package; gives the file.
    function script:Copy-Good {
        $folder = Join-Path $TestDrive "copy$(($script:count++))"
        New-Item -ItemType Directory $folder | Out-Null
        Copy-Item "$goodFile*" $folder
        Join-Path $folder good.json
    }
    # A folder that is watched for what a failure leaves behind.
    function script:New-EmptyFolder { (New-Item -ItemType Directory (Join-Path $TestDrive "empty$(($script:count++))")).FullName }
    # One error of the id, whose message names the item and the remedy; and nothing has happened.
    function script:Confirm-Refusal($Run, [string] $Id, [string[]] $Says) {
        $Run.ErrorId | Should -Be $Id
        foreach ($text in $Says) { $Run.Message | Should -Match $text }
        $Run.Message | Should -Not -Match 'at MigrationTools\.|Exception:'
        $Run.Errors[0].CategoryInfo.Category | Should -Not -Be NotSpecified
        Get-SandboxImport | Should -BeNullOrEmpty
        Get-SandboxState | Should -Be $before
    }
}

AfterAll { Close-Sandbox }

Describe 'Wrong input' {
    BeforeEach {
        Initialize-Sandbox
        $script:before = Get-SandboxState
        $script:to = @{ Connection = 'prod'; DataConnection = 'sales' }
    }

    Context 'who is asking' {
        It 'a wrong key' {
            $run = Watch-Script { Connect-Arcadia $sandbox.Arcadia.prod.uri -Name wrong -ApiKey "no-$([guid]::NewGuid())" }
            Confirm-Refusal $run NotAuthenticated 'key', 'active'
            $run.Message | Should -Not -Match 'no-'
            Get-MigrationConnection wrong* | Should -BeNullOrEmpty
        }

        It 'the public key instead of the secret one' {
            Confirm-Refusal (Watch-Script { Connect-Arcadia $sandbox.Arcadia.prod.uri -Name wrong -ApiKey $sandbox.Arcadia.prod.publicKey }) NotAuthenticated 'secret'
        }

        It 'an expired key' {
            Confirm-Refusal (Watch-Script { Connect-Arcadia $sandbox.Arcadia.prod.uri -Name wrong -ApiKey $sandbox.Arcadia.prod.expiredKey }) NotAuthenticated 'expired'
        }

        It 'no key at all: <Name>' -ForEach @{ Name = 'blank'; Value = ' ' }, @{ Name = 'nothing'; Value = $null } {
            $run = Watch-Script { Connect-Arcadia $sandbox.Arcadia.prod.uri -Name wrong -ApiKey $Value }
            $run.Errors.Count | Should -Be 1
            $run.Message | Should -Match 'key or token is empty'
            Get-SandboxRequest prod | Should -BeNullOrEmpty
        }

        It 'a key without the right to import' {
            Connect-Arcadia $sandbox.Arcadia.prod.uri -Name reader -ApiKey $sandbox.Arcadia.prod.readOnlyKey -NotDefault | Out-Null
            $run = Watch-Script { Import-ArcadiaPackage $goodFile -Connection reader -DataConnection sales }
            Confirm-Refusal $run Forbidden 'rights', 'administrator'
            $run.Rows.Status | Sort-Object -Unique | Should -Be Failed
        }

        It 'a key without the right to export' {
            $run = Watch-Script { Connect-Arcadia $sandbox.Arcadia.dev.uri -Name limited -ApiKey $sandbox.Arcadia.dev.limitedKey }
            Confirm-Refusal $run Forbidden 'rights', 'administrator'
            Get-MigrationConnection limited* | Should -BeNullOrEmpty
        }

        It 'an address where nobody answers' {
            $run = Watch-Script { Connect-Arcadia http://127.0.0.1:9 -Name nobody -ApiKey $sandbox.Arcadia.dev.apiKey }
            Confirm-Refusal $run ServerUnreachable '127\.0\.0\.1', 'Check the address'
        }

        It 'an address that is none' {
            Confirm-Refusal (Watch-Script { Connect-Arcadia 'not an address' -ApiKey $sandbox.Arcadia.dev.apiKey }) InvalidUri 'https'
        }

        It 'a connection that is not open' {
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $goodFile -Connection prdo -DataConnection sales }) UnknownConnection 'prdo', 'dev, prod'
        }
    }

    Context 'what is asked for' {
        It 'an unknown id: the others are exported, and it is named' {
            $folder = New-EmptyFolder
            $run = Watch-Script { Export-ArcadiaDashboard 2110, 9999 -Connection dev -Path $folder }
            Confirm-Refusal $run ArtifactNotFound '9999', 'Check the id'
            $run.Rows.Requested | Should -Be 'Dashboard 2110'
            Get-ChildItem $folder -Force -Exclude *.manifest.json | ForEach-Object Name | Should -Be Returns.json
        }

        It 'only unknown ids, however the server says so (<_>)' -ForEach 'LeftOut', 'NotFoundJson', 'BadRequest', 'ServerErrorHtml' {
            Switch-Sandbox dev @{ unknownId = $_ }
            $folder = New-EmptyFolder
            $run = Watch-Script { Export-ArcadiaDashboard 9998, 9999 -Connection dev -Path $folder }
            $run.ErrorId | Should -Be ArtifactNotFound, ArtifactNotFound
            "$($run.Errors)" | Should -Match '9998[\s\S]*9999'
            $run.Rows | Should -BeNullOrEmpty
            Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        }

        It 'what is no id: <_>' -ForEach 'abc', '12x', '-1' {
            $run = Watch-Script { Export-ArcadiaDashboard $_ -Connection dev }
            $run.Errors.Count | Should -Be 1
            $run.Message | Should -Match "'$_' is no id"
            Get-SandboxRequest dev | Should -BeNullOrEmpty
        }

        It 'an object of another type' {
            $visual = Get-ArcadiaArtifact Visual -Connection dev | Select-Object -First 1
            $run = Watch-Script { $visual | Export-ArcadiaDashboard -Connection dev }
            $run.Errors.Count | Should -Be 1
            $run.Message | Should -Match 'A Visual of Arcadia is not a Dashboard of Arcadia'
            Get-SandboxRequest dev export | Should -BeNullOrEmpty
        }

        It 'a name that matches nothing' {
            Confirm-Refusal (Watch-Script { Export-ArcadiaDashboard -Name Retruns -Connection dev }) NameNotFound "'Retruns'", 'spelling'
        }

        It 'a name that two have' {
            $file = Join-Path $TestDrive twin.json
            Copy-Fixture minimal $file
            (Get-Content $file -Raw).Replace('Generated orders', 'Returns') | Set-Content $file
            Import-ArcadiaPackage $file -Connection dev -DataConnection sales_dev -NoTableCheck | Out-Null
            Confirm-Refusal (Watch-Script { Export-ArcadiaDashboard -Name Returns -Connection dev }) NameAmbiguous '2 dashboards', '2110', '-Id'
        }

        It 'names while the Admin API is off' {
            Switch-Sandbox dev @{ adminApi = 'Forbidden' }
            Confirm-Refusal (Watch-Script { Export-ArcadiaDashboard -Name Returns -Connection dev }) AdminApiOff 'ADMIN_API_URL_LIST', 'use ids'
        }
    }

    Context 'the target' {
        It 'no data connection' {
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $goodFile -Connection prod }) DataConnectionMissing '-DataConnection'
        }

        It 'an unknown data connection (the server says <_>)' -ForEach 'BadRequest', 'NotFound', 'ServerError' {
            Switch-Sandbox prod @{ unknownTarget = $_ }
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $goodFile -Connection prod -DataConnection slaes }) UnknownDataConnection 'slaes', 'Get-ArcadiaArtifact'
        }

        It 'an unknown workspace (the server says <_>)' -ForEach 'BadRequest', 'NotFound', 'ServerError' {
            Switch-Sandbox prod @{ unknownTarget = $_ }
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $goodFile @to -Workspace Retial }) UnknownWorkspace 'Retial', 'Get-ArcadiaArtifact'
        }

        It 'a missing table (the server says <_>)' -ForEach 'Text400', 'Html500', 'Errors200' {
            Switch-Sandbox prod @{ missingTable = $_ }
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $goodFile -Connection prod -DataConnection warehouse }) MissingTable 'sales_dev\.', '-NoTableCheck'
        }

        It 'the server that the package comes from' {
            $devBefore = Get-SandboxState dev
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $goodFile -Connection dev -DataConnection sales_dev }) SameServer '-AllowSameServer'
            Get-SandboxState dev | Should -Be $devBefore
            Get-SandboxRequest dev import | Should -BeNullOrEmpty
        }

        It 'a data connection for datasets of two' {
            $file = Join-Path $TestDrive two.json
            Copy-Fixture twoconnections $file
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $file @to }) MultipleSourceConnections '12 .*13', '-SingleConnection'
        }
    }

    Context 'the file' {
        It '<Name>' -ForEach $badFiles {
            $file = Join-Path $TestDrive "bad$(($script:count++)).json"
            [IO.File]::WriteAllText($file, (& $Text))
            $run = Watch-Script { Import-ArcadiaPackage $file @to }
            Confirm-Refusal $run $Id ([regex]::Escape($file)), $Says
            $run.Rows.Status | Should -Be Failed
            (Watch-Script { Get-MigrationPackage $file }).ErrorId | Should -Be $Id
            Get-SandboxRequest prod | Should -BeNullOrEmpty
        }

        It 'a package of another system' {
            $file = Copy-Good
            (Get-Content "$file.manifest.json" -Raw) -replace '("system":\s*)"Arcadia"', '$1"SnapLogic"' | Set-Content "$file.manifest.json"
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $file @to }) PackageOfOtherSystem 'SnapLogic', ([regex]::Escape($file))
        }

        It 'a manifest that cannot be read' {
            $file = Copy-Good
            Set-Content "$file.manifest.json" '{ "format'
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $file @to }) ManifestMalformed 'manifest\.json'
        }

        It 'a package that was changed after its manifest was written' {
            $file = Copy-Good
            (Get-Content $file -Raw).Replace('Returns', 'Retorns') | Set-Content $file -NoNewline
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $file @to }) PackageChanged ([regex]::Escape($file)), 'manifest'
        }

        It 'a package that was changed after its object was made' {
            $file = Copy-Good
            $package = Get-MigrationPackage $file
            Remove-Item "$file.manifest.json"
            Add-Content $file "`n"
            Confirm-Refusal (Watch-Script { $package | Import-ArcadiaPackage @to }) PackageChanged ([regex]::Escape($file))
        }

        It 'a file that is not there, one that vanished, and a folder' {
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage "$TestDrive/none.json" @to }) PackageNotFound 'none\.json', 'Check the path'
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage "$TestDrive/none*.json" @to }) PackageNotFound 'none\*\.json'
            $file = Copy-Good
            $package = Get-MigrationPackage $file
            Remove-Item "$file*"
            Confirm-Refusal (Watch-Script { $package | Import-ArcadiaPackage @to }) PackageNotFound ([regex]::Escape($file))
            Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $TestDrive @to }) InvalidPath 'folder'
        }

        It 'private content that is gone' {
            $package = Export-ArcadiaDashboard 2110 -Connection dev
            Remove-Item $package.Path
            Confirm-Refusal (Watch-Script { $package | Import-ArcadiaPackage @to }) PackageContentGone '-Path'
        }

        It "a file that may not be read$(if ($noLock) { " (skipped: $noLock)" })" -Skip:($null -ne $noLock) {
            $file = Copy-Good
            chmod 000 $file
            try { Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $file @to }) PackageLocked ([regex]::Escape($file)) }
            finally { chmod 600 $file }
        }

        It 'a file that another program has locked' {
            $file = Copy-Good
            $held = [IO.File]::Open($file, 'Open', 'ReadWrite', 'None')
            try { Confirm-Refusal (Watch-Script { Import-ArcadiaPackage $file @to }) PackageLocked ([regex]::Escape($file)), 'program' }
            finally { $held.Dispose() }
        }

        It 'one bad file among good ones: it fails alone' {
            $bad = Join-Path $TestDrive alone.json
            Set-Content $bad '{"hello": 1}'
            $run = Watch-Script { $bad, $goodFile | Import-ArcadiaPackage @to }
            $run.ErrorId | Should -Be PackageNotRecognized
            @($run.Rows | Where-Object Status -EQ Failed).Count | Should -Be 1
            @($run.Rows | Where-Object Status -EQ Done).Count | Should -Be 3
        }
    }

    Context 'where an export goes' {
        It 'into a folder that is not there' {
            $run = Watch-Script { Export-ArcadiaDashboard 2110 -Connection dev -Path "$TestDrive/no/such/out.json" }
            Confirm-Refusal $run InvalidPath 'no.such', 'folder'
            Get-SandboxRequest dev | Should -BeNullOrEmpty
        }

        It 'onto one file, for several packages' {
            $file = Join-Path (New-EmptyFolder) one.json
            $run = Watch-Script { Export-ArcadiaDashboard 2110, 2115 -Separate -Connection dev -Path $file }
            $run.ErrorId | Should -Be InvalidPath
            $run.Rows.Count | Should -Be 1
        }

        It 'from a server whose answer breaks off (<_>)' -ForEach 'TruncatedBody', 'Html200' {
            Add-SandboxFault dev @{ route = 'export'; kind = $_; count = $null }
            $folder = New-EmptyFolder
            $run = Watch-Script { Export-ArcadiaDashboard 2110 -Connection dev -Path $folder }
            $run.Errors.Count | Should -Be 1
            $run.ErrorId | Should -Not -Be InternalError
            Get-ChildItem $folder -Force | Should -BeNullOrEmpty
        }

        It "onto a disk that is full$(if ($noFullDisk) { " (skipped: $noFullDisk)" })" -Skip:($null -ne $noFullDisk) {
            $disk = New-EmptyFolder
            mount -t tmpfs -o size=8k tmpfs $disk
            try {
                $run = Watch-Script { Export-ArcadiaDashboard 2115, 2110 -Connection dev -Path $disk }
                Confirm-Refusal $run DiskFull ([regex]::Escape($disk)), 'room'
                Get-ChildItem $disk -Force | Should -BeNullOrEmpty
            }
            finally { umount $disk }
        }
    }
}
