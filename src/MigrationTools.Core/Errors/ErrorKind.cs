namespace MigrationTools.Core.Errors;

/// <summary>One documented way to fail. Its id is stable: scripts test it.</summary>
/// <param name="Id">The ErrorId that scripts see.</param>
/// <param name="Class">The category.</param>
/// <param name="Cause">Why it happens, in a sentence.</param>
/// <param name="Remedy">What to do next, in a sentence; part of every message of this kind.</param>
public sealed record ErrorKind(string Id, ErrorClass Class, string Cause, string Remedy)
{
    /// <inheritdoc />
    public override string ToString() => Id;
}
