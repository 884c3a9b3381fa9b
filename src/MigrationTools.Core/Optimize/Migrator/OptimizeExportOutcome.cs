using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>What an export came to.</summary>
/// <param name="Package">The package; null where nothing of what was asked for came.</param>
/// <param name="Missing">What was asked for and did not come, each with its reason.</param>
public sealed record OptimizeExportOutcome(OptimizePackage? Package, IReadOnlyList<MissingItem> Missing);

/// <summary>What a collection holds of one type.</summary>
/// <param name="Items">The dashboards or reports; one whose content the server cannot export has its id for a name.</param>
/// <param name="MaybeMore">True where the server's list ended at its cap, so that there may be more.</param>
/// <param name="Unread">Those that the server lists and cannot export, each with its reason.</param>
public sealed record OptimizeListing(IReadOnlyList<OptimizeItem> Items, bool MaybeMore, IReadOnlyList<MissingItem> Unread);
