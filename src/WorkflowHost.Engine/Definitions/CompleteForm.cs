using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// A definition as Elsa's API answers it, whatever a person, a file or an older designer left out: collections are there and never null,
/// every activity has its <c>nodeId</c> and version, connections have ports and vertices. Everything else, known or not, stays as it is.
/// </summary>
/// <param name="knowsType">Whether an activity type has a descriptor. Others become placeholders; null lets all types pass.</param>
public sealed class CompleteForm(Func<string, bool>? knowsType = null)
{
    private const string RootNodeId = "Workflow1";

    private static readonly string[] Lists = ["variables", "inputs", "outputs", "outcomes"];

    /// <summary>The complete document; the given one is not changed.</summary>
    public JsonObject Of(JsonObject document)
    {
        var complete = new JsonObject();
        foreach (var (name, value) in document)
        {
            if (name is not ("links" or "$schema"))
            {
                complete[name] = name == "root" && value is JsonObject root ? Activity(root, RootNodeId) : JsonValues.Copy(value);
            }
        }

        complete["version"] ??= 1;
        foreach (var name in Lists)
        {
            complete[name] ??= new JsonArray();
        }

        complete["options"] ??= new JsonObject();
        complete["customProperties"] ??= new JsonObject();
        foreach (var variable in (complete["variables"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Complete(variable);
        }

        return complete;
    }

    // Initial values are texts or null in Elsa; a number or a yes or no that somebody wrote by hand means the same.
    private static void Complete(JsonObject variable)
    {
        variable["isArray"] ??= false;
        variable["typeName"] ??= "Object";
        if (variable["id"] is null && ProgramBuilder.Text(variable, "name") is { } name)
        {
            variable["id"] = name;
        }

        if (variable["value"] is JsonValue value && value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            variable["value"] = ValueText.Of(JsonValues.Unwrap(variable["value"]));
        }
    }

    private JsonObject Activity(JsonObject activity, string parent)
    {
        var nodeId = parent + ":" + (ProgramBuilder.Text(activity, "id") ?? "");
        if (knowsType is not null && ProgramBuilder.Text(activity, "type") is { } type && type != NotFoundPlaceholder.TypeName && !knowsType(type))
        {
            activity = NotFoundPlaceholder.Of(activity);
        }

        var complete = new JsonObject();
        foreach (var (name, value) in activity)
        {
            switch (name)
            {
                case "nodeId":
                case "metadata" or "customProperties" or "variables" or "activities" when value is null:
                    break;
                case "connections":
                    complete[name] = Connections(value);
                    break;
                default:
                    complete[name] = ActivityTree.IsData(name) ? JsonValues.Copy(value) : ActivityTree.Replace(value, each => Activity(each, nodeId));
                    break;
            }

            if (name == "id")
            {
                complete["nodeId"] = nodeId;
            }
        }

        complete["nodeId"] ??= nodeId;
        complete["version"] ??= 1;
        return complete;
    }

    private static JsonArray Connections(JsonNode? json) =>
        new([.. (ConnectionForm.ListOf(json) ?? []).Select(Connection)]);

    // Elsa Studio loses the whole canvas over vertices that are null.
    private static JsonNode? Connection(JsonNode? json)
    {
        if (ConnectionForm.Read(json) is not { } form)
        {
            return JsonValues.Copy(json);
        }

        var connection = new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = form.Source, ["port"] = form.Port },
            ["target"] = new JsonObject { ["activity"] = form.Target, ["port"] = form.TargetPort },
            ["vertices"] = JsonValues.Copy(json!["vertices"]) as JsonArray ?? [],
        };
        foreach (var (name, value) in (JsonObject)json)
        {
            if (!connection.ContainsKey(name) && !ConnectionForm.IsOwn(name))
            {
                connection[name] = JsonValues.Copy(value);
            }
        }

        return connection;
    }
}
