# What the test files share; each dot-sources it in BeforeAll. Starts one sandbox for a file, talks to its control API,
# and runs scripts in a PowerShell of their own.

Set-StrictMode -Off
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$PSStyle.OutputRendering = 'PlainText'

$script:repository = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
# Invoke-Tests.ps1 -ModulePath says it by the environment, so that child processes know it, too.
$script:moduleFolder = if ($env:MIGRATIONTOOLS_MODULE) { $env:MIGRATIONTOOLS_MODULE } else { Join-Path $repository 'out/MigrationTools' }
$script:manifestPath = Join-Path $moduleFolder 'MigrationTools.psd1'
$script:enginePath = (Get-Process -Id $PID).Path
$script:sandbox = $null

Import-Module $manifestPath

<# ---- The sandbox ---- #>

function Open-Sandbox {
    param([string[]] $Option = @())
    $program = Get-ChildItem (Join-Path $repository 'src/MigrationTools.Sandbox/bin') -Recurse -Filter MigrationTools.Sandbox.dll -ErrorAction Ignore |
        Where-Object { Test-Path ([IO.Path]::ChangeExtension($_.FullName, '.runtimeconfig.json')) } |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $program) { throw 'The sandbox is not built: dotnet build src/MigrationTools.Sandbox' }
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in @($program.FullName, '--json', '--exit-with-stdin') + $Option) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $process.BeginErrorReadLine()
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait(60000) -or -not $line.Result) {
        $process.Kill($true)
        throw 'The sandbox did not tell where it is.'
    }
    $about = $line.Result | ConvertFrom-Json
    $script:sandbox = [pscustomobject]@{ Process = $process; Json = $line.Result; Admin = "$($about.admin)/sandbox" }
    foreach ($system in $about.psobject.Properties | Where-Object Name -NE admin) { $script:sandbox | Add-Member $system.Name $system.Value }
    # For scripts in other processes: no key stands in a script's text.
    $env:MIGRATIONTOOLS_SANDBOX = $line.Result
}

function Close-Sandbox {
    Remove-Item Env:MIGRATIONTOOLS_SANDBOX -ErrorAction Ignore
    if (-not $script:sandbox) { return }
    Get-MigrationConnection | Disconnect-MigrationConnection
    $process = $script:sandbox.Process
    $process.StandardInput.Close()
    if (-not $process.WaitForExit(10000)) { $process.Kill($true) }
    $process.Dispose()
    $script:sandbox = $null
}

# Everything as at the start: servers, switches, faults, gates, and the connections dev and prod of this session.
function Initialize-Sandbox {
    Invoke-SandboxRequest POST reset
    Get-MigrationConnection | Disconnect-MigrationConnection
    foreach ($name in 'dev', 'prod') {
        $script:sandbox.Arcadia.$name | Connect-Arcadia -Name $name -ApiKey $script:sandbox.Arcadia.$name.apiKey -NotDefault | Out-Null
        Clear-SandboxRequest $name
    }
}

function Invoke-SandboxRequest([string] $Method, [string] $Path, $Body) {
    $request = @{ Method = $Method; Uri = "$($script:sandbox.Admin)/$Path"; NoProxy = $true; UseBasicParsing = $true; Verbose = $false }
    if ($null -ne $Body) {
        $request.Body = ConvertTo-Json $Body -Depth 10 -Compress
        $request.ContentType = 'application/json'
    }
    (Invoke-WebRequest @request).Content
}

# Of Arcadia's servers, unless another -System is named.

# Requests as the server saw them. Those of one route, where one is named.
function Get-SandboxRequest([string] $Server, [string] $Route, [string] $System = 'arcadia') {
    foreach ($request in Invoke-SandboxRequest GET "$System/$Server/requests" | ConvertFrom-Json) {
        if (-not $Route -or $request.route -eq $Route) { $request }
    }
}

# The imports of Arcadia that are no dry run.
function Get-SandboxImport([string] $Server = 'prod') {
    Get-SandboxRequest $Server import | Where-Object { $_.form.dry_run -ne 'True' }
}

function Clear-SandboxRequest([string] $Server, [string] $System = 'arcadia') { Invoke-SandboxRequest DELETE "$System/$Server/requests" | Out-Null }

# The text of all that a server holds, to be compared.
function Get-SandboxState([string] $Server = 'prod', [string] $System = 'arcadia') { Invoke-SandboxRequest GET "$System/$Server/state" }

# The objects of one type that a server holds.
function Get-SandboxObject([string] $Server, [string] $Type, [string] $System = 'arcadia') { @((Get-SandboxState $Server $System | ConvertFrom-Json).$Type) }

function Add-SandboxFault([string] $Server, [hashtable] $Fault, [string] $System = 'arcadia') { Invoke-SandboxRequest POST "$System/$Server/faults" $Fault | Out-Null }

function Switch-Sandbox([string] $Server, [hashtable] $Value, [string] $System = 'arcadia') { Invoke-SandboxRequest PUT "$System/$Server/switches" $Value | Out-Null }

function Lock-SandboxRoute([string] $Server, [string] $Route, [string] $Moment = 'BeforeActing', [string] $System = 'arcadia', [int] $Skip = 0) {
    Invoke-SandboxRequest POST "$System/$Server/gates/$Route/hold?moment=$Moment&skip=$Skip" | Out-Null
}

# Waits until a request stands at the gate.
function Wait-SandboxRoute([string] $Server, [string] $Route, [int] $Seconds = 60, [string] $System = 'arcadia') {
    $answer = Invoke-SandboxRequest GET "$System/$Server/gates/${Route}?wait=$Seconds" | ConvertFrom-Json
    if (-not $answer.arrived) { throw "No request came to $Route of $Server within $Seconds seconds." }
}

function Unlock-SandboxRoute([string] $Server, [string] $Route, [string] $System = 'arcadia') {
    Invoke-SandboxRequest POST "$System/$Server/gates/$Route/release" | Out-Null
}

# The fixture of a name, as a file.
function Copy-Fixture([string] $Name, [string] $Path) {
    Copy-Item (Join-Path $repository "src/MigrationTools.Sandbox/Arcadia/Fixtures/$Name.json") $Path
}

# Waits for something to become true; what is waited for has no event to wait on.
function Wait-Until([scriptblock] $Condition, [int] $Seconds = 60, [string] $What = "$Condition".Trim()) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "Not within $Seconds seconds: $What" }
        Start-Sleep -Milliseconds 50
    }
}

<# ---- Other processes ---- #>

# Put before every script that runs in a process of its own: the module, and both connections.
$script:childPreamble = @"
`$PSStyle.OutputRendering = 'PlainText'
`$ProgressPreference = 'SilentlyContinue'
Import-Module '$($manifestPath.Replace("'", "''"))'
function Connect-Both {
    `$arcadia = (`$env:MIGRATIONTOOLS_SANDBOX | ConvertFrom-Json).arcadia
    foreach (`$name in 'dev', 'prod') { Connect-Arcadia `$arcadia.`$name.uri -Name `$name -ApiKey `$arcadia.`$name.apiKey -NotDefault | Out-Null }
}

"@

# Starts a script in a PowerShell of its own. With -Launcher, a program that starts it in turn.
function Open-Child {
    param([string] $Script, [switch] $Bare, [string[]] $Launcher = @(), [hashtable] $Environment = @{}, [string[]] $Argument = @())
    $file = Join-Path ([IO.Path]::GetTempPath()) "pester-$([guid]::NewGuid().ToString('N')).ps1"
    Set-Content $file $(if ($Bare) { $Script } else { $script:childPreamble + $Script })
    $words = @($Launcher) + @($script:enginePath, '-NoProfile', '-NonInteractive', '-File', $file) + $Argument
    $start = [Diagnostics.ProcessStartInfo]::new($words[0])
    foreach ($word in $words | Select-Object -Skip 1) { $start.ArgumentList.Add($word) }
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    [pscustomobject]@{
        Process = $process; File = $file; Clock = [Diagnostics.Stopwatch]::StartNew()
        Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync()
    }
}

# Waits for its end. A child that does not end is ended, and the test fails.
function Wait-Child($Child, [int] $Seconds = 120) {
    try {
        if (-not $Child.Process.WaitForExit($Seconds * 1000)) {
            $Child.Process.Kill($true)
            throw "The process did not end within $Seconds seconds. It wrote: $($Child.Output.Result) $($Child.Errors.Result)"
        }
        [pscustomobject]@{
            ExitCode = $Child.Process.ExitCode; Elapsed = $Child.Clock.Elapsed
            Output = $Child.Output.Result.Trim(); Errors = $Child.Errors.Result.Trim()
        }
    }
    finally {
        $Child.Process.Dispose()
        Remove-Item $Child.File -ErrorAction Ignore
    }
}

function Invoke-Child {
    param([string] $Script, [switch] $Bare, [hashtable] $Environment = @{}, [string[]] $Argument = @(), [int] $Seconds = 120)
    Wait-Child (Open-Child $Script -Bare:$Bare -Environment $Environment -Argument $Argument) $Seconds
}

<# ---- Pages that are run ---- #>

# The blocks of code of a page: what runs, and what is a file, because the line before it names one. Of one section, where one is named.
function Read-Guide([string] $Path, [string] $Section) {
    $before, $block, $inside = '', $null, -not $Section
    foreach ($line in [IO.File]::ReadAllLines($Path)) {
        if ($null -eq $block) {
            if ($Section -and $line -match '^## (.+)$') { $inside = $Matches[1] -eq $Section }
            if (-not $inside) { continue }
            if ($line -match '^```(\w*)$') {
                $file = if ($before -match '\b(?:list|script|file) `([\w.-]+\.(?:csv|ps1|json|yml|service|timer))`') { $Matches[1] }
                $block = [pscustomobject]@{ Language = ([regex]::Match($line, '\w+')).Value; File = $file; Lines = [Collections.Generic.List[string]]::new() }
            }
            elseif ($line.Trim()) { $before = $line }
        }
        elseif ($line -eq '```') {
            $block
            $before, $block = '', $null
        }
        else { $block.Lines.Add($line) }
    }
}

<# ---- What is often asked ---- #>

# Runs a script as at a prompt (errors do not end it) and tells apart what came of it: rows, errors, warnings.
function Watch-Script([scriptblock] $Script) {
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $rows, $errors, $warnings, $thrown = @(), @(), @(), $false
    try {
        & $Script 2>&1 3>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.ErrorRecord]) { $errors += $_ }
            elseif ($_ -is [Management.Automation.WarningRecord]) { $warnings += "$_" }
            else { $rows += $_ }
        }
    }
    catch {
        $thrown = $true
        $errors += $_
    }
    [pscustomobject]@{
        Rows = $rows; Errors = $errors; Warnings = $warnings; Thrown = $thrown
        ErrorId = @($errors | ForEach-Object { "$($_.FullyQualifiedErrorId)".Split(',')[0] }); Message = "$($errors | Select-Object -First 1)"
    }
}
