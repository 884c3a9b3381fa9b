# The guides are runbooks, and here they are run: every block of PowerShell, in its order, in one session of its own, with
# the sandbox's addresses in place of the example's. Blocks that a guide introduces by the name of a file become that file.

BeforeDiscovery {
    # Guide: the file. Addresses: what stands for a server in the text, and its address here. Secrets: what Get-Secret gives.
    # Environment: what the scheduler sets. Before: what is run before the guide's blocks. Skip: blocks that set up a vault, or
    # wait for a person. Check: what must be then.
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
'@
            Check       = {
                param($folder)
                (Get-SandboxObject prod dashboards).name | Should -Contain Returns
                @((Get-SandboxObject prod dashboards).name -eq 'Store sales overview').Count | Should -Be 1
                Get-Content "$folder/azure.txt" -Raw | Should -Match 'Done'
                Get-Content "$folder/azure-failure.txt" -Raw | Should -Match '1 of \d+ items failed; exit code 2\.'
                # The rehearsal, and the two runs.
                $pages = Get-ChildItem "$folder/reports" -Filter *.html | Sort-Object Name
                $pages | Should -HaveCount 3
                Get-Content $pages[0] -Raw | Should -BeLike '*A rehearsal: *Nothing was changed.*'
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
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox

    # The blocks of a guide: what runs, and what is a file.
    function script:Read-Guide([string] $Path) {
        $before, $block = '', $null
        foreach ($line in [IO.File]::ReadAllLines($Path)) {
            if ($null -eq $block) {
                if ($line -match '^```(\w*)$') {
                    $file = if ($before -match '\b(?:list|script|file) `([\w.-]+\.(?:csv|ps1|json|yml|service|timer))`') { $Matches[1] }
                    $block = [pscustomobject]@{ Language = ([regex]::Match($line, '\w+')).Value; File = $file; Lines = [Collections.Generic.List[string]]::new() }
                }
                elseif ($line.Trim()) { $before = $line }
            }
            elseif ($line -eq '```') {
                $block
                $before, $block = '', $null
            }
            else { $block.Lines.Add($line) }
        }
    }
}

AfterAll { Close-Sandbox }

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
function Get-Secret([string] $Name) { ConvertTo-SecureString ($env:GUIDE_SECRETS | ConvertFrom-Json).$Name -AsPlainText -Force }

'@
        $environment = & $Environment
        $environment.GUIDE_FOLDER = $folder
        $environment.GUIDE_SECRETS = & $Secrets | ConvertTo-Json
        $environment.NO_COLOR = '1'
        $environment.PSModulePath = (Split-Path $moduleFolder) + [IO.Path]::PathSeparator + $env:PSModulePath

        $run = Invoke-Child ($preamble + "$Before`n" + ($script -join "`n`n") + "`nexit `$LASTEXITCODE") -Bare -Environment $environment

        $run.Errors | Should -BeNullOrEmpty -Because $run.Output
        $run.ExitCode | Should -Be 0 -Because $run.Output
        & $Check $folder
    }
}
