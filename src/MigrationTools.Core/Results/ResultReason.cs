namespace MigrationTools.Core.Results;

/// <summary>Why a row has its status.</summary>
public enum ResultReason
{
    /// <summary>Nothing more to say.</summary>
    None,

    /// <summary>Only a rehearsal (-WhatIf).</summary>
    WhatIf,

    /// <summary>Somebody answered no to the question.</summary>
    Declined,

    /// <summary>It, or other things of a package that is taken as a whole, are on the target already, and -OnConflict leaves them.</summary>
    ExistsOnTarget,

    /// <summary>It, or other things of its package, are on the target already, and -OnConflict Fail forbids to touch them.</summary>
    Conflict,

    /// <summary>The server's dry run was not readable: the plan is an estimate of this product.</summary>
    Estimated,

    /// <summary>It failed before anything was sent for it: a check, the saving of what would be overwritten.</summary>
    CheckFailed,

    /// <summary>The server refused.</summary>
    Rejected,

    /// <summary>The server's answer was lost; looking showed what came of it, or could not.</summary>
    AnswerLost,

    /// <summary>The server's answer has a shape that is not known.</summary>
    AnswerUnreadable,

    /// <summary>The server reported success, and looking did not find the item.</summary>
    NotFoundAfterwards,

    /// <summary>The user stopped it.</summary>
    Stopped,

    /// <summary>The wait for it was over, or was stopped, and the server's job goes on.</summary>
    StillRunning,

    /// <summary>The failure of another input, of a cause common to all, ended the run.</summary>
    EarlierFailure,

    /// <summary>The row it was made from tells of nothing that was done.</summary>
    NotActionable,
}
