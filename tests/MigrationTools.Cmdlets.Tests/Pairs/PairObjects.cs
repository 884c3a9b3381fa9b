namespace MigrationTools.Cmdlets.Tests.Pairs;

/// <summary>One object of every sort that comes out of a cmdlet, and some that come out of others.</summary>
internal static class PairObjects
{
    /// <summary>What the table calls them, and the variable that holds one.</summary>
    public static readonly IReadOnlyList<(string Name, string Variable)> Kinds =
    [
        ("connection of Arcadia", "arcadiaConnection"), ("package of Arcadia", "arcadiaPackage"), ("dashboard of Arcadia", "arcadiaDashboard"),
        ("dataset of Arcadia", "arcadiaDataset"), ("item of a package of Arcadia", "arcadiaItem"), ("row of Arcadia", "arcadiaRow"), ("planned row of Arcadia", "arcadiaPlanned"),
        ("connection of SnapLogic", "snapConnection"), ("package of SnapLogic", "snapPackage"), ("Snaplex", "snaplex"), ("row of SnapLogic", "snapRow"),
        ("planned row of SnapLogic", "snapPlanned"), ("failed row of SnapLogic", "snapFailed"), ("row of an API version", "versionRow"), ("job of SnapLogic", "snapJob"), ("migration of SnapLogic", "snapMigration"),
        ("connection of Optimize", "optimizeConnection"), ("package of Optimize", "optimizePackage"), ("collection of Optimize", "collection"),
        ("dashboard of Optimize", "optimizeDashboard"), ("report of Optimize", "report"), ("row of Optimize", "optimizeRow"), ("planned row of Optimize", "optimizePlanned"),
        ("connection of ArcGIS", "gisConnection"), ("package of ArcGIS", "gisPackage"), ("planned package of ArcGIS", "gisPlannedPackage"), ("package on a portal", "gisAdded"),
        ("package that was looked into", "gisSeen"), ("item of a package that was looked into", "gisSeenItem"), ("group of ArcGIS", "group"), ("item of ArcGIS", "gisItem"), ("item that is a package", "gisPackageItem"),
        ("row of ArcGIS", "gisRow"), ("planned row of ArcGIS", "gisPlanned"), ("job of ArcGIS", "gisJob"),
        ("entry of the history", "entry"), ("sum of rows", "sum"), ("test of a connection", "connectionTest"),
        ("file of Arcadia", "file"), ("process", "process"), ("table", "table"),
    ];

    /// <summary>Makes them, from what the servers hold at the start. Connections have names that say what they are.</summary>
    public const string Setup = """
        function Connect-All {
            $global:arcadiaConnection = Connect-Arcadia $arcadiaDev $arcadiaDevKey -Name arcadia-dev
            $null = Connect-Arcadia $arcadiaProd $arcadiaProdKey -Name arcadia-prod
            $global:snapConnection = Connect-SnapLogic -Uri $plane -Credential $planeLogin -Name plane
            $global:optimizeConnection = Connect-Optimize $optimizeDev $optimizeDevToken -Name optimize-dev
            $null = Connect-Optimize $optimizeProd $optimizeProdToken -Name optimize-prod
            $global:gisConnection = Connect-ArcGis $gisDev $gisDevLogin -Name gis-dev
            $null = Connect-ArcGis $gisProd $gisProdLogin -Name gis-prod
        }
        Connect-All
        $arcadiaPackage = Export-ArcadiaDashboard 2110 -Connection arcadia-dev -Path returns.json -WarningAction Ignore
        $file = [IO.FileInfo]::new($arcadiaPackage.Path)
        $arcadiaDashboard = Get-ArcadiaArtifact Dashboard Returns -Connection arcadia-dev
        $arcadiaDataset = (Get-ArcadiaArtifact Dataset -Connection arcadia-dev)[0]
        $arcadiaItem = $arcadiaPackage.Items.Where({ $_.Type -eq 'Dashboard' })[0]
        $arcadiaPlanned = (Import-ArcadiaPackage returns.json -Connection arcadia-prod -DataConnection sales -WhatIf)[0]
        $arcadiaRow = (Import-ArcadiaPackage returns.json -Connection arcadia-prod -DataConnection sales)[0]

        $snapPackage = Export-SnapLogicProject '/acme/Sales/Order Sync' -Path orders.zip
        $snaplex = (Get-SnapLogicSnaplex acme-prod my-snaplex)[0]
        $snapPlanned = @(Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Planned' -AssetType Task -WhatIf)[0]
        $snapRow = @(Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Orders' -AssetType Task)[0]
        $snapFailed = @(Invoke-SnapLogicProjectMigration /acme/Finance/Invoices /acme-prod/Finance/Invoices -ErrorAction Ignore | Where-Object Status -eq Failed)[0]
        $versionRow = @(Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 /acme-prod/shared/my-snaplex)[0]
        $snapJob = Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Later' -NoWait
        $snapMigration = Get-SnapLogicMigration $snapJob.Id

        $collection = Get-OptimizeCollection Returns -Connection optimize-dev
        $optimizePackage = Export-OptimizeDashboard 123 -Connection optimize-dev -Path board.json
        $optimizeDashboard = @($collection | Get-OptimizeDashboard -Connection optimize-dev)[0]
        $report = @($collection | Get-OptimizeReport -Connection optimize-dev)[0]
        $optimizePlanned = @(Import-OptimizePackage board.json -CollectionId $returns -Connection optimize-prod -WhatIf)[0]
        $optimizeRows = @(Import-OptimizePackage board.json -CollectionId $returns -Connection optimize-prod)
        $optimizeRow = @($optimizeRows | Where-Object Type -eq Dashboard)[0]
        $optimizeReportRow = @($optimizeRows | Where-Object Type -ne Dashboard)[0]

        $group = @(Get-ArcGisGroup -Id $test -Connection gis-dev)[0]
        $gisItem = @($group | Get-ArcGisItem -Connection gis-dev)[0]
        $gisPlannedPackage = Export-ArcGisPackage $test -Connection gis-dev -WhatIf
        $gisPackage = Export-ArcGisPackage $test -Connection gis-dev -Path test.epk
        $gisAdded = Add-ArcGisPackage test.epk -Connection gis-prod
        $gisSeen = $gisAdded | Get-ArcGisPackage -GroupId $mine -Connection gis-prod
        $gisSeenItem = $gisSeen.Items[0]
        $gisPackageItem = @(Get-ArcGisItem -Type 'Export Package' -Connection gis-prod)[0]
        $gisPlanned = @(Import-ArcGisPackage test.epk -GroupId $mine -Connection gis-prod -WhatIf)[0]
        $gisRow = @(Import-ArcGisPackage test.epk -GroupId $mine -Connection gis-prod)[0]
        $gisJob = Export-ArcGisPackage $test -Connection gis-dev -NoWait

        $entry = Get-MigrationHistory -Newest 1
        $sum = $arcadiaRow | Measure-MigrationResult
        $connectionTest = Test-MigrationConnection arcadia-dev
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $table = @{ Id = 1; Path = 'returns.json' }
        """;

    /// <summary>An object itself, and as it comes back: out of Export-Clixml and Start-Job, and out of Export-Csv, where all is text.</summary>
    public const string Forms = """
        function Get-Live($value) { $value }
        function Get-Clixml($value) { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($value)) }
        function Get-Csv($value) {
            $cells = [ordered]@{}
            foreach ($property in $value.psobject.Properties) { $cells[$property.Name] = "$($property.Value)" }
            [pscustomobject]$cells
        }
        """;
}
