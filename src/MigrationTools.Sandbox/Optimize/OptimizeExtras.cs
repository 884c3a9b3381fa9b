using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>What stands beside the entities: sharing, labels of variables, ingestion, deletion of a process.</summary>
internal sealed class OptimizeExtras(OptimizeState state, OptimizeRules rules)
{
    private const string NeverBound = "Validation failed for argument [0] in updateVariableLabels: [Field error in object 'definitionVariableLabelsDto' "
        + "on field 'definitionKey': rejected value [null]; default message [must not be blank]]";

    public Reply Share(bool on)
    {
        state.SharingEnabled = on;
        return Reply.Empty(rules.VoidStatus);
    }

    public Reply Labels(SandboxRequest request)
    {
        if (rules.ArgumentsFail) throw OptimizeRefusal.ServerError(NeverBound);
        var body = OptimizeJson.Body(request);
        var key = OptimizeJson.Text(OptimizeJson.Get(body, "definitionKey"));
        if (string.IsNullOrWhiteSpace(key)) throw OptimizeRefusal.BadRequest("definitionKey must not be blank");
        var labels = OptimizeJson.List(OptimizeJson.Get(body, "labels")).Select(label => new OptimizeLabel(
            key, Member(label, "variableName"), Member(label, "variableType"), OptimizeJson.Text(OptimizeJson.Get(label, "variableLabel")) ?? "")).ToList();
        if (labels.DistinctBy(label => (label.Name, label.Type)).Count() < labels.Count) throw OptimizeRefusal.BadRequest("Each variable can only have a single label!");
        if (!state.Definitions.Exists(definition => definition.Type == "process" && definition.Key == key)) throw OptimizeRefusal.NotFound($"The process definition with id {key} has not yet been imported to Optimize");
        state.SetLabels(key, labels);
        return Reply.Empty(rules.VoidStatus);
    }

    public Reply Ingest(SandboxRequest request)
    {
        var variables = OptimizeJson.List(OptimizeJson.Body(request));
        foreach (var variable in variables)
        {
            _ = Member(variable, "id");
            _ = Member(variable, "name");
            _ = Member(variable, "processInstanceId");
        }

        state.IngestedVariables += variables.Count;
        return Reply.Empty(rules.VoidStatus);
    }

    public Reply DeleteDefinition(string key) => state.RemoveDefinition("process", key)
        ? Reply.Empty(202) : throw OptimizeRefusal.NotFound($"Process definition with key {key} does not exist");

    private static string Member(JsonNode? node, string name) => OptimizeJson.Text(OptimizeJson.Get(node, name)) ?? throw OptimizeRefusal.BadRequest(name + " must not be null");
}
