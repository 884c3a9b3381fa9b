namespace MigrationTools.Sandbox;

/// <summary>How a sandbox is started.</summary>
public sealed class SandboxOptions
{
    /// <summary>How many dashboards (reports, assets, items) are added to the sample content.</summary>
    public int Scale { get; init; }

    /// <summary>A wait before every answer.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The clock of delays and expiries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The first of consecutive ports (admin first), or 0 for free ones.</summary>
    public int PortBase { get; init; }

    /// <summary>The size of a large static asset of Arcadia's dev, in bytes of its base64 text, and of a large file of SnapLogic's; 0 for none.</summary>
    public long LargeAssetBytes { get; init; }

    /// <summary>How many large static assets and files there are.</summary>
    public int LargeAssets { get; init; } = 1;

    /// <summary>A prefix before Arcadia's <c>/arc</c>, for example <c>/cdv</c>.</summary>
    public string ArcadiaBasePath { get; init; } = "";

    /// <summary>The size of the models of Optimize's dev in a collection of their own, in bytes; 0 for none.</summary>
    public long OptimizeXmlBytes { get; init; }

    /// <summary>How many reports have such a model.</summary>
    public int OptimizeXmls { get; init; } = 1;

    /// <summary>The size of a large item of ArcGIS's dev, in bytes; 0 for none.</summary>
    public long LargeItemBytes { get; init; }
}
