using System.Text.Json.Nodes;

namespace WorkflowHost.Runtime.Tests.Instances;

/// <summary>Plain workflows of the tests' own, as Elsa's JSON.</summary>
internal static class Flows
{
    /// <summary>Activities one after another.</summary>
    public static JsonObject Sequence(string id, params JsonObject[] activities) => new()
    {
        ["id"] = id + ".v1",
        ["definitionId"] = id,
        ["version"] = 1,
        ["name"] = id,
        ["variables"] = new JsonArray(Variable("got", "Object")),
        ["root"] = new JsonObject { ["id"] = "root", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray([.. activities]) },
    };

    /// <summary>Branches side by side.</summary>
    public static JsonObject Parallel(string id, params JsonObject[] branches) => new()
    {
        ["id"] = id,
        ["type"] = "Elsa.Parallel",
        ["version"] = 1,
        ["activities"] = new JsonArray([.. branches]),
    };

    /// <summary>Steps one after another, within a branch.</summary>
    public static JsonObject Steps(string id, params JsonObject[] activities) =>
        new() { ["id"] = id, ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray([.. activities]) };

    public static JsonObject WithActivation(this JsonObject workflow, string strategy)
    {
        workflow["options"] = new JsonObject { ["activationStrategyType"] = $"Elsa.Workflows.Runtime.ActivationValidators.{strategy}Strategy, Elsa.Workflows.Runtime" };
        return workflow;
    }

    /// <summary>May start the workflow.</summary>
    public static JsonObject AsTrigger(this JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return activity;
    }

    /// <summary>Its output is kept in the variable <c>got</c>.</summary>
    public static JsonObject Keeping(this JsonObject activity, string output = "result")
    {
        activity[output] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "got" } };
        return activity;
    }

    public static JsonObject Event(string id, string name) => Activity(id, "Elsa.Event", ("eventName", "String", "Literal", name));

    public static JsonObject Publish(string id, string name, string? payloadScript = null, bool isLocal = false) => Activity(
        id, "Elsa.PublishEvent", ("eventName", "String", "Literal", name), ("isLocalEvent", "Boolean", "Literal", isLocal ? "true" : "false"),
        ("payload", "Object", "JavaScript", payloadScript ?? "null"));

    public static JsonObject Dispatch(string id, string child, string input = "{}", bool waits = true, string type = "Elsa.DispatchWorkflow") => Activity(
        id, type, ("workflowDefinitionId", "String", "Literal", child), ("input", "ObjectDictionary", "JavaScript", $"({input})"),
        ("waitForCompletion", "Boolean", "Literal", waits ? "true" : "false"));

    public static JsonObject Output(string id, string name, string script) => Activity(
        id, "Elsa.SetOutput", ("outputName", "String", "Literal", name), ("outputValue", "Object", "JavaScript", script));

    public static JsonObject Script(string id, string script) => Activity(id, "Elsa.RunJavaScript", ("script", "String", "Literal", script));

    public static JsonObject Delay(string id, string span) => Activity(id, "Elsa.Delay", ("timeSpan", "TimeSpan", "Literal", span));

    public static JsonObject Line(string id, string script) => Activity(id, "Elsa.WriteLine", ("text", "String", "JavaScript", script));

    public static JsonObject Fault(string id) => Activity(id, "Elsa.Fault", ("message", "String", "Literal", "core system down"));

    public static JsonObject Activity(string id, string type, params ReadOnlySpan<(string Name, string Type, string Syntax, string Value)> inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1, ["name"] = id };
        foreach (var (name, typeName, syntax, value) in inputs)
        {
            activity[name] = new JsonObject { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };
        }

        return activity;
    }

    private static JsonObject Variable(string name, string type) => new()
    {
        ["id"] = name,
        ["name"] = name,
        ["typeName"] = type,
        ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
    };
}
