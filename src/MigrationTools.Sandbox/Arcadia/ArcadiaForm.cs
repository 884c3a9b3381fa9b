namespace MigrationTools.Sandbox.Arcadia;

/// <summary>Form values as Python reads them.</summary>
internal static class ArcadiaForm
{
    public static bool IsTrue(string? text) => text is "True" or "true" or "1";
}
