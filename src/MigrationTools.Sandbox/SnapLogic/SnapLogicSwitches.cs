namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>What is not known about the real service. The first value of each is the default.</summary>
public sealed class SnapLogicSwitches
{
    /// <summary>Which key asks for an asynchronous run.</summary>
    public AsyncKey AsyncKey { get; set; }

    /// <summary>The answer to an accepted asynchronous run.</summary>
    public MigrateReply MigrateReply { get; set; }

    /// <summary>No asset types.</summary>
    public AssetTypesDefault AssetTypesDefault { get; set; }

    /// <summary>An existing destination.</summary>
    public ConflictReply Conflict { get; set; }

    /// <summary>What overwriting does to the rest.</summary>
    public OverwriteEffect Overwrite { get; set; }

    /// <summary>Whether migrated tasks are enabled.</summary>
    public TaskState TaskState { get; set; }

    /// <summary>A destination without its project space.</summary>
    public MissingSpace MissingSpace { get; set; }

    /// <summary>The shape of the status document.</summary>
    public StatusGeneration StatusGeneration { get; set; }

    /// <summary>Where the status document is.</summary>
    public StatusPath StatusPath { get; set; }

    /// <summary>Whether <c>/migrate/{token}</c> needs an environment admin. On by default.</summary>
    public Toggle MigratePathNeedsAdmin { get; set; } = Toggle.On;

    /// <summary>What becomes of a migration; taken when it begins.</summary>
    public RunOutcome Outcome { get; set; }

    /// <summary>How many reads of the status say Started although the work is done.</summary>
    public int StatusSteps { get; set; } = 2;

    /// <summary>How long the work takes on the sandbox's clock; asset after asset arrives meanwhile.</summary>
    public TimeSpan JobDuration { get; set; }

    /// <summary>The lists while it runs.</summary>
    public StartedLists StartedLists { get; set; }

    /// <summary>How empty lists are written.</summary>
    public EmptyLists EmptyLists { get; set; }

    /// <summary>The key of a warning's text.</summary>
    public WarningKey WarningKey { get; set; }

    /// <summary>The key of a failure's text.</summary>
    public FailedKey FailedKey { get; set; }

    /// <summary>How long a token is known.</summary>
    public Retention Retention { get; set; }

    /// <summary>The time for <see cref="Retention.Time"/>.</summary>
    public TimeSpan RetentionTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The reads for <see cref="Retention.Reads"/>.</summary>
    public int RetentionReads { get; set; } = 3;

    /// <summary>The host of <c>status_url</c>.</summary>
    public StatusUrlHost StatusUrlHost { get; set; }

    /// <summary>The origin for <see cref="StatusUrlHost.Foreign"/>.</summary>
    public string ForeignOrigin { get; set; } = "https://pod-17.snaplogic.example";

    /// <summary>The body of errors.</summary>
    public ErrorForm ErrorForm { get; set; }

    /// <summary>Where an error's code stands.</summary>
    public StatusPlace StatusPlace { get; set; }

    /// <summary>The header <c>X-SL-StatusCode</c>.</summary>
    public Toggle StatusHeader { get; set; }

    /// <summary>Fields that nobody knows, in every wrapped answer.</summary>
    public Toggle ExtraFields { get; set; }

    /// <summary>The depth of Snaplex paths.</summary>
    public PlexDepth PlexDepth { get; set; }

    /// <summary>Slashes before paths.</summary>
    public LeadingSlash LeadingSlash { get; set; }

    /// <summary>The envelope of copy_assets.</summary>
    public Envelope CopyEnvelope { get; set; }

    /// <summary>The key of copy_assets' list.</summary>
    public CopyKey CopyKey { get; set; }

    /// <summary>The envelope of project/import.</summary>
    public Envelope ImportEnvelope { get; set; }

    /// <summary>The keys in <c>unsuccessful_versions</c>.</summary>
    public UnsuccessfulKeys UnsuccessfulKeys { get; set; }

    /// <summary>A JWT of another org.</summary>
    public TokenOrg TokenOrg { get; set; }

    /// <summary>After how long a gateway answers 504 in the place of any request; the work goes on behind it.</summary>
    public TimeSpan RequestLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>All values back to their defaults.</summary>
    public void Reset()
    {
        var defaults = new SnapLogicSwitches();
        foreach (var property in typeof(SnapLogicSwitches).GetProperties()) property.SetValue(this, property.GetValue(defaults));
    }
}
