. (Join-Path $PSScriptRoot 'Measure.ps1')
Reset-Peak
$time = Measure-Command { Import-Module $job.module }
$seconds.Add($time.TotalSeconds)
Out-Measurement (Get-Command -Module ([IO.Path]::GetFileNameWithoutExtension($job.module)) | Measure-Object).Count
