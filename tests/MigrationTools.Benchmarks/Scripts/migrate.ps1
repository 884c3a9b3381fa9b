. (Join-Path $PSScriptRoot 'Measure.ps1')
Import-Module $job.module
$credential = [pscredential]::new($job.user, [Net.NetworkCredential]::new('', $job.devKey).SecurePassword)
Connect-SnapLogic -Uri $job.devUri -Credential $credential | Out-Null
$plan = foreach ($id in $job.ids) { [pscustomobject]@{ ProjectPath = $job.source; DestinationProject = $id } }
Reset-Peak
$rows = Measure-Pass { $plan | Invoke-SnapLogicProjectMigration -ThrottleLimit $job.throttle }
if (@($rows | Where-Object Status -NE Done)) { throw "Not everything was migrated: $($rows | Out-String)" }
Out-Measurement @($rows).Count
