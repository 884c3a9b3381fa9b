# The guides are runbooks, and here they are run: every block of PowerShell, in its order, in one session of its own, with
# the sandbox's addresses in place of the example's. Blocks that a guide introduces by the name of a file become that file.

BeforeDiscovery {
    # Guide: the file. Addresses: what stands for a server in the text, and its address here. Secrets: what Get-Secret gives,
    # a key, or a user and a password. Environment: what the scheduler sets. Before: what is run before the guide's blocks.
    # Skip: blocks that set up a vault, or wait for a person. Check: what must be then.
    $script:guides = @(
        @{
            Guide       = 'scheduled-runbook'
            Addresses   = { @{} }
            Secrets     = { @{ 'arcadia-dev' = $sandbox.Arcadia.dev.apiKey; 'arcadia-prod' = $sandbox.Arcadia.prod.apiKey; 'arcadia-dev-uri' = $sandbox.Arcadia.dev.uri; 'arcadia-prod-uri' = $sandbox.Arcadia.prod.uri } }
            Environment = {
                @{
                    ARCADIA_DEV_URI = $sandbox.Arcadia.dev.uri; ARCADIA_DEV_KEY = $sandbox.Arcadia.dev.apiKey
                    ARCADIA_PROD_URI = $sandbox.Arcadia.prod.uri; ARCADIA_PROD_KEY = $sandbox.Arcadia.prod.apiKey
                }
            }
            Skip        = 'ScheduledTask'
            # What Azure Automation has, and its runbook: all well, and with a dashboard that is not there.
            Before      = @'
Set-Content azure.ps1 {
    param([string] $Ids = '2115, 2110')
    $kept = $env:GUIDE_SECRETS | ConvertFrom-Json
    function Get-AutomationVariable([string] $Name) { $kept.$Name }
    function Get-AutomationPSCredential([string] $Name) { [pscredential]::new('key', (ConvertTo-SecureString $kept.$Name -AsPlainText -Force)) }
    & ./azure-runbook.ps1 -Ids $Ids
    exit $LASTEXITCODE
}
pwsh -NoProfile -NonInteractive -File azure.ps1 > azure.txt
if ($LASTEXITCODE -ne 0) { throw "azure-runbook.ps1 ended with $LASTEXITCODE." }
pwsh -NoProfile -NonInteractive -File azure.ps1 -Ids '2115, 9999' > azure-failure.txt 2>&1
if ($LASTEXITCODE -ne 1) { throw "azure-runbook.ps1 did not throw, and ended with $LASTEXITCODE." }
# A connection that is not there: the exports are done, and nothing reached the target.
Set-Content wrong.ps1 ((Get-Content ./nightly.ps1 -Raw) -replace '-Connection prod -Data', '-Connection prd -Data' -replace '\./reports', './wrong')
pwsh -NoProfile -NonInteractive -File wrong.ps1 > wrong.txt 2>&1
if ($LASTEXITCODE -ne 3) { throw "With a connection that is not there the script ended with $LASTEXITCODE." }
# What follows begins with a rehearsal, which plans nothing where all is there already.
$null = Invoke-RestMethod -Method Post -Uri "$(($env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).admin)/sandbox/reset"
'@
            Check       = {
                param($folder)
                (Get-SandboxObject prod dashboards).name | Should -Contain Returns
                @((Get-SandboxObject prod dashboards).name -eq 'Store sales overview').Count | Should -Be 1
                Get-Content "$folder/azure.txt" -Raw | Should -Match 'Done'
                Get-Content "$folder/azure-failure.txt" -Raw | Should -Match '1 of \d+ items failed; exit code 2\.'
                Get-Content (Get-ChildItem "$folder/wrong" -Filter *.html) -Raw | Should -BeLike '*<header class="bad">*Failed: 1 failed of 1 item (before that, 2 exported).*'
                # The rehearsal, and the two runs.
                $pages = Get-ChildItem "$folder/reports" -Filter *.html | Sort-Object Name
                $pages | Should -HaveCount 3
                Get-Content $pages[0] -Raw | Should -BeLike '*A rehearsal: *planned*Nothing was changed.*'
                Get-Content $pages[1] -Raw | Should -BeLike '*All well: *'
                # One session with the rehearsal, and so is its history.
                Get-Content $pages[2] -Raw | Should -BeLike '*exit code 0*'
                Get-Content (Get-ChildItem "$folder/reports" -Filter *.jsonl) | ConvertFrom-Json | ForEach-Object Status | Sort-Object -Unique | Should -Not -Contain Failed
                # The workflow sets what the script reads, and runs the line that was run here.
                $workflow, $script = (Get-Content "$folder/promote.yml" -Raw), (Get-Content "$folder/nightly.ps1" -Raw)
                $read = [regex]::Matches($script, '\$env:(\w+)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
                $read | Should -HaveCount 4
                foreach ($name in $read) { $workflow | Should -Match "${name}: \$\{\{ (vars|secrets)\.$name \}\}" }
                $line = 'pwsh -NoProfile -NonInteractive -File ./nightly.ps1'
                foreach ($file in 'promote.yml', 'nightly.service') { Get-Content "$folder/$file" -Raw | Should -BeLike "*$line*" }
            }
        }
        @{
            Guide       = 'promote-an-arcadia-dashboard'
            Addresses   = { @{ 'https://bi-dev.example.com' = $sandbox.Arcadia.dev.uri; 'https://bi-prod.example.com' = $sandbox.Arcadia.prod.uri } }
            Secrets     = { @{ 'arcadia-dev' = $sandbox.Arcadia.dev.apiKey; 'arcadia-prod' = $sandbox.Arcadia.prod.apiKey } }
            Environment = {
                @{
                    ARCADIA_DEV_URI = $sandbox.Arcadia.dev.uri; ARCADIA_DEV_KEY = $sandbox.Arcadia.dev.apiKey
                    ARCADIA_PROD_URI = $sandbox.Arcadia.prod.uri; ARCADIA_PROD_KEY = $sandbox.Arcadia.prod.apiKey
                }
            }
            Skip        = 'Register-SecretVault'
            Check       = {
                (Get-SandboxObject prod dashboards).name | Should -Contain 'Store sales overview'
                (Get-SandboxObject prod dashboards).name | Should -Contain 'Returns'
                # By hand, and then by the schedule: the second one updates what the first one made.
                @((Get-SandboxObject prod dashboards).name -eq 'Store sales overview').Count | Should -Be 1
            }
        }
        @{
            Guide       = 'promote-a-snaplogic-project'
            Addresses   = { @{ '-ControlPlane Elastic' = "-Uri $($sandbox.SnapLogic.elastic.uri)" } }
            Secrets     = { @{ snaplogic = $sandbox.SnapLogic.elastic.user, $sandbox.SnapLogic.elastic.password } }
            Environment = {
                $plane = $sandbox.SnapLogic.elastic
                @{ SNAPLOGIC_URI = $plane.uri; SNAPLOGIC_USER = $plane.user; SNAPLOGIC_PASSWORD = $plane.password }
            }
            Skip        = 'Register-SecretVault'
            Check       = {
                $state = Get-SandboxState elastic snaplogic | ConvertFrom-Json
                $orders = $state.'acme-prod'.projects.'/Sales/Order Sync'.assets
                $orders | Should -HaveCount 10
                # The schedule's update left alone what was said of the tasks by hand.
                $tasks = $orders | Where-Object type -EQ Job
                $tasks.runtime_path_id | Sort-Object -Unique | Should -Be 'acme-prod/rt/ground/main'
                ($tasks | Where-Object name -EQ nightly).enabled | Should -BeTrue
                ($tasks | Where-Object name -EQ hourly).enabled | Should -BeFalse

                $prices = $state.'acme-prod'.projects.'/Sales/Price List'.assets
                $prices.name | Should -Contain 'Draft prices' -Because 'it came from dev'
                $prices.name | Should -Contain 'Prod only' -Because 'nothing is deleted'
                $prices.name | Should -Contain 'Only weekdays' -Because 'policies migrate by hand'
                ($prices | Where-Object type -EQ Job).runtime_path_id | Should -Be 'acme-prod/rt/cloud/prod' -Because 'tasks of prod stay as they are'
                $ofDev = $state.acme.projects.'/Sales/Price List'.assets | Where-Object type -EQ Account
                ($prices | Where-Object type -EQ Account).sha256 | Should -Not -Be $ofDev.sha256 -Because 'accounts of prod stay as they are'
                $state.'acme-prod'.projects.'/apim/BookStore/1.0'.publication | Should -Be Published

                # By hand one project was saved, by the schedule both.
                Get-ChildItem (Join-Path $folder backup) -Filter *.zip | Should -HaveCount 1
                Get-ChildItem (Join-Path $folder archive) -Filter *.zip -Recurse | Should -HaveCount 2
                Import-Csv (Get-ChildItem (Join-Path $folder archive) -Filter *-rows.csv) | ForEach-Object Status | Sort-Object -Unique | Should -Be Done
            }
        }
        @{
            Guide       = 'promote-optimize-dashboards'
            Addresses   = {
                @{
                    'https://optimize-dev.example.com' = $sandbox.Optimize.dev.uri; 'https://optimize-prod.example.com' = $sandbox.Optimize.prod.uri
                    'https://keycloak.example.com/auth/realms/camunda-platform/protocol/openid-connect/token' = $sandbox.Optimize.identity.tokenUri
                }
            }
            Secrets     = { @{ 'optimize-dev' = $sandbox.Optimize.dev.accessToken; 'optimize-promoter' = $sandbox.Optimize.identity.clientSecret } }
            Environment = {
                @{
                    OPTIMIZE_DEV_URI = $sandbox.Optimize.dev.uri; OPTIMIZE_DEV_TOKEN = $sandbox.Optimize.dev.accessToken; OPTIMIZE_PROD_URI = $sandbox.Optimize.prod.uri
                    OPTIMIZE_CLIENT_ID = $sandbox.Optimize.identity.clientId; OPTIMIZE_CLIENT_SECRET = $sandbox.Optimize.identity.clientSecret; OPTIMIZE_TOKEN_URI = $sandbox.Optimize.identity.tokenUri
                }
            }
            Skip        = 'Register-SecretVault'
            Check       = {
                param($folder)
                # By hand, and then by the schedule: the second one takes the place of what the first one made.
                $dashboard = Get-SandboxObject prod dashboards optimize | Where-Object name -EQ 'Returns desk'
                @($dashboard).Count | Should -Be 1
                $dashboard.collectionId | Should -Be $sandbox.Optimize.prod.collectionId
                $reports = Get-SandboxObject prod reports optimize | Where-Object collectionId -EQ $sandbox.Optimize.prod.collectionId
                $reports.name | Sort-Object | Should -Be 'Return time by carrier', 'Return time, courier', 'Return time, post', 'Stuck parcels by step'
                # It shows the new reports, and the lists tell which they are.
                $rows = Import-Csv (Get-ChildItem "$folder/archive/*-rows.csv").FullName
                $rows.Action | Sort-Object -Unique | Should -Be Replace
                ($rows | Where-Object Type -EQ Dashboard).DestinationId | Should -Be $dashboard.id
                $dashboard.content.tiles.id | Where-Object { $_ } | Should -BeIn $rows.DestinationId
                $old = (Import-Csv "$folder/returns-ids.csv" | Where-Object Type -EQ Dashboard).DestinationId
                (Get-Content -Raw (Get-ChildItem "$folder/archive/backup" -Recurse -Filter 'Returns desk.json').FullName) | Should -BeLike "*$old*"
            }
        }
        @{
            Guide       = 'move-a-group-between-portals'
            Addresses   = { @{ 'https://gis-dev.example.com/portal' = $sandbox.ArcGis.dev.uri; 'https://gis.example.com/arcgis' = $sandbox.ArcGis.prod.uri } }
            Secrets     = {
                $dev, $prod = $sandbox.ArcGis.dev, $sandbox.ArcGis.prod
                @{ 'gis-dev' = $dev.user, $dev.password; 'gis-prod' = $prod.user, $prod.password }
            }
            Environment = {
                $dev, $prod = $sandbox.ArcGis.dev, $sandbox.ArcGis.prod
                @{
                    GIS_DEV_URI = $dev.uri; GIS_DEV_USER = $dev.user; GIS_DEV_SECRET = $dev.password
                    GIS_PROD_URI = $prod.uri; GIS_PROD_USER = $prod.user; GIS_PROD_SECRET = $prod.password
                }
            }
            Skip        = 'Register-SecretVault'
            # A row that cannot be used is named.
            Before      = @'
Set-Content blank.csv "From,To,OnConflict`nc6a1f0e2b7d94c58a3e4910f7d2b6a85,142b3c7995ec447288f15db4d301fe53,Overwite"
pwsh -NoProfile -NonInteractive -File promote-groups.ps1 -List blank.csv -Archive wrong > blank.txt 2>&1
if ($LASTEXITCODE -ne 3) { throw "With a row that cannot be used the script ended with $LASTEXITCODE." }
$global:LASTEXITCODE = 0
'@
            Check       = {
                param($folder)
                (Get-Content "$folder/blank.txt" -Raw) -replace '\s+\|?\s*', ' ' | Should -BeLike "*The group 'c6a1f0e2b7d94c58a3e4910f7d2b6a85' of the list: *'Overwite' is none of *"
                $state = Get-SandboxState prod arcgis | ConvertFrom-Json
                $moved = ($state.groups | Where-Object title -EQ 'City Operations').items
                @($moved).Count | Should -Be 12
                $items = $state.items | Where-Object id -In $moved
                $items.title | Should -Contain 'Parcels' -Because 'the layer of 2019 was overwritten'
                $items.title | Should -Not -Contain 'Parcels (2019)'
                @(($state.groups | Where-Object title -EQ 'myGroup').items).Count | Should -Be 3
                $state.items.type | Should -Not -Contain 'Export Package'
                (Get-SandboxState dev arcgis | ConvertFrom-Json).items.type | Should -Not -Contain 'Export Package'
                # What was overwritten, by hand and by the schedule, was saved before.
                @(Get-ChildItem "$folder/backup" -Recurse -Filter *.epk).Count | Should -Be 1
                @(Get-ChildItem "$folder/archive/*/backup" -Recurse -Filter *.epk).Count | Should -Be 1
                $rows = Import-Csv "$folder/transfer/rows.csv"
                $rows.Status | Sort-Object -Unique | Should -Be Done
                $rows.Message | Should -Match "'From dev'"
                # The schedule's second group was there already.
                $again = Import-Csv (Get-ChildItem "$folder/archive/*-rows.csv").FullName
                ($again.Status -eq 'Skipped').Count | Should -Be 3
                ($again.Status -eq 'Done').Count | Should -Be 12
            }
        }
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
}

AfterAll { Close-Sandbox }

Describe 'The guides' {
    It 'are all run here' -ForEach @{ Ran = $guides.Guide } {
        foreach ($page in Get-ChildItem (Join-Path $repository docs/guides) -Filter *.md) { $Ran | Should -Contain $page.BaseName -Because 'a guide that is not in the table is not run' }
    }
}

Describe 'The guide <Guide>' -ForEach $guides {
    It 'does what it says' {
        Invoke-SandboxRequest POST reset
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive $Guide)).FullName
        $script = [Collections.Generic.List[string]]::new()
        $ran = 0
        foreach ($block in Read-Guide (Join-Path $repository "docs/guides/$Guide.md")) {
            $text = $block.Lines -join "`n"
            if ($block.File) { Set-Content (Join-Path $folder $block.File) $text }
            elseif ($block.Language -eq 'powershell' -and $text -notmatch $Skip) {
                $text | Should -Not -Match '(?m)^exit ' -Because 'it would end the session here: the line before is to say "the script `name.ps1`"'
                $script.Add($text)
                $ran++
            }
        }
        $ran | Should -BeGreaterThan 2
        foreach ($name in (& $Addresses).Keys) {
            $address = (& $Addresses)[$name]
            for ($index = 0; $index -lt $script.Count; $index++) { $script[$index] = $script[$index].Replace($name, $address) }
        }
        $preamble = @'
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$PSStyle.OutputRendering = 'PlainText'
Set-Location $env:GUIDE_FOLDER
function Get-Secret([string] $Name) {
    $parts = @(($env:GUIDE_SECRETS | ConvertFrom-Json).$Name)
    $secret = ConvertTo-SecureString $parts[-1] -AsPlainText -Force
    $parts.Count -gt 1 ? [pscredential]::new($parts[0], $secret) : $secret
}

'@
        $environment = & $Environment
        $environment.GUIDE_FOLDER = $folder
        $environment.GUIDE_SECRETS = & $Secrets | ConvertTo-Json
        $environment.NO_COLOR = '1'
        $environment.PSModulePath = (Split-Path $moduleFolder) + [IO.Path]::PathSeparator + $env:PSModulePath

        # As the tables of the guides say of a list that is not there.
        $lists = @'
foreach ($file in Get-ChildItem promote*.ps1) {
    pwsh -NoProfile -NonInteractive -File $file -List none.csv > none.txt 2>&1
    if ($LASTEXITCODE -ne 1) { throw "Without its list $($file.Name) ended with $LASTEXITCODE." }
}
$global:LASTEXITCODE = 0

'@
        $run = Invoke-Child ($preamble + $lists + "$Before`n" + ($script -join "`n`n") + "`nexit `$LASTEXITCODE") -Bare -Environment $environment

        $run.Errors | Should -BeNullOrEmpty -Because $run.Output
        $run.ExitCode | Should -Be 0 -Because $run.Output
        & $Check $folder
    }
}
