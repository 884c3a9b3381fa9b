# What the scripts of the benchmarks share: the job from the environment, the clock, and the memory of this process.

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$script:job = $env:MIGRATIONTOOLS_BENCH | ConvertFrom-Json
$seconds = [Collections.Generic.List[double]]::new()
$memory = @{ Idle = 0L }

function Get-Memory([string] $Name) {
    if (-not $IsLinux) {
        $process = [Diagnostics.Process]::GetCurrentProcess()
        return $Name -eq 'VmHWM' ? $process.PeakWorkingSet64 : $process.WorkingSet64
    }
    $line = [IO.File]::ReadAllLines('/proc/self/status').Where({ $_.StartsWith("${Name}:") })[0]
    [long] ($line -replace '\D') * 1024
}

# From here on the work counts. The peak of the start is forgotten where the system can do that.
function Reset-Peak {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Changes this process alone.')]
    param()
    [GC]::Collect()
    try { if ($IsLinux) { [IO.File]::WriteAllText('/proc/self/clear_refs', '5') } } catch { Write-Debug "The peak of the start counts too: $_" }
    $memory.Idle = Get-Memory VmRSS
}

function Measure-Pass([scriptblock] $Work) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    & $Work
    $seconds.Add($clock.Elapsed.TotalSeconds)
}

function Out-Measurement([long] $Items) {
    @{ seconds = $seconds.ToArray(); idle = $memory.Idle; peak = Get-Memory VmHWM; items = $Items } | ConvertTo-Json -Compress
}
