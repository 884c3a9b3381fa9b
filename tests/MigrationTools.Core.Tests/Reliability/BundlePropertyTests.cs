using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Core.Tests.Packages;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>What holds for every bundle, not only for the samples.</summary>
public class BundlePropertyTests
{
    private static readonly string[] _keys = ["appgroups", "dashboards", "visuals", "datasets", "dateranges", "staticasset", "customcss", "colorpalette"];
    private static readonly Dictionary<string, string> _nameFields = new()
    {
        ["appgroups"] = "group_name", ["dashboards"] = "report_name", ["datasets"] = "dataset_name",
        ["dateranges"] = "dateranges_name", ["staticasset"] = "staticasset_name", ["customcss"] = "customcss_name", ["colorpalette"] = "colorpalette_name",
    };

    /// <summary>One record as it is meant, and as it is written.</summary>
    private sealed record Written(string Key, string Pk, string Uuid, string Name, string Text);

    /// <summary>A bundle as text, with the records that are in it.</summary>
    private sealed record Bundle(string Text, IReadOnlyList<Written> Records)
    {
        public override string ToString() => Text.Length > 4000 ? Text[..4000] + " …" : Text;
    }

    private static Gen<string> Names { get; } = Gen.OneOf(
        Gen.Elements("Sales", "Umsatz über alles", "売上高", "продажи", "🙂 dashboard", "a/b\\c:d*e?f\"g<h>i|j", "../../etc/passwd", "\u001b[31mred\u001b[0m", "line\nbreak", "\u202Ereversed", "e\u0301", "'; drop table --", "<script>alert(1)</script>", "$(rm -rf ~)"),
        Gen.Choose(1, 40).SelectMany(count => Gen.ArrayOf(Gen.OneOf(Gen.Choose(32, 126), Gen.Choose(0xA0, 0xD7FF), Gen.Choose(0x1F300, 0x1F5FF)), count)
            .Select(points => string.Concat(points.Select(char.ConvertFromUtf32)))));

    /// <summary>Numbers that no number of a programming language holds.</summary>
    private static Gen<string> Numbers { get; } = Gen.OneOf(
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Choose(1, 80).SelectMany(count => Gen.ArrayOf(Gen.Choose(0, 9), count).Select(digits => "1" + string.Concat(digits))),
        Gen.Elements("0", "-0", "1e400", "-1.5E-300", "0.1000000000000000055511151231257827", "18446744073709551616", "9007199254740993"));

    private static Gen<string> Texts { get; } = Gen.OneOf(
        Names.Select(Json),
        Names.Select(name => string.Concat("\"", string.Concat(name.Select(letter => $"\\u{(int)letter:x4}")), "\"")));

    private static Gen<string> Value(int depth) => depth == 0
        ? Gen.OneOf(Numbers, Texts, Gen.Elements("true", "false", "null", "\"\"", "[]", "{}"))
        : Gen.OneOf(
            Value(0),
            Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Value(depth - 1), count).Select(values => $"[ {string.Join(" ,", values)}]")),
            Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Value(depth - 1), count).Select(values => $"{{{string.Join(",\n", values.Select((value, index) => $"\"k{index}\" : {value}"))}}}")));

    private static Gen<string[]> Members(string prefix) =>
        Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Value(3), count).Select(values => values.Select((value, index) => $"\"{prefix}{index} ü\":{value}").ToArray()));

    private static Gen<Written> Record(string key, int number, bool longIds) =>
        from digits in Gen.Frequency((5, Gen.Constant("")), (longIds ? 1 : 0, Gen.ArrayOf(Gen.Choose(0, 9), 30).Select(digits => string.Concat(digits))))
        from name in Names
        from data in Value(3)
        from unknown in Members("unknown_")
        from outer in Members("outer_")
        from seed in Gen.Choose(0, int.MaxValue)
        let pk = $"{number + 1}{digits}"
        let uuid = new Guid(number, 0, 7, new byte[8]).ToString()
        let fields = Shuffled(seed,
        [
            $"\"uuid\":\"{uuid}\"", .. _nameFields.TryGetValue(key, out var field) ? new[] { $"\"{field}\":{Json(name)}" } : [],
            $"\"report_data\":{Json(data)}", .. unknown,
        ])
        let record = Shuffled(seed + 1, [$"\"pk\": {pk}", "\"model\":\"some.model\"", $"\"fields\":{{{string.Join(",", fields)}}}", .. outer])
        select new Written(key, pk, uuid, name, $"{{{string.Join(" , ", record)}}}");

    private static Gen<Bundle> Bundles { get; } = BundlesWith(longIds: true);

    private static Gen<Bundle> BundlesWith(bool longIds) =>
        from keys in Gen.Choose(1, _keys.Length)
        from counts in Gen.ArrayOf(Gen.Choose(0, 5), keys)
        from records in Gen.CollectToArray(counts.SelectMany((count, place) => Enumerable.Range(0, count).Select(index => Record(_keys[place], (place * 100) + index, longIds))))
        from unknown in Members("later_")
        from seed in Gen.Choose(0, int.MaxValue)
        from mark in Gen.Elements("", "", "\uFEFF")
        from blank in Gen.Elements("", " ", "\r\n\t")
        let lists = _keys.Take(keys).Select(key => $"\"{key}\":{blank}[{string.Join($",{blank}", records.Where(record => record.Key == key).Select(record => record.Text))}]")
        let members = Shuffled(seed, ["\"version\":{\"Arcviz Version\":\"8.1.4\",\"more\":[1]}", .. lists, .. unknown])
        select new Bundle($"{mark}{blank}{{{string.Join($"{blank},", members)}}}{blank}", records);

    /// <summary>One or several damages to some bytes.</summary>
    private static Gen<byte[]> Mutations(Gen<byte[]> sound) =>
        from bytes in sound
        from count in Gen.Choose(1, 5)
        from damages in Gen.ArrayOf(Damage, count)
        select damages.Aggregate(bytes, (current, damage) => damage(current));

    private static Gen<Func<byte[], byte[]>> Damage { get; } =
        from kind in Gen.Choose(0, 6)
        from at in Gen.Choose(0, int.MaxValue)
        from length in Gen.Choose(1, 400)
        from value in Gen.OneOf(Gen.Choose(0, 255).Select(number => (byte)number), Gen.Elements("{}[]\",:\\u0e-.\n\0"u8.ToArray()))
        select new Func<byte[], byte[]>(bytes =>
        {
            if (bytes.Length == 0) return bytes;
            var place = at % bytes.Length;
            var end = Math.Min(bytes.Length, place + length);
            return kind switch
            {
                0 or 1 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
                2 => [.. bytes[..place], value, .. bytes[place..]],
                3 => [.. bytes[..place], .. bytes[end..]],
                4 => [.. bytes[..end], .. bytes[place..]],
                5 => bytes[..place],
                _ => [.. bytes[..place], .. bytes[place..end].Reverse(), .. bytes[end..]],
            };
        });

    [Fact]
    public void Whatever_happened_to_a_bundle_it_is_read_or_refused()
    {
        var samples = Gen.OneOf(Gen.Constant(File.ReadAllBytes(PackageBundles.SamplePath)), Bundles.Select(bundle => Encoding.UTF8.GetBytes(bundle.Text)));
        var (read, refused) = (0, 0);

        Hold(Prop.ForAll(Mutations(samples).ToArbitrary(), bytes =>
        {
            try
            {
                PackageBundles.Read(bytes);
                read++;
            }
            catch (MigrationException error) when (error.Kind.Class is ErrorClass.InvalidData or ErrorClass.LimitsExceeded)
            {
                refused++;
            }
        }), 1500);

        // A generator whose bundles are all refused, or all read, shows nothing.
        Assert.True(read > 50 && refused > 50, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Every_well_formed_bundle_is_read_in_full() => Hold(Prop.ForAll(Bundles.ToArbitrary(), bundle =>
    {
        var package = PackageBundles.Read(bundle.Text);

        Assert.Equal("8.1.4", package.SourceVersion);
        Assert.Equal(bundle.Records.Select(record => (record.Pk, record.Uuid)).Order(), package.Items.Select(item => (item.Id, item.Uuid!)).Order());
        foreach (var record in bundle.Records.Where(record => record.Key is not "visuals"))
        {
            var item = package.Items.Single(item => item.Uuid == record.Uuid);
            var clean = ArcadiaNames.Clean(record.Name);
            if (clean.Length > 0) Assert.Equal(clean, item.Name);
            Assert.DoesNotContain(item.Name, char.IsControl);
        }
    }), 400);

    [Fact]
    public void Reading_changes_no_byte_and_knows_every_byte() => Hold(Prop.ForAll(Bundles.ToArbitrary(), bundle =>
    {
        using var folder = new TempFolder();
        var bytes = Encoding.UTF8.GetBytes(bundle.Text);
        var path = folder.Write("bundle.json", bytes);

        var package = KnownFormats.Reader.ReadAsync(path).GetAwaiter().GetResult();

        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal((bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes))), (package.Length, package.Sha256));
        Assert.Equal(["bundle.json"], folder.Names());
    }), 100);

    [Fact]
    public async Task Every_bundle_comes_through_export_and_file_byte_for_byte()
    {
        await using var journey = await Journey.StartAsync();
        using var raw = new HttpClient();
        raw.DefaultRequestHeaders.TryAddWithoutValidation("AUTHORIZATION", $"apikey {journey.DevServer.ApiKey}");
        // The sandbox holds ids of 64 bits.
        var simple = BundlesWith(longIds: false).Where(bundle => bundle.Records.Any(record => record.Key == "datasets"));

        Hold(Prop.ForAll(simple.ToArbitrary(), bundle =>
        {
            journey.DevServer.State.Reset();
            journey.DevServer.State.Load(bundle.Text.TrimStart('\uFEFF'));
            var pk = bundle.Records.First(record => record.Key == "datasets").Pk;
            var outcome = journey.Dev.ExportAsync(ArcadiaSelection.Of([("Dataset", pk)]), new PackageDestination(journey.PathOf("out.json"), force: true), default).GetAwaiter().GetResult();

            var asked = journey.DevServer.Log.Of("export")[^1].Target;
            var bytes = raw.GetByteArrayAsync(new Uri(journey.DevServer.Uri, asked)).GetAwaiter().GetResult();
            Assert.Equal(bytes, File.ReadAllBytes(outcome.Packages[0].Path!));
            var items = KnownFormats.Reader.ReadAsync(journey.PathOf("out.json")).GetAwaiter().GetResult().Items;
            Assert.Contains(items, item => item.Type == "Dataset" && item.Id == pk);
        }), 40);
    }

    private static void Hold(Property property, int times) => property.Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    private static string Json(string text) => JsonSerializer.Serialize(text);

    private static string[] Shuffled(int seed, string[] members)
    {
        new Random(seed).Shuffle(members);
        return members;
    }
}
