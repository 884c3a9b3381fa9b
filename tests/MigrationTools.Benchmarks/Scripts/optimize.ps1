. (Join-Path $PSScriptRoot 'Measure.ps1')
Import-Module $job.module
Connect-Optimize $job.devUri $job.devKey -Name dev | Out-Null
$count = 0
Reset-Peak
foreach ($pass in 1..$job.passes) {
    $folder = Join-Path $job.folder "$pass"
    $count = Measure-Pass {
        $export = {
            Export-OptimizeDashboard -Id $job.ids -Connection dev -Separate -ThrottleLimit $job.throttle -Path "$folder/dashboards/"
            if ($job.reports) { Export-OptimizeReport -Id $job.reports -Connection dev -Separate -ThrottleLimit $job.throttle -Path "$folder/reports/" }
        }
        (& $export | Measure-Object).Count
    }
}
Out-Measurement $count
