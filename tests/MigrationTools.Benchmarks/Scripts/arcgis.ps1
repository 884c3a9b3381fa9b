. (Join-Path $PSScriptRoot 'Measure.ps1')
Import-Module $job.module
Connect-ArcGis $job.devUri -AccessToken $job.devKey -Name dev -NotDefault | Out-Null
Connect-ArcGis $job.prodUri -AccessToken $job.prodKey -Name prod -NotDefault | Out-Null
# The portal makes its package beforehand: what is measured is the way of the bytes.
$export = Export-ArcGisPackage -GroupId $job.ids[0] -Connection dev -NoWait -Confirm:$false
while (($export | Get-ArcGisJob -Connection dev).State -ne 'Completed') { Start-Sleep -Milliseconds 200 }
Reset-Peak
$null = Measure-Pass { $export | Wait-ArcGisJob -Connection dev -Path (Join-Path $job.folder out.epk) }
$added = Measure-Pass { Add-ArcGisPackage $job.source -Connection prod -Confirm:$false }
if (-not $added.PackageItem) { throw 'Nothing was uploaded.' }
Out-Measurement $added.Length
