namespace MigrationTools.Core.Http;

/// <summary>A file name that a server proposes, reduced to one that can neither leave its folder nor name a device.</summary>
internal static class PlainFileName
{
    private const int Longest = 120;

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "CONIN$", "CONOUT$",
    };

    /// <returns>The plain name; null where nothing is left of it.</returns>
    internal static string? From(string? proposed)
    {
        if (string.IsNullOrWhiteSpace(proposed)) return null;
        var name = proposed.Trim().Trim('"');
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        // The characters no system takes, whatever system this is: the file may travel.
        name = new string(name.Where(c => !char.IsControl(c)).Select(c => "<>:\"|?*".Contains(c, StringComparison.Ordinal) ? '_' : c).ToArray());
        name = name.Trim(' ', '.');
        if (name.Length > Longest)
        {
            var extension = Path.GetExtension(name);
            if (extension.Length > 20) extension = "";
            name = name[..(Longest - extension.Length)].TrimEnd(' ', '.') + extension;
        }
        if (name.Length == 0) return null;
        return Devices.Contains(name.Split('.')[0].TrimEnd()) ? "_" + name : name;
    }
}
