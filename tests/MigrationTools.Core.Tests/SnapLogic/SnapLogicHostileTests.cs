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

    /// <summary>Lists of any length are read in one pass, and up to a limit that is told.</summary>
    [Fact]
    public void Lists_without_end_become_rows_in_time_and_up_to_a_limit()
    {
        const int many = SnapLogicStatus.MostEntries + 50_000;
        string List(Func<int, string> entry) => $"[{string.Join(',', Enumerable.Range(0, many).Select(entry))}]";
        using var json = System.Text.Json.JsonDocument.Parse($$"""
            {"status":"Completed","successful":{{List(i => $$"""{"name":"a{{i}}","snode_id":"s{{i}}"}""")}},"failed":{{List(i => $$"""{"name":"f{{i}}"}""")}},"warnings":{{List(i => $$"""{"name":"f{{i}}","message":"w{{i}}"}""")}}}
            """);
        var document = SnapLogicStatus.Read(json.RootElement);
        var outcome = SnapLogicOutcome.Of(document, new MigrationResult { System = "SnapLogic", Type = "Asset", Status = MigrationStatus.Planned, Target = Target }, _ => null, _plane.Told);
        Assert.Equal(2 * SnapLogicStatus.MostEntries, outcome.Rows.Count);
        Assert.EndsWith("The server warns: w7", outcome.Complaints[7].Row.Message, StringComparison.Ordinal);
        Assert.Contains(_plane.Told.Warnings, warning => warning.Contains("150000 entries", StringComparison.Ordinal));
        Assert.InRange(_plane.Told.Warnings.Count, 2, 1_010);

        var job = new Core.Jobs.MigrationJob { System = "SnapLogic", Kind = SnapLogicMigration.OfProject, Id = "j" };
        for (var look = 0; look < 3; look++) job = SnapLogicMigration.Of(job, document);
        Assert.Equal(10_000, job.Messages.Count);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file:///api/1/rest/public/project/migrate/TOKEN")]
    [InlineData("ftp://evil.example/api/1/rest/public/project/migrate/TOKEN")]
    [InlineData("data:text/plain,project/migrate/TOKEN")]
    [InlineData("//evil.example/api/1/rest/public/project/migrate/TOKEN")]
    [InlineData("https://evil.example/api/1/rest/public/project/migrate/TOKEN")]
    [InlineData("https://user:s3cret@evil.example:1/api/1/rest/public/project/migrate/TOKEN?x=1")]
    [InlineData("\\\\evil\\api\\1\\rest\\public\\project\\migrate\\TOKEN")]
    public async Task A_status_address_of_whatever_scheme_leads_to_no_other_host(string address)
    {
        var token = Guid.NewGuid().ToString();
        var url = address.Replace("TOKEN", token, StringComparison.Ordinal);
        _plane.Server.Faults.Add(new() { Route = "migrate", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = $$$"""{"response_map":{"status_token":"{{{token}}}","status_url":{{{System.Text.Json.JsonSerializer.Serialize(url)}}}},"http_status_code":200}""" });

        var (rows, error) = await _plane.MigrateAsync(Orders, Target);

        // The token is none that the control plane knows: what counts is where it was asked for.
        Assert.True((error as MigrationException)?.Kind == ErrorKinds.MigrationUnknown, $"{error}");
        Assert.Equal(MigrationStatus.Unknown, Assert.Single(rows).Status);
        Assert.NotEmpty(_plane.Sent("status"));
        Assert.All(_plane.Sent("status"), request => Assert.EndsWith(token, request.Path, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", _plane.Told.Everything + error, StringComparison.Ordinal);
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
