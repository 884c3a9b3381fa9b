. (Join-Path $PSScriptRoot 'Measure.ps1')
Import-Module $job.module
# A few beforehand: what a process compiles once would be more for each of a thousand than for each of ten thousand.
Get-MigrationPackage (Join-Path $job.folder 'package 000*.json') | Out-Null
Reset-Peak
$count = Measure-Pass {
    if ($job.piped) {
        $paths = { foreach ($path in [IO.Directory]::EnumerateFiles($job.folder, 'package *')) { if (-not $path.EndsWith('.manifest.json')) { $path } } }
        (& $paths | Get-MigrationPackage | Measure-Object).Count
    }
    else {
        (Get-MigrationPackage (Join-Path $job.folder 'package *.json') | Measure-Object).Count
    }
}
Out-Measurement $count
