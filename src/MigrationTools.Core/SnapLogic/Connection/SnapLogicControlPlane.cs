namespace MigrationTools.Core.SnapLogic;

/// <summary>The vendor's control planes by their short names. Any other is given by its address.</summary>
public enum SnapLogicControlPlane
{
    /// <summary>elastic.snaplogic.com, where most environments are.</summary>
    Elastic,

    /// <summary>uat.elastic.snaplogic.com, for user acceptance tests.</summary>
    Uat,

    /// <summary>emea.snaplogic.com.</summary>
    Emea,
}

/// <summary>What the short names stand for.</summary>
public static class SnapLogicControlPlanes
{
    /// <summary>The control plane's address.</summary>
    public static Uri AddressOf(SnapLogicControlPlane plane) => plane switch
    {
        SnapLogicControlPlane.Elastic => new Uri("https://elastic.snaplogic.com/"),
        SnapLogicControlPlane.Uat => new Uri("https://uat.elastic.snaplogic.com/"),
        SnapLogicControlPlane.Emea => new Uri("https://emea.snaplogic.com/"),
        _ => throw new ArgumentOutOfRangeException(nameof(plane), plane, "It has no address."),
    };
}
