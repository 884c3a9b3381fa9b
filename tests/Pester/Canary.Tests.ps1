# A session in which everything that can be said is said and written down, with the servers saying the keys back: verbose
# and debug lines, a transcript, errors in every view, objects as JSON, CliXml, CSV and text, the history, files and their
# manifests. Then all of it is searched for the secrets, in every spelling.

BeforeDiscovery {
    # A system: how a session connects, reads, changes and fails, in a process of its own. $about is the sandbox's own
    # description, $folder is where packages go. What must not be found, and what must (or nothing was searched).
    $script:sessions = @(
        @{
            System  = 'Arcadia'
            Secret  = { $sandbox.Arcadia.dev.apiKey, $sandbox.Arcadia.prod.apiKey, $sandbox.Arcadia.dev.readOnlyKey, 'Header-Canary-41', 'Cookie-Canary-42' }
            Expect  = 'Import-ArcadiaPackage', 'arc/migration/api/import', 'NotAuthenticated', 'Store sales overview', 'ServerError'
            Prepare = {
                # The servers repeat what they were sent, as debug pages do.
                foreach ($server in 'dev', 'prod') {
                    $key = $sandbox.Arcadia.$server.apiKey
                    Add-SandboxFault $server @{ Route = 'admin'; Kind = 'Status'; Status = 500; Count = 9; Body = 'Json'; Text = "Authorization: apikey $key Header-Canary-41 Cookie-Canary-42" }
                }
            }
            Script  = {
                $arcadia = $about.arcadia
                foreach ($name in 'dev', 'prod') {
                    Connect-Arcadia $arcadia.$name.uri -Name $name -ApiKey $arcadia.$name.apiKey -Header @{ 'X-Api-Key' = $env:HEADER_SECRET } -Cookie @{ session = $env:COOKIE_SECRET }
                }
                Connect-Arcadia $arcadia.dev.uri -Name reader -ApiKey $arcadia.dev.readOnlyKey -NotDefault
                Connect-Arcadia $arcadia.dev.uri -Name wrong -ApiKey "$($arcadia.dev.apiKey)x"
                Get-ArcadiaArtifact -Type Dashboard -Connection dev
                Get-ArcadiaArtifact -Type Dashboard -Connection reader
                Export-ArcadiaDashboard 2115, 2110, 9999 -Connection dev -Path "$folder/"
                Import-ArcadiaPackage "$folder/*.json" -Connection prod -DataConnection sales -WhatIf
                Import-ArcadiaPackage "$folder/*.json" -Connection prod -DataConnection sales -Backup "$folder/backup"
                Import-ArcadiaPackage "$folder/*.json" -Connection prod -DataConnection sales -OnConflict Fail
                Import-ArcadiaPackage "$folder/*.json" -Connection reader -DataConnection sales -AllowSameServer
            }
        }
        @{
            System  = 'SnapLogic'
            Secret  = {
                $plane = $sandbox.SnapLogic.elastic
                $plane.password, "$($plane.user):$($plane.password)", $plane.accessToken, $plane.readerPassword, 'Header-Canary-41'
            }
            Expect  = 'Invoke-SnapLogicProjectMigration', 'project/migrate', 'NotAuthenticated', 'AssetNotAllowed', 'ServerError', 'RequestRejected'
            Prepare = {
                $plane = $sandbox.SnapLogic.elastic
                $basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$($plane.user):$($plane.password)"))
                $echo = "Authorization: Basic $basic Header-Canary-41"
                Add-SandboxFault elastic @{ Route = 'snaplex'; Kind = 'Status'; Status = 500; Count = 9; Body = 'Json'; Text = $echo } snaplogic
                Add-SandboxFault elastic @{ Route = 'taskDisable'; Kind = 'Status'; Status = 400; Count = 9; Body = 'Html'; Text = $echo } snaplogic
                Add-SandboxFault elastic @{ Route = 'copyAssets'; Kind = 'Status'; Status = 403; Count = 9; Body = 'Json'; Text = "Bearer $($plane.accessToken) Header-Canary-41" } snaplogic
            }
            Script  = {
                $plane = $about.snaplogic.elastic
                $login = { [pscredential]::new($args[0], [Net.NetworkCredential]::new('', $args[1]).SecurePassword) }
                Connect-SnapLogic -Uri $plane.uri -AccessToken $plane.accessToken -Name token -NotDefault -Header @{ 'X-Api-Key' = $env:HEADER_SECRET }
                Connect-SnapLogic -Uri $plane.uri -Credential (& $login $plane.user $plane.password) -Name acme -Header @{ 'X-Api-Key' = $env:HEADER_SECRET }
                Connect-SnapLogic -Uri $plane.uri -Credential (& $login $plane.readerUser $plane.readerPassword) -Name reader -NotDefault
                Connect-SnapLogic -Uri $plane.uri -Credential (& $login $plane.user "$($plane.password)x") -Name wrong
                Connect-SnapLogic -Uri $plane.uri -AccessToken "$($plane.accessToken)x" -Name wronger
                Export-SnapLogicProject '/acme/Sales/Order Sync' -Connection acme -Path "$folder/"
                Import-SnapLogicProject "$folder/*.zip" -DestinationProject /acme-prod/Sales/Copy -Connection acme -WhatIf
                Import-SnapLogicProject "$folder/*.zip" -DestinationProject /acme-prod/Sales/Copy -Connection acme
                Invoke-SnapLogicProjectMigration /acme/Finance/Invoices /acme-prod/Finance/Invoices -Connection acme
                Invoke-SnapLogicProjectMigration /acme/Sales/C+ /acme-prod/Sales/C+ -Connection reader
                Invoke-SnapLogicProjectMigration /acme/Sales/C+ /acme-prod/Sales/C+ -Connection token -NoWait
                Copy-SnapLogicAsset '/acme/Sales/Order Sync/mapping.json' /acme-prod/Sales/Copy -Connection token
                Get-SnapLogicSnaplex acme -Connection acme
                Disable-SnapLogicTask '/acme/Sales/Order Sync/nightly' -Connection acme
            }
        }
        @{
            System  = 'ArcGis'
            # The key of a job is none here: a job that is handed on as JSON has it, so that another session can take it up.
            Secret  = { $sandbox.ArcGis.dev.accessToken, $sandbox.ArcGis.prod.password, $sandbox.ArcGis.prod.groupOwnerAccessToken, 'Header-Canary-41' }
            Expect  = 'Import-ArcGisPackage', 'community/groups', 'NotAuthenticated', 'example web map', 'ServerError', 'addItem'
            Prepare = {
                $arcgis = $sandbox.ArcGis
                $said = "X-Esri-Authorization: Bearer $($arcgis.dev.accessToken) $($arcgis.prod.groupOwnerAccessToken) Header-Canary-41 password=$($arcgis.prod.password)"
                Add-SandboxFault dev -System arcgis @{ Route = 'groups'; Kind = 'Status'; Status = 500; Count = 9; Body = 'Json'; Text = $said }
                Add-SandboxFault dev -System arcgis @{ Route = 'search'; Kind = 'Html200'; Count = 9; Text = $said }
                Add-SandboxFault prod -System arcgis @{ Route = 'token'; Kind = 'Status'; Status = 200; Body = 'Text'; Text = (ConvertTo-Json @{ error = @{ code = 400; message = 'Unable to generate token.'; details = @($said) } }) }
                Add-SandboxFault prod -System arcgis @{ Route = 'reassign'; Kind = 'Status'; Status = 200; Body = 'Text'; Text = (ConvertTo-Json @{ error = @{ code = 403; message = $said } }) }
            }
            Script  = {
                $arcgis = $about.arcgis
                $more = @{ Header = @{ 'X-Api-Key' = $env:HEADER_SECRET } }
                $credential = [pscredential]::new($arcgis.prod.user, [Net.NetworkCredential]::new('', $arcgis.prod.password).SecurePassword)
                # The portal repeats the password, once.
                Connect-ArcGis $arcgis.prod.uri -Name refused -Credential $credential
                Connect-ArcGis $arcgis.dev.uri -Name wrong -AccessToken "$($arcgis.dev.accessToken)x"
                Connect-ArcGis $arcgis.dev.uri -Name dev -AccessToken $arcgis.dev.accessToken @more
                Connect-ArcGis $arcgis.prod.uri -Name prod -Credential $credential @more
                Connect-ArcGis $arcgis.prod.uri -Name owner -AccessToken $arcgis.prod.groupOwnerAccessToken -NotDefault
                $test, $mine = '3ca5299f4b3d423ebd66e9f72f9ef638', 'd9151a601867423cab48b3e2d60e105f'
                Get-ArcGisGroup -Connection dev
                Get-ArcGisItem -Owner importer1 -Connection dev
                Get-ArcGisItem -GroupId $test -Connection dev
                Export-ArcGisPackage $test -Connection dev -Path "$folder/"
                Import-ArcGisPackage "$folder/*.epk" -GroupId $mine -Connection prod -WhatIf
                Import-ArcGisPackage "$folder/*.epk" -GroupId $mine -Connection prod
                Import-ArcGisPackage "$folder/*.epk" -GroupId $mine -Connection prod -OnConflict Overwrite -Backup "$folder/backup"
                $item = Add-ArcGisPackage "$folder/*.epk" -Connection owner
                $item
                Import-ArcGisPackage -PackageItemId $item.PackageItem -GroupId $mine -Connection owner -OnConflict Overwrite -NoWait
                Get-MigrationJob | Get-ArcGisJob
                Get-MigrationJob | Wait-ArcGisJob -Path "$folder/again.epk"
                Set-ArcGisItemOwner 6a05e1064c2848918059a849a300d509 -NewOwner editor1 -Connection prod -Confirm:$false
            }
        }
        @{
            System  = 'Optimize'
            # Tokens of the identity provider all begin in the same way.
            Secret  = {
                $identity = $sandbox.Optimize.identity
                $body = @{ grant_type = 'client_credentials'; client_id = $identity.clientId; client_secret = $identity.clientSecret; audience = $identity.audience }
                $token = (Invoke-RestMethod $identity.tokenUri -Method Post -Body $body -NoProxy).access_token
                $sandbox.Optimize.dev.accessToken, $identity.clientSecret, 'Header-Canary-41', ($token -split '\.')[0]
            }
            Expect  = 'Import-OptimizePackage', 'api/public/import', 'NotAuthenticated', 'Dashboard 1', 'ServerError', 'openid-connect/token'
            Prepare = {
                $optimize = $sandbox.Optimize
                # Each repeats what it was sent. First without the words that give a secret away: what follows them is left out whole.
                $said = "Got $($optimize.dev.accessToken) and Header-Canary-41. Authorization: Bearer $($optimize.dev.accessToken)"
                Add-SandboxFault identity -System optimize @{ Route = 'token'; Kind = 'Status'; Status = 400; Body = 'Json'; Text = "Got $($optimize.identity.clientSecret)." }
                Add-SandboxFault dev -System optimize @{ Route = 'reports'; Kind = 'Status'; Status = 500; Count = 9; Body = 'Json'; Text = $said }
                Add-SandboxFault dev -System optimize @{ Route = 'collections'; Kind = 'Html200'; Count = 9; Text = $said }
                Add-SandboxFault prod -System optimize @{ Route = 'deleteReport'; Kind = 'Status'; Status = 409; Body = 'Text'; Text = 'Got Header-Canary-41.' }
            }
            Script  = {
                $optimize = $about.optimize
                $identity = $optimize.identity
                $client = @{ ClientId = $identity.clientId; ClientSecret = $identity.clientSecret; TokenUri = $identity.tokenUri; Audience = $identity.audience }
                # The identity provider repeats the secret, once.
                Connect-Optimize $optimize.prod.uri -Name refused @client
                Connect-Optimize $optimize.prod.uri -Name stranger -ClientId $identity.clientId -ClientSecret "$($identity.clientSecret)x" -TokenUri $identity.tokenUri -Audience $identity.audience
                Connect-Optimize $optimize.dev.uri -Name wrong -AccessToken "$($optimize.dev.accessToken)x"
                Connect-Optimize $optimize.dev.uri -Name dev -AccessToken $optimize.dev.accessToken -Header @{ 'X-Api-Key' = $env:HEADER_SECRET }
                Connect-Optimize $optimize.prod.uri -Name prod @client -Header @{ 'X-Api-Key' = $env:HEADER_SECRET }
                $collection = $optimize.prod.collectionId
                Get-OptimizeCollection -Connection dev
                Get-OptimizeReport $optimize.dev.collectionId -Connection dev
                Get-OptimizeDashboard $optimize.dev.collectionId -Connection dev
                Export-OptimizeDashboard 123, 456, nope -Connection dev -Path "$folder/"
                Import-OptimizePackage "$folder/*.json" -Connection prod -CollectionId $collection -WhatIf
                Import-OptimizePackage "$folder/*.json" -Connection prod -CollectionId $collection -Backup "$folder/backup"
                Import-OptimizePackage "$folder/*.json" -Connection prod -CollectionId $collection
                $report = Get-OptimizeReport $collection -Connection prod | Select-Object -First 1
                Remove-OptimizeReport $report.Id -Connection prod -Confirm:$false
                Remove-OptimizeReport $report.Id -Connection prod -Confirm:$false
            }
        }
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox

    # Around a session: everything on, everything kept.
    $script:recorder = {
        param($Folder, $Session)
        Set-Variable about ($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json)
        # What a test hands over is not what a user's session holds.
        Remove-Item Env:MIGRATIONTOOLS_SANDBOX
        $folder = $Folder
        $ErrorActionPreference = 'Continue'
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $null = Start-Transcript "$Folder/transcript.txt"
        $given = [Collections.Generic.List[object]]::new()
        & ([scriptblock]::Create($Session)) *>&1 | ForEach-Object { $given.Add($_); $_ } | Out-Host
        $given | Out-String -Width 400 | Set-Content "$Folder/streams.txt"
        $given | Format-List * -Force | Out-String -Width 4000 | Set-Content "$Folder/streams.list.txt"
        foreach ($view in 'NormalView', 'ConciseView', 'DetailedView') {
            $ErrorView = $view
            $Error | Out-String -Width 4000 | Set-Content "$Folder/errors.$view.txt"
        }
        Get-Error -Newest 100 | Out-String -Width 4000 | Set-Content "$Folder/errors.all.txt"
        $Error | ForEach-Object { $_.Exception.ToString(); $_.ScriptStackTrace; $_.TargetObject | Out-String } | Set-Content "$Folder/errors.exceptions.txt"
        $kept = @{
            connections = Get-MigrationConnection; history = Get-MigrationHistory; jobs = Get-MigrationJob; streams = $given
            tests = Test-MigrationConnection; variables = Get-Variable | Where-Object Name -In 'Error', 'MigrationToolsSession', 'PSBoundParameters'
        }
        foreach ($name in $kept.Keys) {
            $kept[$name] | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue | Set-Content "$Folder/$name.json"
            $kept[$name] | Export-Clixml "$Folder/$name.clixml" -Depth 4
            $kept[$name] | Format-List * -Force | Out-String -Width 4000 | Set-Content "$Folder/$name.txt"
            $kept[$name] | Export-Csv "$Folder/$name.csv"
        }
        foreach ($connection in Get-MigrationConnection) { "$connection", $connection.GetHashCode() | Set-Content "$Folder/$($connection.Name).text.txt" }
        Stop-Transcript
        Get-MigrationConnection | Disconnect-MigrationConnection
    }

    # A text as logs, addresses, JSON, pages and headers would spell it.
    function script:Get-Spelling([string] $Secret) {
        $Secret
        [uri]::EscapeDataString($Secret)
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Secret)).TrimEnd('=')
        [Net.WebUtility]::HtmlEncode($Secret)
        (ConvertTo-Json $Secret).Trim('"')
    }
}

AfterAll { Close-Sandbox }

Describe 'The sessions' {
    It 'are there for every system of the sandbox' -ForEach @{ Told = $sessions.System } {
        foreach ($system in ($sandbox.Json | ConvertFrom-Json).psobject.Properties.Name.Where({ $_ -ne 'admin' })) { $Told | Should -Contain $system -Because 'the secrets of a system without a session are not looked for' }
    }
}

Describe 'A session of <System> in which everything is written down' -ForEach $sessions {
    BeforeAll {
        Invoke-SandboxRequest POST reset
        & $Prepare
        $script:kept = (New-Item -ItemType Directory (Join-Path $TestDrive $System)).FullName
        # By the environment: a literal in a script is repeated by the engine wherever it tells where an error was.
        $script:child = Invoke-Child "& { $recorder } -Folder '$kept' -Session @'`n$Script`n'@" -Environment @{ HEADER_SECRET = 'Header-Canary-41'; COOKIE_SECRET = 'Cookie-Canary-42' }
        Set-Content (Join-Path $kept 'output.txt') $child.Output
        Set-Content (Join-Path $kept 'errors.txt') $child.Errors
        $script:text = @{}
        foreach ($file in Get-ChildItem $kept -Recurse -File -Force) { $text[$file.FullName] = [IO.File]::ReadAllText($file.FullName) }
    }

    It 'really did and said things' {
        $child.ExitCode | Should -Be 0 -Because "$($child.Output) $($child.Errors)"
        $all = $text.Values -join "`n"
        foreach ($word in $Expect) { $all | Should -Match ([regex]::Escape($word)) }
        Get-ChildItem $kept -Filter *.manifest.json -Recurse | Should -Not -BeNullOrEmpty
        $text.Keys.Where({ $_ -like '*.clixml' }).Count | Should -BeGreaterThan 5
    }

    It 'and none of its secrets is found anywhere' {
        foreach ($secret in & $Secret) {
            $secret.Length | Should -BeGreaterOrEqual 8
            foreach ($spelling in Get-Spelling $secret | Select-Object -Unique) {
                $found = $text.Keys.Where({ $text[$_].Contains($spelling, [StringComparison]::OrdinalIgnoreCase) })
                $found | Split-Path -Leaf | Should -BeNullOrEmpty -Because "a secret of $($System) was written there"
            }
        }
    }
}
