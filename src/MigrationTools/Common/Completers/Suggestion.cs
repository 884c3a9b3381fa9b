namespace MigrationTools.Common.Completers;

/// <summary>One thing that a completer may offer.</summary>
/// <param name="Value">What is put on the line.</param>
/// <param name="Name">What a menu shows, and people know it by.</param>
/// <param name="Tooltip">What else is said of it.</param>
internal sealed record Suggestion(string Value, string Name, string Tooltip);
