# The scripts of this repository keep PSScriptAnalyzer's rules.

BeforeDiscovery {
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $script:noAnalyzer = if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) { 'PSScriptAnalyzer is not here' }
    $script:because = if ($noAnalyzer) { " (skipped: $noAnalyzer)" }
    $folders = 'tests', 'docs', 'src' | ForEach-Object { Join-Path $root $_ } | Where-Object { Test-Path $_ }
    $script:scripts = @(
        Get-ChildItem $root -File
        Get-ChildItem $folders -Recurse -File | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
    ) | Where-Object Extension -In '.ps1', '.psm1', '.psd1' | ForEach-Object {
        @{ Name = [IO.Path]::GetRelativePath($root, $_.FullName); File = $_.FullName; Settings = Join-Path $root PSScriptAnalyzerSettings.psd1 }
    }
}

Describe "Scripts$because" -Skip:($null -ne $noAnalyzer) {
    It '<Name>' -ForEach $scripts {
        $found = Invoke-ScriptAnalyzer -Path $File -Settings $Settings |
            ForEach-Object { "line $($_.Line): $($_.RuleName): $($_.Message)" }
        $found | Should -BeNullOrEmpty
    }
}
