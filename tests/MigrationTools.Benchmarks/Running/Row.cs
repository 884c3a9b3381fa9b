namespace MigrationTools.Benchmarks.Running;

/// <summary>One line of the table.</summary>
/// <param name="Case">What was measured.</param>
/// <param name="Ours">The median of ours, with its unit.</param>
/// <param name="Peer">The median of what it is compared with.</param>
/// <param name="Limit">What is aimed at.</param>
/// <param name="Ratio">The median of the pairs, and their extremes.</param>
/// <param name="IsMet">Whether the aim is met by the median; null where there is none.</param>
/// <param name="Peak">The most memory that the client's process had.</param>
/// <param name="AboveIdle">How much of it came with the work.</param>
internal sealed record Row(string Case, string Ours, string Peer, string Limit, string Ratio, bool? IsMet, string Peak = "", string AboveIdle = "");
