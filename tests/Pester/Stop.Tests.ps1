# Ctrl-C and kill in real processes. What was sent is seen to its end; what was not is not sent; nothing half-written stays.

BeforeDiscovery {
    # A process that was started in the background may have Ctrl-C switched off, and hands that down: it is switched on again.
    $script:launcher = @()
    $script:noSignal = $null
    if ($IsWindows) { $script:noSignal = 'Windows has no signal to send to one process' }
    else {
        $launchers = @(
            , @('env', '--default-signal=INT')
            , @('python3', '-c', 'import os,signal,sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])')
            , @('perl', '-e', '$SIG{INT} = "DEFAULT"; exec @ARGV')
        )
        foreach ($words in $launchers) {
            if (-not (Get-Command $words[0] -CommandType Application -ErrorAction Ignore)) { continue }
            & $words[0] @($words | Select-Object -Skip 1) true *> $null
            if ($LASTEXITCODE -eq 0) { $script:launcher = $words; break }
        }
        if (-not $launcher) { $script:noSignal = 'there is neither env --default-signal, python3 nor perl' }
    }
    $script:because = if ($noSignal) { " (skipped: $noSignal)" }
    $script:case = @(@{ launcher = $launcher })
}

Describe "Ctrl-C$because" -Skip:($null -ne $noSignal) -ForEach $case {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Open-Sandbox
        Initialize-Sandbox
        $script:file = (Export-ArcadiaDashboard 2110 -Path (Join-Path $TestDrive returns.json) -Connection dev).Path
        $script:folder = (New-Item -ItemType Directory (Join-Path $TestDrive out)).FullName
        # What it writes goes into a file, so that it can be read while it runs. The shell in between is replaced by it.
        $script:written = Join-Path $TestDrive written.txt
        $script:into = $launcher + '/bin/sh', '-c', 'exec "$@" >"$WRITTEN" 2>&1', 'sh'
        function script:Open-Held([string] $Line) {
            $text = 'param($file, $folder)' + "`n" + $childPreamble + "`nConnect-Both`n$Line`n'not reached'"
            Open-Child $text -Bare -Launcher $into -Argument $file, $folder -Environment @{ WRITTEN = $written }
        }
        function script:Get-Written { "$(Get-Content $written -Raw -ErrorAction Ignore)" }
        # The stop has come when it is told of; from then on it waits.
        function script:Wait-Told { Wait-Until { (Get-Written) -match 'Waiting for the server''s answer to 1 request' } -What 'the stop is told of' }
        function script:Stop-Held($Child) {
            /bin/kill -INT $Child.Process.Id
            $Child.Clock.Restart()
        }
    }

    AfterAll { Close-Sandbox }

    BeforeEach { Initialize-Sandbox }

    It 'during an import waits for the answer to what was sent, and sends it once' {
        # The import is the second POST; the first is its dry run.
        Lock-SandboxRoute prod import -Skip 1
        $child = Open-Held 'Import-ArcadiaPackage $file -Connection prod -DataConnection sales'
        Wait-SandboxRoute prod import
        Stop-Held $child
        Wait-Told
        Unlock-SandboxRoute prod import
        Wait-Child $child 60 | Out-Null
        Get-Written | Should -Not -Match 'not reached'
        $sent = @(Get-SandboxImport)
        $sent.Count | Should -Be 1
        $sent.status | Should -Be 200
        $sent.clientGone | Should -BeFalse
        (Get-SandboxObject prod dashboards).name | Should -Contain Returns
    }

    It 'during an import into Optimize waits for the answer, too, and sends it once' {
        $optimize = $sandbox.Optimize
        Connect-Optimize $optimize.dev.uri $optimize.dev.accessToken -Name desk -NotDefault | Out-Null
        $package = (Export-OptimizeDashboard 123 -Path (Join-Path $TestDrive desk.json) -Connection desk).Path
        Lock-SandboxRoute prod import -System optimize
        $child = Open-Held @"
`$prod = (`$env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).optimize.prod
Connect-Optimize `$prod.uri `$prod.accessToken -Name hall -NotDefault | Out-Null
Import-OptimizePackage '$package' -Connection hall -CollectionId `$prod.collectionId
"@
        Wait-SandboxRoute prod import -System optimize
        Stop-Held $child
        Wait-Told
        Unlock-SandboxRoute prod import -System optimize
        Wait-Child $child 60 | Out-Null
        Get-Written | Should -Not -Match 'not reached'
        $sent = @(Get-SandboxRequest prod import -System optimize)
        $sent.Count | Should -Be 1
        $sent.clientGone | Should -BeFalse
        $made = Get-SandboxState prod optimize | ConvertFrom-Json
        ConvertTo-Json $made -Depth 20 | Should -Match 'Dashboard 1'
    }

    It 'during an import that is never answered ends with the grace of 30 seconds' {
        Lock-SandboxRoute prod import -Skip 1
        $child = Open-Held 'Import-ArcadiaPackage $file -Connection prod -DataConnection sales'
        Wait-SandboxRoute prod import
        Stop-Held $child
        $result = Wait-Child $child 90
        $result.Elapsed.TotalSeconds | Should -BeGreaterThan 25
        $result.Elapsed.TotalSeconds | Should -BeLessThan 75
        Unlock-SandboxRoute prod import
        @(Get-SandboxImport).Count | Should -Be 1
    }

    It 'during a dry run ends at once, and nothing is imported' {
        Lock-SandboxRoute prod import
        $child = Open-Held 'Import-ArcadiaPackage $file -Connection prod -DataConnection sales'
        Wait-SandboxRoute prod import
        Stop-Held $child
        (Wait-Child $child 60).Elapsed.TotalSeconds | Should -BeLessThan 25
        Unlock-SandboxRoute prod import
        @(Get-SandboxRequest prod import).Count | Should -Be 1
        Get-SandboxImport | Should -BeNullOrEmpty
    }

    It 'during an export ends at once, and leaves no half of a file' {
        Add-SandboxFault dev @{ route = 'export'; kind = 'StallMidBody'; skip = 1; count = $null }
        $child = Open-Held 'Export-ArcadiaDashboard 2115, 2110 -Path $folder -Connection dev'
        Wait-Until { Get-ChildItem $folder -Force } -What 'the file is begun'
        Stop-Held $child
        $result = Wait-Child $child 60
        $result.Elapsed.TotalSeconds | Should -BeLessThan 25
        Get-Written | Should -Not -Match 'not reached'
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }
}

Describe 'A process that is killed' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Open-Sandbox
        Initialize-Sandbox
        # A temporary folder of their own: what is left behind can be counted.
        $script:temporary = (New-Item -ItemType Directory (Join-Path $TestDrive temporary)).FullName
        $script:environment = @{ TMPDIR = $temporary; TEMP = $temporary; TMP = $temporary }
        function script:Get-Private { Get-ChildItem $temporary -Directory -Filter MigrationTools-* }
    }

    AfterAll { Close-Sandbox }

    It 'leaves private content, which the next process sweeps, and not that of a living one' {
        $line = "`$held = Export-ArcadiaDashboard 2110 -Connection dev`nGet-ArcadiaArtifact Dashboard -Connection dev"
        Lock-SandboxRoute dev admin
        $killed = Open-Child ($childPreamble + "Connect-Both`n$line") -Bare -Environment $environment
        Wait-SandboxRoute dev admin
        $dead = (Get-Private).FullName
        @($dead).Count | Should -Be 1
        if (-not $IsWindows) { [IO.File]::GetUnixFileMode($dead) | Should -Be 'UserExecute, UserWrite, UserRead' }
        $killed.Process.Kill()
        Wait-Child $killed | Out-Null
        $dead | Should -Exist
        Unlock-SandboxRoute dev admin

        Lock-SandboxRoute dev admin
        $living = Open-Child ($childPreamble + "Connect-Both`n$line") -Bare -Environment $environment
        Wait-SandboxRoute dev admin
        $dead | Should -Not -Exist
        $kept = (Get-Private).FullName

        $next = Invoke-Child "Connect-Both`n(Export-ArcadiaDashboard 2110 -Connection dev -WarningAction Ignore).IsPrivate" -Environment $environment
        $next.Output | Should -Be True
        $kept | Should -Exist

        Unlock-SandboxRoute dev admin
        (Wait-Child $living).ExitCode | Should -Be 0
        Get-Private | Should -BeNullOrEmpty
    }
}
