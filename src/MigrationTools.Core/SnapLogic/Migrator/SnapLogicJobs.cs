using System.Text.RegularExpressions;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>Jobs of one control plane: taken up from a reply, a token or an address; looked at; waited for.</summary>
internal sealed partial class SnapLogicJobs(SnapLogicConnection connection, IMigrationObserver observer)
{
    private readonly HashSet<string> _unknownWords = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The job that a reply tells of; from here on the observer knows it.</summary>
    /// <exception cref="MigrationException">UnexpectedAnswer: the reply names no token that can be asked for.</exception>
    public SnapLogicMigration Started(SnapLogicStatus reply, string kind, SnapLogicPath source, SnapLogicPath target, MigrationAction action, IReadOnlyList<string> types)
    {
        var given = reply.StatusUrl is { } url ? Own(url) : null;
        var token = reply.Token ?? (given is null ? null : TokenIn(given));
        if (token is null || !Token().IsMatch(token))
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer,
                $"{connection.Name} took the migration of {source} to {target}, and names no token by which it could be asked for.", ErrorKinds.OutcomeUnknown.Remedy) { IsAmbiguous = true, TargetObject = source.ToString() };
        }
        var job = new SnapLogicMigration
        {
            System = SnapLogicConnection.SystemName,
            Kind = kind,
            Id = token,
            ConnectionName = connection.Name,
            State = JobState.Submitted,
            Submitted = connection.Time.GetUtcNow(),
            StatusUri = (given ?? Address(token)).AbsoluteUri,
            Source = source.ToString(),
            Target = target.ToString(),
            Action = action,
            AssetTypes = types,
        };
        observer.Job(job);
        return job;
    }

    /// <summary>A job of which a token is known, or an address; both may come from another session.</summary>
    /// <exception cref="MigrationException">InvalidId.</exception>
    public MigrationJob Of(string tokenOrAddress)
    {
        var text = tokenOrAddress.Trim();
        var address = text.Contains('/', StringComparison.Ordinal) ? Own(text) : null;
        var token = address is null ? text : TokenIn(address);
        if (token is null || !Token().IsMatch(token))
        {
            throw new MigrationException(ErrorKinds.InvalidId, $"'{Http.ServerWords.Line(text, 200)}' is neither the token nor the status address of a migration.",
                "Give the token that was told when the migration started, or its status_url.") { TargetObject = text };
        }
        return new MigrationJob
        {
            System = SnapLogicConnection.SystemName,
            Kind = SnapLogicMigration.OfProject,
            Id = token,
            ConnectionName = connection.Name,
            State = JobState.Submitted,
            StatusUri = (address ?? Address(token)).AbsoluteUri,
        };
    }

    /// <summary>Asks once. A token that no address knows makes the state Unknown, which is not Failed.</summary>
    public async Task<SnapLogicMigration> LookAsync(MigrationJob job, CancellationToken cancellationToken)
    {
        MigrationException? refused = null;
        foreach (var address in Addresses(job))
        {
            try
            {
                var document = await connection.Client.StatusAsync(address, job.Id, observer, cancellationToken).ConfigureAwait(false);
                if (document.IsUnknownWord && _unknownWords.Add($"{job.Id} {document.Word}"))
                {
                    observer.Warning($"The migration {job.Id} is '{document.Word}', which is no state that is documented; it is taken as not ended.");
                }
                return SnapLogicMigration.Of(job with { StatusUri = address }, document);
            }
            catch (MigrationException error) when (error.Kind == ErrorKinds.EndpointNotFound || error.Kind == ErrorKinds.PathNotFound)
            {
                // Which of the two addresses lives differs.
            }
            catch (MigrationException error) when (address.EndsWith($"public/migrate/{job.Id}", StringComparison.Ordinal) && (error.Kind == ErrorKinds.Forbidden || error.Kind == ErrorKinds.NotAuthenticated))
            {
                // This one is for administrators; that the user is none says nothing of the migration.
                refused = error;
            }
        }
        var why = refused is null
            ? $"{connection.Name} does not know the token, or no longer."
            : $"{connection.Name} does not show the token to this user; an environment (org) administrator may see it.";
        return new SnapLogicMigration
        {
            System = SnapLogicConnection.SystemName,
            Kind = job.Kind,
            Id = job.Id,
            ConnectionName = job.ConnectionName,
            State = JobState.Unknown,
            Submitted = job.Submitted,
            StatusUri = job.StatusUri,
            Source = job.Source,
            Target = job.Target,
            Action = job.Action,
            Messages = [.. job.Messages.Union([$"{why} What came of the migration is not known: look at the destination, and whether {connection.Name} is where it was started."], StringComparer.Ordinal)],
            Result = why,
        };
    }

    /// <summary>Waits until it has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="seen">Is given every state, so that the last one is known when the wait is cut off.</param>
    /// <param name="timeout">Zero waits for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the job.</param>
    /// <exception cref="MigrationException">JobTimeout; whatever a look fails with.</exception>
    public Task<SnapLogicMigration> WaitAsync(SnapLogicMigration job, Action<SnapLogicMigration> seen, TimeSpan timeout, CancellationToken cancellationToken) =>
        new JobWaiter(connection.Time, observer).WaitAsync(job, async (before, stop) =>
        {
            var now = await LookAsync(before, stop).ConfigureAwait(false);
            seen(now);
            return now;
        }, timeout, cancellationToken);

    private IEnumerable<string> Addresses(MigrationJob job)
    {
        var token = Uri.EscapeDataString(job.Id);
        var own = job.StatusUri is { } known ? Own(known)?.AbsoluteUri : null;
        return new[] { own, Address(token).AbsoluteUri, new Uri(connection.Api.BaseAddress, $"migrate/{token}").AbsoluteUri }.OfType<string>().Distinct(StringComparer.Ordinal);
    }

    private Uri Address(string token) => new(connection.Api.BaseAddress, $"project/migrate/{Uri.EscapeDataString(token)}");

    /// <summary>
    /// The same path on the connection's own origin, whatever host is named: a pod, an alias, or somebody's who wants the
    /// credential. Null where the path is none of the API.
    /// </summary>
    private Uri? Own(string address)
    {
        try
        {
            var own = connection.Api.Rebase(address);
            var isBelow = own.AbsolutePath.StartsWith(connection.Api.BaseAddress.AbsolutePath, StringComparison.Ordinal) && own.Query.Length == 0;
            if (!isBelow || !own.AbsolutePath.Contains("migrat", StringComparison.Ordinal)) return null;
            if (Uri.TryCreate(address, UriKind.Absolute, out var named) && !named.IsFile && !named.Authority.Equals(own.Authority, StringComparison.OrdinalIgnoreCase))
            {
                observer.Verbose($"The status address names {named.Authority}; its path is asked for on {own.Authority}.");
            }
            return own;
        }
        catch (MigrationException)
        {
            return null;
        }
    }

    private static string? TokenIn(Uri address)
    {
        // An address that ends before the token has the call's own name in its place.
        return address.AbsolutePath.TrimEnd('/').Split('/') is [.., var call, var last] && call.StartsWith("migrat", StringComparison.Ordinal) ? Uri.UnescapeDataString(last) : null;
    }

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
