# Bodies are told to whoever debugs, wherever in PowerShell that was said, and to nobody else.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    Initialize-Sandbox
    # For $using:.
    $script:dev = Get-MigrationConnection dev

    # What was sent and what came, of all the details that a script tells. It runs in a scope of its own.
    function Get-Body([scriptblock] $Script) {
        & $Script 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] -and "$_" -match '^(GET|POST) .*( sends: | -> 200: )' } | ForEach-Object { "$_" }
    }
}

AfterAll { Close-Sandbox }

Describe 'Bodies' {
    It 'are told under <Name>' -ForEach @(
        @{ Name = '-Debug'; Line = { Get-ArcadiaArtifact Dashboard -Connection dev -Debug } }
        @{ Name = '$DebugPreference'; Line = { $DebugPreference = 'Continue'; Get-ArcadiaArtifact Dashboard -Connection dev } }
        @{ Name = '$DebugPreference in a function'; Line = {
                function Get-One { $DebugPreference = 'Continue'; Get-ArcadiaArtifact Dashboard -Connection dev }
                Get-One
            }
        }
        @{ Name = '-Debug of a function'; Line = {
                function Get-One { [CmdletBinding()] param() Get-ArcadiaArtifact Dashboard -Connection dev }
                Get-One -Debug
            }
        }
        @{ Name = '$DebugPreference of a script module'; Line = {
                $module = New-Module { $DebugPreference = 'Continue'; function Get-One { Get-ArcadiaArtifact Dashboard -Connection dev } }
                & $module.ExportedFunctions['Get-One']
            }
        }
        @{ Name = '$DebugPreference in a function of a script module'; Line = {
                $module = New-Module { function Get-One { $DebugPreference = 'Continue'; Get-ArcadiaArtifact Dashboard -Connection dev } }
                & $module.ExportedFunctions['Get-One']
            }
        }
    ) {
        Get-Body $Line | Should -HaveCount 1
        Get-Body $Line | Should -Match ' -> 200: .*"Returns"'
    }

    It 'are told in ForEach-Object -Parallel, by <Name>' -ForEach @(
        @{ Name = '$DebugPreference'; Line = { $DebugPreference = 'Continue'; Import-Module $using:manifestPath; Get-ArcadiaArtifact Dashboard -Connection $using:dev 5>&1 } }
        @{ Name = '-Debug'; Line = { Import-Module $using:manifestPath; Get-ArcadiaArtifact Dashboard -Connection $using:dev -Debug 5>&1 } }
    ) {
        Get-Body { 1..2 | ForEach-Object -Parallel $Line } | Should -HaveCount 2
    }

    It 'are told of the input before which it is turned on' {
        Copy-Fixture minimal (Join-Path $TestDrive first.json)
        Copy-Fixture minimal (Join-Path $TestDrive second.json)
        $lines = Get-Body {
            'first', 'second' | ForEach-Object { if ($_ -eq 'second') { $DebugPreference = 'Continue' }; "$TestDrive/$_.json" } |
                Import-ArcadiaPackage -Connection prod -DataConnection sales -ThrottleLimit 1 -WhatIf
        }
        $lines -match 'sends: .*second\.json' | Should -HaveCount 1
    }

    It 'are told to nobody <Name>' -ForEach @(
        @{ Name = 'by default'; Line = { Get-ArcadiaArtifact Dashboard -Connection dev } }
        @{ Name = 'under -Debug:$false'; Line = { $DebugPreference = 'Continue'; Get-ArcadiaArtifact Dashboard -Connection dev -Debug:$false } }
        @{ Name = 'under -Verbose'; Line = { Get-ArcadiaArtifact Dashboard -Connection dev -Verbose 4>$null } }
        @{ Name = 'where $DebugPreference is SilentlyContinue in the function alone'; Line = {
                function Get-One { $DebugPreference = 'SilentlyContinue'; Get-ArcadiaArtifact Dashboard -Connection dev }
                $DebugPreference = 'Continue'
                Get-One
            }
        }
    ) {
        Get-Body $Line | Should -BeNullOrEmpty
    }
}

Describe 'Warnings' {
    # Under -Debug the engine asks at each whether to go on.
    It 'do not end a call that nobody can be asked in' {
        $child = Invoke-Child 'Connect-Both; $package = Export-ArcadiaDashboard 2115 -Connection dev -Debug 5>$null; "$($package.Count) $($Error.Count)"'
        $child.Output | Should -Match 'WARNING: .*JavaScript'
        $child.Output | Should -Match '(?m)^1 0$'
    }

    It 'end a call where somebody wants to be asked' {
        $child = Invoke-Child 'Connect-Both; Export-ArcadiaDashboard 2115 -Connection dev -WarningAction Inquire; $Error[0].FullyQualifiedErrorId'
        $child.Output | Should -Match '(?m)^NobodyToAsk,'
    }
}
