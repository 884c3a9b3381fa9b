namespace MigrationTools.SnapLogic;

/// <summary>The types of asset that can be named.</summary>
public enum SnapLogicAssetType
{
    /// <summary>Accounts: credentials for endpoints. They cross environments only where the source trusts the destination.</summary>
    Account,

    /// <summary>Files.</summary>
    File,

    /// <summary>Tasks: triggered, scheduled, Ultra. "Job" is the API's word; Task is taken for it.</summary>
    Job,

    /// <summary>Pipelines.</summary>
    Pipeline,

    /// <summary>Policies of API management.</summary>
    Policy,
}
