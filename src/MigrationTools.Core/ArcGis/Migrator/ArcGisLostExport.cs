using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>Finds the package of an export whose answer was lost: the one that is new among the user's, compared with what was there before.</summary>
internal sealed class ArcGisLostExport
{
    // Long enough for a group of usual size; nobody can be asked for the job itself.
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), .. Enumerable.Repeat(TimeSpan.FromSeconds(10), 12)];

    private readonly ArcGisConnection _portal;
    private readonly ArcGisGroup _group;
    private readonly IMigrationObserver _observer;
    private HashSet<string>? _before;

    private ArcGisLostExport(ArcGisConnection portal, ArcGisGroup group, IMigrationObserver observer)
    {
        _portal = portal;
        _group = group;
        _observer = observer;
    }

    /// <summary>Notes what packages there are before the export is sent.</summary>
    public static async Task<ArcGisLostExport> BeginAsync(ArcGisConnection portal, ArcGisGroup group, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var look = new ArcGisLostExport(portal, group, observer);
        try
        {
            look._before = [.. (await look.PackagesAsync(cancellationToken).ConfigureAwait(false)).Select(item => item.Id)];
        }
        catch (MigrationException error) when (error.Kind != ErrorKinds.NotAuthenticated)
        {
            // Only a help for a case that is rare.
            observer.Verbose($"The packages of {portal.Me} could not be listed: {error.What}");
        }
        return look;
    }

    /// <summary>The answer that was lost, as far as looking tells it. Nothing is sent again.</summary>
    /// <exception cref="MigrationException">OutcomeUnknown.</exception>
    public async Task<ArcGisStart> FindAsync(MigrationException lost, CancellationToken cancellationToken)
    {
        foreach (var pause in _before is null ? [] : Looks)
        {
            await Task.Delay(pause, _portal.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                var added = (await PackagesAsync(cancellationToken).ConfigureAwait(false)).Where(item => !_before!.Contains(item.Id) && IsOfGroup(item)).ToList();
                if (added.Count > 1) break;
                if (added is not [var only]) continue;
                _observer.Warning($"The answer to the export of group '{_group.Name}' was lost ({lost.ErrorId}); a look at {_portal.Name} shows the package that it made.");
                return new ArcGisStart(null, null, JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["itemId"] = only.Id }));
            }
            catch (MigrationException)
            {
                // The look failed as well: another one may not.
            }
        }
        throw new MigrationException(ErrorKinds.OutcomeUnknown, $"The answer to the export of group '{_group.Name}' on {_portal.Name} was lost ({lost.What.TrimEnd('.')}), and looking did not tell which package it made, if any.",
            $"The portal may still be at work. Look for a new Export Package in the content of {_portal.Me} before you run it again: that would make a second one.", lost)
        {
            HttpStatus = lost.HttpStatus,
            Endpoint = lost.Endpoint,
            TargetObject = _group.Id,
            IsAmbiguous = true,
        };
    }

    /// <summary>In the root, and in the folder that portals put them into. A search would lag behind.</summary>
    private async Task<List<ArcGisItem>> PackagesAsync(CancellationToken cancellationToken)
    {
        var (items, folders) = await _portal.Client.UserContentAsync(_portal.Me, null, _observer, cancellationToken).ConfigureAwait(false);
        foreach (var folder in folders.Where(folder => folder.Title.Contains("export", StringComparison.OrdinalIgnoreCase)).Take(20))
        {
            items.AddRange((await _portal.Client.UserContentAsync(_portal.Me, folder.Id, _observer, cancellationToken).ConfigureAwait(false)).Items);
        }
        return items.FindAll(item => item.Type == ArcGisPackage.ItemType);
    }

    /// <summary>A package is called after its group, blanks as underscores, with a time behind.</summary>
    private bool IsOfGroup(ArcGisItem item) => Plain(item.Name).StartsWith(Plain(_group.Name), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}
