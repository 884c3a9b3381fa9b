using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A version of an API (Classic API Management) on its way to another version, API, environment or Snaplex. It arrives unpublished.</summary>
public sealed class SnapLogicVersionMigration : SnapLogicMove
{
    private readonly SnapLogicPath? _snaplex;

    internal SnapLogicVersionMigration(
        SnapLogicConnection connection, SnapLogicPath source, SnapLogicPath destination, SnapLogicPath? snaplex, SnapLogicMigrationOptions options, IMigrationObserver observer)
        : base(connection, source, destination, options, observer) => _snaplex = snaplex;

    /// <inheritdoc />
    public override string Description => _snaplex is null ? base.Description : $"{base.Description}, on Snaplex '{_snaplex}'";

    private protected override string Kind => SnapLogicMigration.OfVersion;

    private protected override string TypeName => "ApiVersion";

    private protected override string Noun => "the API version";

    private protected override Task<SnapLogicStatus> PostAsync(IReadOnlyList<string> types, bool overwrite, CancellationToken cancellationToken) =>
        Connection.Client.MigrateVersionAsync(Source, Destination, _snaplex, types, overwrite, Observer, cancellationToken);

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        await base.LookAsync(cancellationToken).ConfigureAwait(false);
        if (!Options.Look) return;
        Rows = [Template with
        {
            Action = Options.OnConflict == ConflictPolicy.Overwrite ? MigrationAction.Unknown : MigrationAction.Create,
            Reason = ResultReason.Estimated,
            Message = "No call of the service tells what the destination holds, so what would be overwritten is not known.",
        }];
    }

    private protected override Task FindOutAsync(MigrationException lost, CancellationToken cancellationToken)
    {
        var unknown = new MigrationException(ErrorKinds.OutcomeUnknown, $"What came of the migration of {Source} to {Destination} is not known: {lost.What} No call of the service lists versions, so it could not be looked for.",
            "Look at the destination in API Manager. -OnConflict Fail is safe to run again: the server refuses a version that is there.", lost)
        {
            HttpStatus = lost.HttpStatus,
            Endpoint = lost.Endpoint,
            TargetObject = Source.ToString(),
            IsAmbiguous = true,
        };
        Rows = [Rows[0] with { Status = MigrationStatus.Unknown, Reason = ResultReason.AnswerLost, ErrorId = unknown.ErrorId, Message = unknown.Message, Duration = Elapsed }];
        throw unknown;
    }
}
