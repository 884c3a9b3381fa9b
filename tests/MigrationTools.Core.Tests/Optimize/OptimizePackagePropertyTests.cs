using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Tests.Packages;
using MigrationTools.Sandbox.Optimize;
using Entity = MigrationTools.Core.Optimize.OptimizeEntity;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>What holds for every package, not only for the samples: read and written byte for byte, or refused.</summary>
public class OptimizePackagePropertyTests
{
    /// <summary>A list as text, with the entities as they stand in it.</summary>
    private sealed record Written(string Text, IReadOnlyList<string> Entities)
    {
        public override string ToString() => Text.Length > 4000 ? Text[..4000] + " …" : Text;
    }

    private static Gen<string> Names { get; } = Gen.OneOf(
        Gen.Elements("Sales", "Umsatz über alles", "売上高", "🙂 board", "../../etc/passwd", "\u001b[31mred", "line\nbreak", "\u202Ereversed", "a\"b\\c/"),
        Gen.Choose(1, 30).SelectMany(count => Gen.ArrayOf(Gen.OneOf(Gen.Choose(32, 126), Gen.Choose(0xA0, 0xD7FF), Gen.Choose(0x1F300, 0x1F5FF)), count)
            .Select(points => string.Concat(points.Select(char.ConvertFromUtf32)))));

    private static Gen<string> Plain { get; } = Gen.OneOf(
        Gen.Elements("0", "-0", "1e400", "-1.5E-300", "0.1000000000000000055511151231257827", "18446744073709551616", "10.0", "true", "false", "null", "\"\"", "[]", "{}", "\"\\ud800\"", "\"\\u0041\\/\""),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Names.Select(name => JsonSerializer.Serialize(name)),
        Names.Select(name => string.Concat("\"", string.Concat(name.Select(letter => $"\\u{(int)letter:x4}")), "\"")));

    private static Gen<string> Value(int depth) => depth == 0 ? Plain : Gen.OneOf(
        Plain,
        Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Value(depth - 1), count).Select(values => $"[ {string.Join(" ,", values)}]")),
        Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Value(depth - 1), count).Select(values => $"{{{string.Join(",\r\n", values.Select((value, index) => $"\"k{index}\" : {value}"))}}}")));

    private static Gen<string> One(int number) =>
        from sort in Gen.Elements("dashboard", "single_process_report", "single_decision_report", "combined_report", "sort_to_come")
        from name in Names
        from data in Value(3)
        from more in Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Value(3), count))
        from size in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Choose(1, 300_000)))
        from seed in Gen.Choose(0, int.MaxValue)
        let members = new List<string>
        {
            $"\"id\":\"{new Guid(number, 0, 7, new byte[8])}\"", $"\"exportEntityType\" : \"{sort}\"", $"\"name\":{JsonSerializer.Serialize(name)}", $"\"data\":{data}", $"\"tiles\":{data}", $"\"xml\":\"{new string('x', size)}\"",
        }.Concat(more.Select((value, index) => $"\"unknown{index} ü\":{value}")).ToArray()
        select $"{{{string.Join(" , ", Shuffled(seed, members))}}}";

    private static Gen<Written> Lists { get; } =
        from count in Gen.Choose(0, 8)
        from entities in Gen.CollectToArray(Enumerable.Range(1, count).Select(One))
        from mark in Gen.Elements("", "", "\uFEFF")
        from blank in Gen.Elements("", " ", "\r\n\t")
        select new Written($"{mark}{blank}[{blank}{string.Join($"{blank},{blank}", entities)}{blank}]{blank}", entities);

    [Fact]
    public void Every_entity_is_found_byte_for_byte_however_the_bytes_come() => Hold(Prop.ForAll(Lists.ToArbitrary(), Gen.Choose(1, 5000).ToArbitrary(), (list, chunk) =>
    {
        var bytes = Encoding.UTF8.GetBytes(list.Text);

        var read = ReadAsync(new Dripping(bytes, chunk)).GetAwaiter().GetResult();

        Assert.Equal(list.Entities, read.Select(entity => Encoding.UTF8.GetString(bytes, (int)entity.Offset, (int)entity.Length)));
    }), 150);

    [Fact]
    public void What_is_written_of_a_package_is_each_entity_as_it_was() => Hold(Prop.ForAll(Lists.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (list, seed) =>
    {
        var bytes = Encoding.UTF8.GetBytes(list.Text);
        var read = ReadAsync(new MemoryStream(bytes)).GetAwaiter().GetResult();
        var chosen = read.Where((_, index) => ((seed >> (index % 30)) & 1) == 1).ToList();
        using var target = new MemoryStream();
        var writer = new OptimizeListWriter(target);

        writer.AddAsync(new MemoryStream(bytes), chosen, default).GetAwaiter().GetResult();
        writer.EndAsync(default).GetAwaiter().GetResult();

        var written = target.ToArray();
        var again = ReadAsync(new MemoryStream(written)).GetAwaiter().GetResult();
        Assert.Equal(chosen.Select(entity => (entity.Id, entity.Fingerprint, Text(bytes, entity))), again.Select(entity => (entity.Id, entity.Fingerprint, Text(written, entity))));
        static string Text(byte[] all, Entity entity) => Encoding.UTF8.GetString(all, (int)entity.Offset, (int)entity.Length);
    }), 150);

    [Fact]
    public void Reading_a_file_changes_no_byte_of_it() => Hold(Prop.ForAll(Lists.Where(list => list.Entities.Count > 0).ToArbitrary(), list =>
    {
        using var folder = new TempFolder();
        var bytes = Encoding.UTF8.GetBytes(list.Text);
        var path = folder.Write("list.json", bytes);

        var package = KnownFormats.Reader.ReadAsync(path).GetAwaiter().GetResult();

        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal(list.Entities.Count, package.Items.Count);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), package.Sha256);
        Assert.All(package.Items, item => Assert.DoesNotContain(item.Name, char.IsControl));
    }), 60);

    [Fact]
    public void Whatever_happened_to_a_package_it_is_read_or_refused()
    {
        var samples = Gen.OneOf(Gen.Elements([.. OptimizeFixtures.Names.Select(OptimizeFixtures.Read)]).Select(text => Encoding.UTF8.GetBytes(text)), Lists.Select(list => Encoding.UTF8.GetBytes(list.Text)));
        var (read, refused) = (0, 0);
        var damaged = from bytes in samples from at in Gen.Choose(0, int.MaxValue) from kind in Gen.Choose(0, 3) from length in Gen.Choose(1, 300) from value in Gen.Choose(0, 255) select Damaged(bytes, at, kind, length, (byte)value);

        Hold(Prop.ForAll(damaged.ToArbitrary(), bytes =>
        {
            try
            {
                ReadAsync(new MemoryStream(bytes)).GetAwaiter().GetResult();
                read++;
            }
            catch (MigrationException error) when (error.Kind.Class is ErrorClass.InvalidData or ErrorClass.LimitsExceeded)
            {
                refused++;
            }
        }), 800);

        // A generator whose packages are all refused, or all read, shows nothing.
        Assert.True(read > 50 && refused > 50, $"{read} read, {refused} refused");
    }

    private static byte[] Damaged(byte[] bytes, int at, int kind, int length, byte value)
    {
        if (bytes.Length == 0) return bytes;
        var place = at % bytes.Length;
        var end = Math.Min(bytes.Length, place + length);
        return kind switch
        {
            0 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], .. bytes[end..]],
            2 => [.. bytes[..end], .. bytes[place..]],
            _ => bytes[..place],
        };
    }

    private static Task<IReadOnlyList<Entity>> ReadAsync(Stream content) => OptimizeEntityReader.ReadAsync(content, "list.json", default);

    private static void Hold(Property property, int times) => property.Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    private static string[] Shuffled(int seed, string[] members)
    {
        new Random(seed).Shuffle(members);
        return members;
    }

    /// <summary>Gives no more than so many bytes at a time.</summary>
    private sealed class Dripping(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
