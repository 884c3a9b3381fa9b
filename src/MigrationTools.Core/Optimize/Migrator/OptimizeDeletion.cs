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
            await target.Client.DeleteAsync(route, id, observer, cancellationToken).ConfigureAwait(false);
            return null;
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
            using var look = new OptimizeLook(target.Time, cancellationToken);
            foreach (var pause in Pauses)
            {
                if (await IsGoneAsync(target, route, id, pause, observer, look.Token).ConfigureAwait(false)) return null;
            }
            return new MigrationException(ErrorKinds.OutcomeUnknown, $"The answer to deleting {id} on {target.Name} was lost ({lost.What}), and it is still there.", inner: lost)
            {
                IsAmbiguous = true,
                TargetObject = id,
                HttpStatus = lost.HttpStatus,
                Endpoint = lost.Endpoint,
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
