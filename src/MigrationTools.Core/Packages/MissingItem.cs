using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>One item that an export was asked for, and that did not come.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id.</param>
/// <param name="Error">Why.</param>
public sealed record MissingItem(string Type, string Id, MigrationException Error);
