# The package for a gallery, as its user meets it: unpacked into an empty module path, loaded by the name of a cmdlet, and
# the README's quick start run from there, on all four systems.

BeforeDiscovery {
    $script:starts = @(
        @{ Start = 'from the package, by the names of its cmdlets'; FromPackage = $true }
        @{ Start = 'as it is written, in a folder with the built module'; FromPackage = $false }
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    Open-Sandbox
    $script:manifest = Import-PowerShellDataFile (Join-Path $repository MigrationTools.psd1)
    $packages = Join-Path $TestDrive packages
    # A build node that stays would keep the pipe of its output open, and this line waiting.
    $env:MSBUILDDISABLENODEREUSE = '1'
    $said = & $enginePath -NoProfile -NonInteractive -File (Join-Path $repository build.ps1) Package -NoBuild -Destination $packages
    if ($LASTEXITCODE -ne 0) { throw "build.ps1 Package ended with $LASTEXITCODE. $said" }
    $script:package = Get-ChildItem $packages

    # As the clients of galleries install it: a folder for the version, without what is of the package itself.
    $script:modulePath = Join-Path $TestDrive modules
    $script:installed = Join-Path $modulePath "MigrationTools/$($manifest.ModuleVersion)"
    [IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $installed)
    $script:nuspec = [xml] (Get-Content -Raw -LiteralPath (Join-Path $installed MigrationTools.nuspec))
    foreach ($name in 'MigrationTools.nuspec', '_rels', 'package', '[Content_Types].xml') { Remove-Item -LiteralPath (Join-Path $installed $name) -Recurse -Force }

    # A session that knows no module but the installed one and the engine's own.
    $script:preamble = @'
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$PSStyle.OutputRendering = 'PlainText'
$env:PSModulePath = $env:PACKAGE_PATH + [IO.Path]::PathSeparator + (Join-Path $PSHOME Modules)

'@
}

AfterAll {
    Remove-Item Env:MSBUILDDISABLENODEREUSE -ErrorAction Ignore
    Close-Sandbox
}

Describe 'The package' {
    It 'is one file, named after the version' {
        $package.Name | Should -Be "MigrationTools.$($manifest.ModuleVersion).nupkg"
    }

    It 'holds the module, and nothing else' {
        $relative = { param($folder) Get-ChildItem $folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') } | Sort-Object }
        & $relative $installed | Should -Be (& $relative (Join-Path $repository out/MigrationTools))
        foreach ($file in Get-ChildItem $installed -Recurse -File) {
            $built = Join-Path $repository "out/MigrationTools/$([IO.Path]::GetRelativePath($installed, $file.FullName))"
            (Get-FileHash $file).Hash | Should -Be (Get-FileHash $built).Hash -Because $file.Name
        }
    }

    It 'tells a gallery what the manifest says' {
        $about, $data = $nuspec.package.metadata, $manifest.PrivateData.PSData
        $about.id | Should -Be MigrationTools
        $about.version | Should -Be $manifest.ModuleVersion
        $about.authors | Should -Be $manifest.Author
        $about.description | Should -Be $manifest.Description
        $about.copyright | Should -Be $manifest.Copyright
        $about.licenseUrl | Should -Be $data.LicenseUri
        $about.releaseNotes | Should -Be $data.ReleaseNotes
        foreach ($text in $manifest.Description, $data.ReleaseNotes) {
            foreach ($system in 'Arcadia', 'Cloudera Data Visualization', 'SnapLogic', 'Camunda Optimize', 'ArcGIS Enterprise') { $text | Should -BeLike "*$system*" }
        }
        # What a gallery takes: 4,000 letters of each.
        foreach ($text in $about.tags, $about.description, $about.releaseNotes) { $text.Length | Should -BeLessThan 4000 }
        $tags = $about.tags -split ' '
        $tags | Should -Contain PSModule
        foreach ($tag in $data.Tags) { $tags | Should -Contain $tag }
        foreach ($cmdlet in $manifest.CmdletsToExport) { $tags | Should -Contain "PSCommand_$cmdlet" }
    }

    It 'brings its help along' {
        $child = Invoke-Child ($preamble + '(Get-Help Import-ArcadiaPackage -Full).Examples.Example.Count; (Get-Help about_MigrationTools*).Name; (Get-Module MigrationTools).ModuleBase') -Bare -Environment @{ PACKAGE_PATH = $modulePath }
        $lines = $child.Output -split '\r?\n'
        [int] $lines[0] | Should -BeGreaterThan 2 -Because $child.Errors
        $lines[1..($lines.Count - 2)] | Sort-Object | Should -Be (Get-ChildItem (Join-Path $repository docs/en-US) -Filter about_*.md | ForEach-Object BaseName | Sort-Object)
        $lines[-1] | Should -Be $installed
    }
}

Describe 'The README''s quick start' {
    It 'runs <Start>' -ForEach $starts {
        Invoke-SandboxRequest POST reset
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive "start-$FromPackage")).FullName
        $out = (New-Item -ItemType Directory (Join-Path $folder out)).FullName
        if (-not $FromPackage) { Copy-Item $moduleFolder (Join-Path $out MigrationTools) -Recurse }
        $blocks = Read-Guide (Join-Path $repository README.md) 'Quick start' | Where-Object { $_.Language -eq 'powershell' } | ForEach-Object { $_.Lines -join "`n" }
        # Building and starting the sandbox is done.
        $blocks = @($blocks -notmatch '(?m)^dotnet ') -replace [regex]::Escape('http://127.0.0.1:18080/sandbox'), $sandbox.Admin
        $blocks.Count | Should -BeGreaterThan 5
        $blocks[0] | Should -Match '(?m)^Import-Module \./out/MigrationTools$'
        if ($FromPackage) { $blocks[0] = $blocks[0] -replace '(?m)^Import-Module .+$' }
        $blocks[-1] | Should -Match '^exit '
        $script = @("Set-Location '$($folder.Replace("'", "''"))'") + ($blocks | Select-Object -SkipLast 1) + '"From $((Get-Module MigrationTools).ModuleBase)"' + $blocks[-1]

        $run = Invoke-Child ($preamble + ($script -join "`n")) -Bare -Environment @{ PACKAGE_PATH = $FromPackage ? $modulePath : $TestDrive }

        $run.Errors | Should -BeNullOrEmpty -Because $run.Output
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match ([regex]::Escape("From $($FromPackage ? $installed : (Join-Path $out MigrationTools))"))
        (Join-Path $out promotion.html) | Should -FileContentMatch 'Store sales overview'
        # A move of each system, as the targets have it.
        @((Get-SandboxObject prod dashboards).name -eq 'Store sales overview').Count | Should -Be 1
        (Get-SandboxState elastic snaplogic | ConvertFrom-Json).'acme-prod'.projects.'/Sales/Order Sync'.assets | Should -HaveCount 10
        (Get-SandboxObject prod dashboards optimize | Where-Object collectionId -EQ $sandbox.Optimize.prod.collectionId).name | Should -Contain 'Returns desk'
        (((Get-SandboxState prod arcgis | ConvertFrom-Json).groups | Where-Object id -EQ $sandbox.ArcGis.prod.groupId).items).Count | Should -BeGreaterThan 9
    }
}
