# What a script does without the module: a request for each, one after the other, each answer whole in memory.
. (Join-Path $PSScriptRoot 'Measure.ps1')
$request = @{ Method = 'Post'; ContentType = 'application/json'; Headers = @{ Authorization = "Bearer $($job.devKey)" }; NoProxy = $true }
Reset-Peak
Measure-Pass {
    foreach ($kind in @{ Name = 'dashboard'; Ids = $job.ids }, @{ Name = 'report'; Ids = $job.reports }) {
        foreach ($id in $kind.Ids) {
            $answer = Invoke-RestMethod @request -Uri "$($job.devUri)/api/public/export/$($kind.Name)/definition/json" -Body (ConvertTo-Json @($id))
            ConvertTo-Json $answer -Depth 64 -AsArray | Set-Content (Join-Path $job.folder "$id.json")
        }
    }
}
Out-Measurement @(Get-ChildItem $job.folder -Filter *.json).Count
