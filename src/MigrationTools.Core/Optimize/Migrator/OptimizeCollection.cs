using System.Diagnostics.CodeAnalysis;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>A collection as a server lists it: where imports go.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is no list, but what the vendor calls a collection.")]
public sealed record OptimizeCollection : MigrationItem
{
    /// <summary>The server it was listed on: ids differ from server to server.</summary>
    public string? Source { get; init; }

    /// <summary>Who owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>Its data sources, each as "process key (tenants)": what reports in it may evaluate.</summary>
    public IReadOnlyList<string> DataSources { get; init => field = Listed.For(value); } = [];

    /// <inheritdoc />
    public override string ToString() => base.ToString();
}
