using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>A control plane that means harm, and archives of every sort: no credential, no memory and no file of their choice.</summary>
public sealed class SnapLogicHostileTests : IClassFixture<Plane>
{
    private const string Orders = "/acme/Sales/Order Sync";
    private const string Target = "/acme-prod/Sales/Order Sync";
    private readonly Plane _plane;

    public SnapLogicHostileTests(Plane plane)
    {
        _plane = plane;
        plane.Reset();
    }

    public static TheoryData<string> Tokens => ["../../asset/session", "a/b", "..", "?x=1", "a b", "%2e%2e%2fsession", "\u001b[2J", new string('a', 5000), ""];

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_token_cannot_lead_to_another_address(string token)
    {
        _plane.Server.State.PresetTokens(token);

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        var failure = Assert.IsType<MigrationException>(error);
        Assert.Equal(MigrationStatus.Unknown, Assert.Single(rows).Status);
        Assert.True(failure.IsAmbiguous);
        Assert.DoesNotContain('\u001b', failure.Message);
        Assert.True(failure.Message.Length < 2000);
        Assert.DoesNotContain(_plane.Server.Log.Requests, request => request.Route is "session" or "other");
        Assert.Single(_plane.Sent("migrate"));
    }

    [Fact]
    public async Task Whatever_happened_to_an_archive_it_is_read_or_refused()
    {
        var path = Path.Combine(_plane.Folder, "sound.zip");
        await _plane.Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, new PackageDestination(path), default);
        var sound = await File.ReadAllBytesAsync(path);
        var file = Path.Combine(_plane.Folder, "damaged.zip");
        var (read, refused) = (0, 0);
        var damages =
            from places in Gen.ArrayOf(Gen.Choose(0, sound.Length - 1), 3)
            from values in Gen.ArrayOf(Gen.Choose(0, 255), 3)
            from cut in Gen.Frequency((4, Gen.Constant(sound.Length)), (1, Gen.Choose(0, sound.Length)))
            select (places, values, cut);

        Prop.ForAll(damages.ToArbitrary(), damage =>
        {
            var bytes = sound.ToArray();
            for (var index = 0; index < 3; index++) bytes[damage.places[index]] = (byte)damage.values[index];
            File.WriteAllBytes(file, bytes[..damage.cut]);
            try
            {
                KnownFormats.Reader.ReadAsync(file, SnapLogicConnection.SystemName).GetAwaiter().GetResult();
                read++;
            }
            catch (MigrationException error) when (error.Kind.Class is ErrorClass.InvalidData or ErrorClass.LimitsExceeded)
            {
                refused++;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

        // Damages that are all refused, or all overlooked, show nothing.
        Assert.True(read > 20 && refused > 20, $"{read} read, {refused} refused");
    }

    [Fact]
    public async Task Names_in_an_answer_come_to_rows_without_what_steers_a_terminal()
    {
        const string evil = "\u001b[31mred\u202e\r\nname";
        _plane.Server.State.Add(Orders, "File", evil);

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        Assert.Null(error);
        Assert.DoesNotContain(rows, row => $"{row.Name}{row.Message}".Any(char.IsControl));
        Assert.DoesNotContain('\u001b', _plane.Told.Everything);
    }

    [Theory]
    [InlineData(FaultKind.EndlessBody)]
    [InlineData(FaultKind.DeepJson)]
    [InlineData(FaultKind.HugeErrorBody)]
    public async Task A_status_without_end_ends_the_wait_and_not_the_job(FaultKind kind)
    {
        _plane.Server.Faults.Add(new Fault { Route = "status", Kind = kind, Count = null, Bytes = 80 << 20 });

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        Assert.Contains("Wait-SnapLogicMigration", Assert.IsType<MigrationException>(error).Message, StringComparison.Ordinal);
        Assert.Equal((MigrationStatus.Unknown, ResultReason.StillRunning), (Assert.Single(rows).Status, rows[0].Reason));
    }
}
