using MigrationTools.Core.Results;
using MigrationTools.Core.Results.Reports;
using MigrationTools.Core.Tests.Packages;

namespace MigrationTools.Core.Tests.Results;

/// <summary>Rows and reports to write.</summary>
internal static class Reports
{
    /// <summary>Names as somebody would make them who wants the page, the spreadsheet or the terminal to do something.</summary>
    public static readonly string[] Hostile =
    [
        "<script>document.title='owned'</script>",
        "</script><script>document.title='owned'</script>",
        "</style><style>*{display:none}</style>",
        "\"><img src=x onerror=\"document.title='owned'\">",
        "' onmouseover='document.title=1",
        "<svg/onload=document.title='owned'>",
        "<base href=https://evil.example.com/><meta http-equiv=refresh content=0;url=https://evil.example.com/>",
        "<a href=\"javascript:document.title='owned'\">click</a>",
        "--><!-- ]]> &lt;b&gt; &amp; &#60;i&#62;",
        "\u001b[31mred\u001b]0;owned\u0007 \b\0\u009b2J",
        "invoice\u202Efdp.exe \u2066hidden\u2069 zero\u200Bwidth",
        "two\r\nlines\u2028and\u2029more",
        "=HYPERLINK(\"https://evil.example.com\",\"click\")",
        "@SUM(1+1)*cmd|'/C calc'!A0",
        "half a pair \uD83D end",
        "{{constructor.constructor('document.title=1')()}} ${document.title=1}",
    ];

    public static ReportRow Row(string? name, MigrationStatus status = MigrationStatus.Done, string? message = null, string? source = "https://dev.example.com", string? target = "prod") => new(
        new MigrationResult
        {
            System = "Arcadia",
            Type = "Dashboard",
            Name = name,
            SourceId = "2115",
            Status = status,
            Action = MigrationAction.Create,
            ErrorId = status == MigrationStatus.Failed ? "Rejected" : null,
            Message = message,
            Source = source,
            Target = target,
            Duration = TimeSpan.FromSeconds(3),
        });

    /// <summary>Every field of every row is one that nobody should trust.</summary>
    public static IReadOnlyList<ReportRow> HostileRows() => [.. Hostile.Select(text => new ReportRow(
        new MigrationResult
        {
            System = text,
            Type = text,
            Name = text,
            SourceId = text,
            DestinationId = text,
            Status = MigrationStatus.Failed,
            ErrorId = text,
            Message = text,
            Source = text,
            Target = text,
            InputKey = text,
        },
        DateTimeOffset.UnixEpoch,
        text))];

    public static MigrationReport Of(params IReadOnlyList<ReportRow> rows) => new() { Written = DateTimeOffset.UnixEpoch, Rows = rows };

    public static string Write(TempFolder folder, MigrationReport report, string name = "report.html")
    {
        new ReportFile(folder.File(name), force: true).Write(report);
        return File.ReadAllText(folder.File(name));
    }
}
