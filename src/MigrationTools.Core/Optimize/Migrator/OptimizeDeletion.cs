using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Optimize;

/// <summary>Deletes one entity. Sent once; if the answer is lost, an export of it tells whether it is still there.</summary>
internal static class OptimizeDeletion
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)];

    /// <returns>Null if it is gone, whoever took it away; else why it is not, IsAmbiguous where that is not known.</returns>
    public static async Task<MigrationException?> RunAsync(
        OptimizeConnection target, string type, string id, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var route = OptimizeWords.RouteOf(type);
        try
        {
            var reply = await target.Client.DeleteAsync(route, id, observer, cancellationToken).ConfigureAwait(false);
            // No release says more than that it is done: another answer is perhaps another server's.
            return reply.Body.IsEmpty ? null : await LookAsync("was none of Optimize's", null).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.ArtifactNotFound)
        {
            return null;
        }
        catch (MigrationException error) when (!error.IsAmbiguous)
        {
            return error;
        }
        catch (MigrationException lost)
        {
            return await LookAsync($"was lost ({lost.What})", lost).ConfigureAwait(false);
        }

        async Task<MigrationException?> LookAsync(string what, MigrationException? cause)
        {
            using var look = new OptimizeLook(target.Time, cancellationToken);
            foreach (var pause in Pauses)
            {
                if (await IsGoneAsync(target, route, id, pause, observer, look.Token).ConfigureAwait(false)) return null;
            }
            return new MigrationException(ErrorKinds.OutcomeUnknown, $"The answer to deleting {id} on {target.Name} {what}, and it is still there.", inner: cause)
            {
                IsAmbiguous = true,
                TargetObject = id,
                HttpStatus = cause?.HttpStatus,
                Endpoint = cause?.Endpoint,
            };
        }
    }

    private static async Task<bool> IsGoneAsync(
        OptimizeConnection target, string route, string id, TimeSpan pause, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, target.Time, cancellationToken).ConfigureAwait(false);
            await target.Client.ExportAsync(route, [id], Stream.Null, observer, cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (MigrationException error)
        {
            return error.Kind == ErrorKinds.ArtifactNotFound;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
