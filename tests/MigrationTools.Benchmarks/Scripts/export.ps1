. (Join-Path $PSScriptRoot 'Measure.ps1')
Import-Module $job.module
Connect-Arcadia $job.devUri -Name dev -ApiKey $job.devKey | Out-Null
$count = 0
Reset-Peak
foreach ($pass in 1..$job.passes) {
    $folder = Join-Path $job.folder "$pass/"
    $count = Measure-Pass {
        (Export-ArcadiaDashboard -Id $job.ids -Connection dev -Separate -ThrottleLimit $job.throttle -Path $folder | Measure-Object).Count
    }
}
Out-Measurement $count
