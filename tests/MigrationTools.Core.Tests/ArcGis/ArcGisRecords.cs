using MigrationTools.Core.ArcGis;

[assembly: AssemblyFixture(typeof(MigrationTools.Core.Tests.ArcGis.ArcGisRecords))]

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>A folder for the records of uploads that is not the user's own, for these tests and the processes that they start.</summary>
public sealed class ArcGisRecords : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("migrationtools-records-").FullName;

    public ArcGisRecords()
    {
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", _data);
        ArcGisUploadRecord.Folder = Path.Combine(_data, "MigrationTools", "uploads");
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
