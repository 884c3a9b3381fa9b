using System.Globalization;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>One call: its parameters, from the form and the query, and who makes it.</summary>
internal sealed class ArcGisCall(SandboxRequest request, ArcGisCaller? caller, DateTimeOffset now)
{
    public SandboxRequest Request { get; } = request;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Who asks, or null for anonymous.</summary>
    public ArcGisCaller? Caller { get; } = caller;

    /// <summary>The user who asks; there must be one.</summary>
    public ArcGisUser User() => Caller is null ? throw ArcGisError.TokenRequired() : Caller.User ?? throw ArcGisError.Forbidden();

    /// <summary>A parameter, or null where it is absent or blank: the portal makes no difference.</summary>
    public string? Text(string name) => Request.Form.GetValueOrDefault(name) is { } form && !string.IsNullOrWhiteSpace(form) ? form.Trim()
        : Request.Query.GetValueOrDefault(name) is { } query && !string.IsNullOrWhiteSpace(query) ? query.Trim() : null;

    public bool Flag(string name, bool otherwise) => Text(name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;

    public IReadOnlyList<string> List(string name) => Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public int Number(string name, int otherwise) =>
        int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>Takes the bytes of the one file over from the request, which would else discard them with itself.</summary>
    public UploadedFile? TakeFile()
    {
        if (Request.Files.Find(file => file.Facts.Name == "file") is not { } found) return null;
        Request.Files.Remove(found);
        return found;
    }
}

/// <summary>Who asks: a user, or an app without one.</summary>
internal sealed record ArcGisCaller(ArcGisUser? User);
