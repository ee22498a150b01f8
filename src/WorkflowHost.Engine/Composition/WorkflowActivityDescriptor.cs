using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Composition;

/// <summary>How a workflow looks as an activity: its inputs, its outputs, its outcomes as ports.</summary>
internal static class WorkflowActivityDescriptor
{
    // Names an activity has by itself; Elsa puts an underscore before an input or output of such a name.
    private static readonly string[] Reserved =
    [
        "Id", "NodeId", "Name", "Type", "Version", "Root", "Variables", "Metadata", "CustomProperties", "SyntheticProperties", "RunAsynchronously",
        "WorkflowDefinitionId", "WorkflowDefinitionVersionId", "LatestAvailablePublishedVersion", "LatestAvailablePublishedVersionId",
    ];

    private static readonly BilingualText Workflows = ("Workflows", "流程");

    /// <summary>The name under which an activity stores an input or output of the workflow.</summary>
    public static string SafeName(string name) => Reserved.Contains(name) ? "_" + name : name;

    public static ActivityDescriptor Of(string typeName, WorkflowDefinition definition, bool isLatest)
    {
        var document = definition.Document;
        var category = document["options"] is JsonObject options ? ProgramBuilder.Text(options, "activityCategory") : null;
        return new ActivityDescriptor(typeName, category ?? Workflows, definition.Name ?? definition.DefinitionId, definition.Description ?? "")
        {
            Version = definition.Version,
            IsBrowsable = isLatest,
            Inputs = [.. Items(document["inputs"]).Select(Input)],
            Outputs = OutputsOf(definition),
            Ports = [.. (document["outcomes"] as JsonArray ?? []).Select(each => each?.ToString() ?? "").Where(each => each.Length > 0).Select(each => new PortDescriptor(each, each))],
            CustomProperties = new Dictionary<string, object>
            {
                ["RootType"] = "WorkflowDefinitionActivity",
                ["WorkflowDefinitionId"] = definition.DefinitionId,
                ["WorkflowDefinitionVersionId"] = definition.Id,
            },
            ConstructionProperties = new Dictionary<string, object>
            {
                ["WorkflowDefinitionId"] = definition.DefinitionId,
                ["WorkflowDefinitionVersionId"] = definition.Id,
                ["Version"] = definition.Version,
            },
        };
    }

    public static IReadOnlyList<OutputDescriptor> OutputsOf(WorkflowDefinition definition) => [.. Items(definition.Document["outputs"]).Select(Output)];

    /// <summary>The inputs or outputs of a definition that have a name.</summary>
    public static IEnumerable<JsonObject> Items(JsonNode? json) =>
        (json as JsonArray ?? []).OfType<JsonObject>().Where(each => ProgramBuilder.Text(each, "name") is not null);

    private static InputDescriptor Input(JsonObject json, int place)
    {
        var name = ProgramBuilder.Text(json, "name")!;
        return new InputDescriptor(SafeName(name), DeclaredTypeName.Of(json, "type"), ProgramBuilder.Text(json, "displayName") ?? name, ProgramBuilder.Text(json, "description") ?? "")
        {
            UiHint = ProgramBuilder.Text(json, "uiHint") ?? "singleline",
            Category = ProgramBuilder.Text(json, "category") is { } category ? new BilingualText(category, category) : null,
            Order = place,
        };
    }

    private static OutputDescriptor Output(JsonObject json)
    {
        var name = ProgramBuilder.Text(json, "name")!;
        return new OutputDescriptor(SafeName(name), DeclaredTypeName.Of(json, "type"), ProgramBuilder.Text(json, "displayName") ?? name, ProgramBuilder.Text(json, "description") ?? "");
    }
}
