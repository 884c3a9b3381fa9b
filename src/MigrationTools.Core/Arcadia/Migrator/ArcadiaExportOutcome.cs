using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>What an export came to.</summary>
/// <param name="Packages">One package; more where the ids were too many for one request line; none where nothing was found.</param>
/// <param name="Missing">What was asked for and did not come, each with its reason.</param>
public sealed record ArcadiaExportOutcome(IReadOnlyList<ArcadiaPackage> Packages, IReadOnlyList<MissingItem> Missing);
