. (Join-Path $PSScriptRoot 'Measure.ps1')
Import-Module $job.module
Connect-Arcadia $job.devUri -Name dev -ApiKey $job.devKey -NotDefault | Out-Null
Connect-Arcadia $job.prodUri -Name prod -ApiKey $job.prodKey -NotDefault | Out-Null
Reset-Peak
$package = Measure-Pass { Export-ArcadiaDashboard -Id $job.ids -Connection dev }
$rows = Measure-Pass { $package | Import-ArcadiaPackage -Connection prod -DataConnection sales -Confirm:$false }
if (@($rows | Where-Object Status -NE Done)) { throw "Not everything was imported: $($rows | Out-String)" }
Out-Measurement @($rows).Count
