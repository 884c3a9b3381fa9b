using System.Text.Json.Nodes;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>What is said of a version of an API when it is published.</summary>
public sealed record SnapLogicPublicationOptions
{
    /// <summary>Whom its users can write to.</summary>
    public string? ContactEmail { get; init; }

    /// <summary>Whether it can be subscribed to.</summary>
    public bool AllowSubscriptions { get; init; }

    /// <summary>Whether subscriptions need nobody's consent.</summary>
    public bool AutoApprove { get; init; }

    /// <summary>The whole OpenAPI specification; null to leave it as it is.</summary>
    public string? Specification { get; init; }

    /// <summary>Whether the specification is YAML and no JSON.</summary>
    public bool IsYaml { get; init; }
}

/// <summary>A version of an API on its way to its users. A migrated one arrives unpublished.</summary>
public sealed class SnapLogicPublication : SnapLogicPathChange
{
    private readonly SnapLogicPublicationOptions _options;
    private readonly bool _isShown;

    internal SnapLogicPublication(SnapLogicConnection connection, SnapLogicPath version, SnapLogicPublicationOptions options, bool isShown, IMigrationObserver observer) : base(connection, version, observer)
    {
        _options = options;
        _isShown = isShown;
    }

    /// <inheritdoc />
    public override string Summary => "Publish the API version";

    private protected override ErrorKind FailedKind => ErrorKinds.NotPublished;

    private protected override MigrationResult Template => new()
    {
        System = SnapLogicConnection.SystemName,
        Type = "ApiVersion",
        Name = $"{Path.Segments[2]}/{Path.Name}",
        Action = MigrationAction.Update,
        Status = MigrationStatus.Planned,
        Target = Path.ToString(),
        InputKey = Path.ToString(),
    };

    /// <summary>"BookStore/1.0", as the request has it; or the whole path, where a server writes that.</summary>
    private protected override SnapLogicPath? PathOf(string entry)
    {
        var path = SnapLogicPath.OfAnswer(entry);
        return path?.Segments is [var api, var version] && api == Path.Segments[2] && version == Path.Name ? Path : path;
    }

    private protected override MigrationResult RowOf(SnapLogicPath path) => Template;

    private protected override Task LookAsync(CancellationToken cancellationToken)
    {
        if (_isShown) Estimate("No call of the service lists API versions, so whether it is there is not known.");
        return Task.CompletedTask;
    }

    private protected override Task<SnapLogicPathReport> SendAsync(CancellationToken cancellationToken)
    {
        var version = new JsonObject
        {
            ["path"] = $"{Path.Segments[2]}/{Path.Name}",
            ["publish_info"] = _options.ContactEmail is { } mail ? new JsonObject { ["contact_email"] = mail } : new JsonObject(),
            ["allow_subscriptions"] = _options.AllowSubscriptions,
            ["auto_approve"] = _options.AutoApprove,
        };
        if (_options.Specification is { } spec)
        {
            version["is_yaml"] = _options.IsYaml;
            version["spec"] = spec;
        }
        return Connection.Client.PublishAsync(Path.Org, version, Path, Observer, cancellationToken);
    }
}
