using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>How an exported project is imported.</summary>
public sealed record SnapLogicImportOptions
{
    /// <summary>The project; made where it is not there. Its project space has to be there.</summary>
    public required SnapLogicPath Destination { get; init; }

    /// <summary>
    /// Fail refuses a project that is there; Skip adds what it lacks; Overwrite replaces, too; Duplicate makes a second
    /// project beside it, whose name ends in a number.
    /// </summary>
    public ConflictPolicy OnConflict { get; init; } = ConflictPolicy.Fail;

    /// <summary>What Overwrite replaces; null for all but Account and Job. Policies the server replaces in any case.</summary>
    public IReadOnlyList<string>? AssetTypes { get; init; }

    /// <summary>A folder into which a project that is there is exported before it is overwritten.</summary>
    public string? Backup { get; init; }

    /// <summary>The accounts to change, as the archive's accounts_template.json lists them.</summary>
    public string? AccountFile { get; init; }

    /// <summary>A zip of expression files for the project.</summary>
    public string? ExpressionFile { get; init; }

    /// <summary>True to look beforehand what the project holds.</summary>
    public bool Look { get; init; }
}

/// <summary>One exported project on its way into a project.</summary>
public sealed class SnapLogicImport : SnapLogicChange
{
    private readonly MigrationPackage _given;
    private readonly SnapLogicImportOptions _options;
    private MigrationPackage? _package;
    private SnapLogicInventory? _before;

    internal SnapLogicImport(SnapLogicConnection connection, MigrationPackage package, SnapLogicImportOptions options, IMigrationObserver observer) : base(connection, observer)
    {
        _given = package;
        _options = options;
        Rows = [Template];
    }

    /// <inheritdoc />
    public override string Description => $"'{GivenPackage.NameOf(_given)}' -> '{_options.Destination}' ({Connection.Name})";

    /// <inheritdoc />
    public override string Lane => $"{Connection.Uri} {_options.Destination}";

    /// <inheritdoc />
    public override string Summary => _options.OnConflict switch
    {
        ConflictPolicy.Overwrite => $"Import; replace what is there of the types {string.Join(", ", OverwriteTypes)}",
        ConflictPolicy.Skip => "Import what is not there yet",
        ConflictPolicy.Duplicate => "Import; into a second project where it is there",
        _ => "Import into a new project",
    };

    private IReadOnlyList<string> OverwriteTypes =>
        _options.OnConflict != ConflictPolicy.Overwrite ? [] : _options.AssetTypes ?? [.. SnapLogicAssetTypes.Exportable.Except(SnapLogicAssetTypes.Adapted)];

    private protected override MigrationResult Template => new()
    {
        System = SnapLogicConnection.SystemName,
        Type = "Project",
        Name = _options.Destination.Name,
        Action = _options.OnConflict switch
        {
            ConflictPolicy.Overwrite => MigrationAction.Replace,
            ConflictPolicy.Duplicate => MigrationAction.Copy,
            _ => MigrationAction.Create,
        },
        Status = MigrationStatus.Planned,
        Source = _given.Path ?? _given.Source,
        Target = _options.Destination.ToString(),
        InputKey = _given.Path,
    };

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        _package = await GivenPackage.ReadAsync(_given, SnapLogicConnection.SystemName, cancellationToken).ConfigureAwait(false);
        foreach (var file in new[] { _options.AccountFile, _options.ExpressionFile }.OfType<string>().Where(file => !File.Exists(file)))
        {
            throw new MigrationException(ErrorKinds.PackageNotFound, $"There is no file '{file}' to send along.") { TargetObject = file };
        }
        if (_options.OnConflict != ConflictPolicy.Fail && !_options.Look) return;
        _before = await SnapLogicInventory.LookAsync(Connection, _options.Destination, Observer, cancellationToken).ConfigureAwait(false);
        if (_options.OnConflict == ConflictPolicy.Fail)
        {
            if (_before.Exists == true) throw IsThere();
            if (_before.Exists is null) throw new MigrationException(ErrorKinds.DestinationNotKnown, $"Whether {_options.Destination} is there could not be looked at: {_before.Why}") { TargetObject = _options.Destination.ToString() };
        }
        if (!_options.Look) return;
        var why = _before.Exists == false ? await SnapLogicSpace.RequireAsync(Connection, _options.Destination, Observer, cancellationToken).ConfigureAwait(false) : null;
        Plan();
        if (why is not null) Estimate(why);
    }

    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_options is { Backup: { } folder, OnConflict: ConflictPolicy.Overwrite })
        {
            await SnapLogicBackup.SaveAsync(Connection, _options.Destination, folder, Observer, cancellationToken).ConfigureAwait(false);
        }
        // Another package of the same call may have made it since.
        if (_options.OnConflict == ConflictPolicy.Fail && (await SnapLogicInventory.LookAsync(Connection, _options.Destination, Observer, cancellationToken).ConfigureAwait(false)).Exists == true) throw IsThere();
        SnapLogicStatus reply;
        try
        {
            reply = await SendAsync(cancellationToken).ConfigureAwait(false);
            if (!reply.HasOutcome)
            {
                throw new MigrationException(ErrorKinds.OutcomeUnknown, $"{Connection.Name} took the package, and its answer does not tell what came of it.") { IsAmbiguous = true };
            }
        }
        catch (MigrationException error) when (error.IsAmbiguous)
        {
            var look = new SnapLogicLostAnswer(Connection, $"the import of '{GivenPackage.NameOf(_given)}' into {_options.Destination}", null, _options.Destination, _before, Observer);
            (Rows, var unknown) = await look.FindOutAsync(Template with { Duration = Elapsed }, SnapLogicInventory.Of(_package!), error, cancellationToken).ConfigureAwait(false);
            if (unknown is not null) throw unknown;
            return;
        }
        var outcome = SnapLogicOutcome.Of(reply, Template with { Duration = Elapsed }, name => Inventory.TypeOf(name), Observer);
        Rows = [.. outcome.Rows.Where(_ => reply.Successful.Count + reply.Failed.Count > 0 || !Inventory.IsReadable).Select(row => IsLeft(row) ? PlannedRow.LeftAlone(row, IsThereAlready, Elapsed) : row)];
        Complaints = [.. outcome.Complaints.Where(complaint => !IsLeft(complaint.Row))];
        TellUnnamed();
    }

    /// <summary>What is there is no failure where leaving it is what was asked for.</summary>
    private bool IsLeft(MigrationResult row) => row.ErrorId == ErrorKinds.ConflictFound.Id && Leaves(row.Type);

    private bool Leaves(string type) => _options.OnConflict switch
    {
        ConflictPolicy.Skip => true,
        // Where the type is not known, it may be one that was to be replaced and was not.
        ConflictPolicy.Overwrite => SnapLogicAssetTypes.Known(type) is { } known && !OverwriteTypes.Contains(known),
        _ => false,
    };

    /// <summary>An answer that says nothing of an asset says no good of it.</summary>
    private void TellUnnamed()
    {
        var package = Inventory;
        if (!package.IsReadable) return;
        var named = Rows.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        var rows = Rows.ToList();
        var complaints = Complaints.ToList();
        foreach (var asset in package.Assets.Where(asset => !named.Contains(asset.Name)))
        {
            var row = Template with { Type = asset.Type, Name = asset.Name, Duration = Elapsed };
            if (_options.OnConflict == ConflictPolicy.Overwrite && Leaves(asset.Type))
            {
                rows.Add(PlannedRow.LeftAlone(row, "Its type was not to be replaced, and the control plane does not name it.", Elapsed));
                continue;
            }
            var error = new MigrationException(ErrorKinds.OutcomeUnknown, $"{Connection.Name} reports on the import into {_options.Destination} and does not name {asset.Type} '{asset.Name}'.") { TargetObject = asset.Name };
            row = row with { Status = MigrationStatus.Unknown, Reason = ResultReason.AnswerUnreadable, ErrorId = error.ErrorId, Message = error.Message };
            rows.Add(row);
            complaints.Add(new SnapLogicComplaint(error, row));
        }
        Rows = rows;
        Complaints = complaints;
    }

    private string IsThereAlready => PackageConflict.Words(_options.Destination.ToString(), id: null);

    private SnapLogicInventory Inventory => SnapLogicInventory.Of(_package!);

    private MigrationException IsThere() => new(ErrorKinds.ConflictFound, $"The project {_options.Destination} is already there (connection {Connection.Name}).",
        "Use -OnConflict Overwrite to replace what has the same names, Skip to add only what it lacks, or name another destination.") { TargetObject = _options.Destination.ToString() };

    private Task<SnapLogicStatus> SendAsync(CancellationToken cancellationToken)
    {
        var files = new List<FilePart> { new("file", _package!.Path!, "project.zip", "application/zip") { Sha256 = _package.Sha256 } };
        if (_options.AccountFile is { } accounts) files.Add(new FilePart("file_account", accounts, "accounts.json", "application/json"));
        if (_options.ExpressionFile is { } expressions) files.Add(new FilePart("file_expr", expressions, "expressions.zip", "application/zip"));
        var duplicates = _options.OnConflict switch
        {
            ConflictPolicy.Overwrite => "overwrite",
            ConflictPolicy.Duplicate => "create_new",
            // Also for Fail: what came in between the look and now is not touched.
            _ => "skip",
        };
        return Connection.Client.ImportAsync(_options.Destination, files, duplicates, OverwriteTypes, Observer, cancellationToken);
    }

    private void Plan()
    {
        var package = SnapLogicInventory.Of(_package!);
        if (_options.OnConflict == ConflictPolicy.Duplicate || _before!.Exists is null || !package.IsReadable)
        {
            Rows = [Template with { Reason = ResultReason.Estimated, Message = _before!.Exists is null ? $"What the project holds could not be known: {_before.Why}" : null }];
            return;
        }
        Rows = [.. package.Assets.Select(asset =>
        {
            var isThere = _before.Has(asset);
            var replaces = isThere && OverwriteTypes.Contains(asset.Type);
            var row = Template with { Type = asset.Type, Name = asset.Name, Action = replaces ? MigrationAction.Replace : MigrationAction.Create };
            return isThere && !replaces ? PlannedRow.LeftAlone(row, IsThereAlready, Elapsed) : row;
        })];
    }
}
