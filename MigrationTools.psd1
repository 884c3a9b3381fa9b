@{
    # Imports the module as the last build left it in out/; the build rewrites these paths for out/MigrationTools itself.
    RootModule           = 'out/MigrationTools/MigrationTools.dll'
    # Loaded first: from then on the engine is found, in a load context of its own.
    NestedModules        = @('out/MigrationTools/MigrationTools.Loader.dll')
    FormatsToProcess     = @('out/MigrationTools/MigrationTools.format.ps1xml')
    TypesToProcess       = @('out/MigrationTools/MigrationTools.types.ps1xml')

    # The one place of the version: the build reads it from here.
    ModuleVersion        = '0.1.0'
    GUID                 = '5f0c6a53-9a0f-4f3a-9a53-0a4d2b1f7c11'
    Author               = 'MigrationTools founders'
    CompanyName          = 'MigrationTools'
    Copyright            = '(c) MigrationTools founders. MIT licence.'
    Description          = 'Move content between environments (dev, test, prod) over the REST APIs of Arcadia Enterprise / Cloudera Data Visualization, SnapLogic, Camunda Optimize and ArcGIS Enterprise: see beforehand what will happen, and afterwards, item by item, what did.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # Explicit, because auto-loading finds nothing behind a wildcard.
    CmdletsToExport      = @(
        'Add-ArcGisPackage'
        'Connect-Arcadia'
        'Connect-ArcGis'
        'Connect-Optimize'
        'Connect-SnapLogic'
        'Copy-SnapLogicAsset'
        'Disable-SnapLogicTask'
        'Disconnect-MigrationConnection'
        'Enable-SnapLogicTask'
        'Export-ArcadiaDashboard'
        'Export-ArcadiaPackage'
        'Export-ArcGisPackage'
        'Export-MigrationResult'
        'Export-OptimizeDashboard'
        'Export-OptimizeReport'
        'Export-SnapLogicProject'
        'Get-ArcadiaArtifact'
        'Get-ArcGisGroup'
        'Get-ArcGisItem'
        'Get-ArcGisJob'
        'Get-ArcGisPackage'
        'Get-MigrationConnection'
        'Get-MigrationHistory'
        'Get-MigrationJob'
        'Get-MigrationPackage'
        'Get-OptimizeCollection'
        'Get-OptimizeDashboard'
        'Get-OptimizeReport'
        'Get-SnapLogicMigration'
        'Get-SnapLogicSnaplex'
        'Import-ArcadiaPackage'
        'Import-ArcGisPackage'
        'Import-OptimizePackage'
        'Import-SnapLogicProject'
        'Invoke-SnapLogicApiVersionMigration'
        'Invoke-SnapLogicProjectMigration'
        'Measure-MigrationResult'
        'Publish-SnapLogicApiVersion'
        'Remove-OptimizeDashboard'
        'Remove-OptimizeReport'
        'Set-ArcGisItemOwner'
        'Set-SnapLogicTask'
        'Test-MigrationConnection'
        'Wait-ArcGisJob'
        'Wait-SnapLogicMigration'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()

    PrivateData          = @{
        PSData = @{
            Tags         = @('Migration', 'Arcadia', 'Cloudera', 'DataVisualization', 'SnapLogic', 'Camunda', 'Optimize', 'ArcGIS', 'Esri', 'REST', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'Export, import and migration for Arcadia Enterprise / Cloudera Data Visualization, SnapLogic, Camunda Optimize and ArcGIS Enterprise, with -WhatIf, conflicts, backups, a row for each item, a history of the session and reports. Begin with Get-Help about_MigrationTools.'
        }
    }
}
