using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>What an import checks before it writes anything, in the order of the real server.</summary>
internal sealed class OptimizeChecks(OptimizeState state, OptimizeRules rules, OptimizeRelease release)
{
    private const int LongestDescription = 400;
    private const string DescriptionConflict = "Could not apply action due to invalid descriptions. Descriptions must be null or not greater than 400 characters. Invalid entities: ";

    /// <summary>Throws the first refusal; gives the collection.</summary>
    public OptimizeCollection Run(IReadOnlyList<OptimizeFileEntity> entities, string collectionId)
    {
        Fields(entities);
        Complete(entities);
        if (entities.Any(entity => entity.InstantPreview)) throw OptimizeRefusal.BadRequest("Cannot import Instant preview dashboards and reports.", validation: true);
        var early = rules.UnknownCollection == UnknownCollection.NotFoundEarly;
        var collection = early ? Collection(collectionId) : null;
        if (entities.Any(entity => entity.IsManagement)) throw OptimizeRefusal.BadRequest("Cannot import management reports", validation: true);
        collection ??= Collection(collectionId);
        new Findings(this, collection).Check(entities.Where(entity => !entity.IsDashboard));
        Dashboards(entities);
        return collection;
    }

    private static void Fields(IReadOnlyList<OptimizeFileEntity> entities)
    {
        var missing = entities.SelectMany(entity => entity.NullFields()).Distinct().Select(field => field + " must not be null").ToList();
        if (missing.Count > 0) throw OptimizeRefusal.BadFile($"Could not import entities because the provided file contains invalid OptimizeExportDtos. Errors: {string.Join(", ", missing)}");
    }

    private static void Complete(IReadOnlyList<OptimizeFileEntity> entities)
    {
        var there = entities.Select(entity => entity.Id).ToHashSet();
        var tiles = entities.SelectMany(entity => entity.Tiles).Select(tile => OptimizeJson.Text(OptimizeJson.Get(tile, "id"))
            ?? throw OptimizeRefusal.ServerError("Cannot invoke \"java.lang.CharSequence.length()\" because \"this.text\" is null"));
        var wanted = tiles.Where(OptimizeJson.IsUuid).Concat(entities.SelectMany(entity => entity.Parts));
        var missing = wanted.Where(id => !there.Contains(id)).Distinct().ToList();
        if (missing.Count > 0)
        {
            throw OptimizeRefusal.BadFile("Could not import entities because the file is incomplete, some reports required by a combined report or dashboard "
                + $"are missing. The missing reports have IDs: {OptimizeJson.Brackets(missing)}");
        }
    }

    private OptimizeCollection Collection(string id) => state.Collection(id) ?? throw (rules.UnknownCollection == UnknownCollection.ServerError
        ? OptimizeRefusal.ServerError($"Collection with ID [{id}] does not exist.")
        : OptimizeRefusal.NotFound($"Collection with ID [{id}] does not exist."));

    private void Dashboards(IReadOnlyList<OptimizeFileEntity> entities)
    {
        var mismatches = new List<JsonObject>();
        foreach (var dashboard in entities.Where(entity => entity.IsDashboard))
        {
            if (dashboard.Description is { Length: > LongestDescription }) throw OptimizeRefusal.BadRequest("Dashboard descriptions cannot be greater than 400 characters", validation: true);
            if (dashboard.Description is "") throw OptimizeRefusal.BadRequest("Dashboard descriptions cannot be non-null and empty", validation: true);
            Name(dashboard);
            OptimizeDashboardFilters.Check(dashboard, rules.VariableFiltersChecked);
            if (Mismatch(dashboard) is { } mismatch) mismatches.Add(mismatch);
        }

        Mismatches(mismatches, "dashboard");
    }

    private void Name(OptimizeFileEntity entity)
    {
        if (!rules.NamesLimited || entity.Name!.Length <= rules.Switches.NameMaxLength) return;
        throw new OptimizeRefusal(400, "importNameInvalid", $"Could not apply action due to invalid names. Names cannot be longer than {rules.Switches.NameMaxLength} characters. Invalid entities: [{entity.Id}]") { Validation = true };
    }

    private JsonObject? Mismatch(OptimizeFileEntity entity) => entity.IndexVersion == release.IndexOf(entity.Type) ? null : new()
    {
        ["indexName"] = release.IndexName(entity.Type),
        ["sourceIndexVersion"] = entity.IndexVersion,
        ["targetIndexVersion"] = release.IndexOf(entity.Type),
    };

    private void Mismatches(IReadOnlyList<JsonObject> mismatches, string kind)
    {
        if (mismatches.Count == 0) return;
        throw new OptimizeRefusal(400, rules.IndexMismatchIsRich ? "importIndexVersionMismatch" : "badRequestError",
            $"Could not import because source and target index versions do not match for at least one {kind}.")
        {
            List = ("mismatchingIndices", Distinct(mismatches)),
        };
    }

    private static JsonArray Distinct(IEnumerable<JsonObject> items) => new([.. items.DistinctBy(item => item.ToJsonString())]);

    /// <summary>Each report stops at its own first failure; then the first kind that has any is told, and hides the others.</summary>
    private sealed class Findings(OptimizeChecks checks, OptimizeCollection collection)
    {
        private readonly List<JsonObject> _mismatches = [];
        private readonly List<JsonObject> _definitions = [];
        private readonly List<string?> _descriptions = [];
        private bool _definitionConflict;
        private bool _tenantConflict;

        public void Check(IEnumerable<OptimizeFileEntity> reports)
        {
            foreach (var report in reports) Check(report);
            checks.Mismatches(_mismatches, "report");
            if (_definitions.Count > 0)
            {
                throw new OptimizeRefusal(400, "importDefinitionDoesNotExist", "Could not import because at least one required definition does not exist.")
                {
                    List = ("definitions", Distinct(_definitions)),
                };
            }

            if (_definitionConflict) throw Conflict("nonDefinitionScopeCompliantConflict");
            if (_tenantConflict) throw Conflict("nonTenantScopeCompliantConflict");
            if (_descriptions.Count > 0) throw new OptimizeRefusal(400, "importDescriptionInvalid", DescriptionConflict + OptimizeJson.Brackets(_descriptions));
        }

        private void Check(OptimizeFileEntity report)
        {
            if (report.Description is "" or { Length: > LongestDescription })
            {
                _descriptions.Add(report.Id);
                return;
            }

            checks.Name(report);
            if (checks.Mismatch(report) is { } mismatch) _mismatches.Add(mismatch);
            else if (report.Type == OptimizeTypes.Combined) return;
            else if (OptimizeDefinitions.Missing(checks.StateDefinitions, report) is { } missing) _definitions.Add(missing);
            else Scope(report);
        }

        private void Scope(OptimizeFileEntity report)
        {
            foreach (var definition in report.Definitions)
            {
                var entry = collection.Scope.FirstOrDefault(candidate => candidate.Type == OptimizeDefinitions.TypeOf(report)
                    && candidate.Key == OptimizeJson.Text(OptimizeJson.Get(definition, "key")));
                if (entry is null) _definitionConflict = true;
                else if (OptimizeFormat.Tenants(definition).Except(entry.Tenants).Any()) _tenantConflict = true;
                else continue;
                return;
            }
        }

        private OptimizeRefusal Conflict(string code) => new(409, code, OptimizeErrors.DetailOf(code))
        {
            List = ("conflictedItems", new JsonArray(new JsonObject { ["id"] = collection.Id, ["type"] = "collection", ["name"] = collection.Name })),
        };
    }

    private IReadOnlyList<OptimizeDefinition> StateDefinitions => state.Definitions;
}
