using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Changes;

/// <summary>Variables, and the inputs and outputs of the whole workflow, by name.</summary>
internal static class VariableDiff
{
    private static readonly string[] Kinds = ["variables", "inputs", "outputs"];

    /// <param name="scope">The container that declares them; null for the workflow itself.</param>
    public static void Compare(JsonObject before, JsonObject after, OutlineActivity? scope, ChangeList changes)
    {
        foreach (var kind in scope is null ? Kinds : ["variables"])
        {
            Compare(kind, ByName(before[kind]), ByName(after[kind]), scope, changes);
        }
    }

    private static void Compare(string kind, Dictionary<string, JsonObject> before, Dictionary<string, JsonObject> after, OutlineActivity? scope, ChangeList changes)
    {
        foreach (var (name, variable) in after)
        {
            if (!before.TryGetValue(name, out var old))
            {
                Tell("added", ("name", name), ("type", TypeOf(variable)));
            }
            else if (TypeOf(old) != TypeOf(variable))
            {
                Tell("type", ("name", name), ("before", TypeOf(old)), ("after", TypeOf(variable)));
            }
            else if (ValueOf(old) != ValueOf(variable))
            {
                Tell("value", ("name", name), ("before", ValueOf(old)), ("after", ValueOf(variable)));
            }
        }

        foreach (var name in before.Keys.Where(each => !after.ContainsKey(each)))
        {
            Tell("removed", ("name", name));
        }

        void Tell(string what, params ReadOnlySpan<(string Name, LocalizedText Value)> words)
        {
            (string, LocalizedText)[] all = [("kind", ValueWords.Word("kind." + kind, kind)), .. words];
            if (scope is null)
            {
                changes.Definition("diff.variable." + what, all);
            }
            else
            {
                changes.Step("diff.variable." + what, scope, all);
            }
        }
    }

    private static Dictionary<string, JsonObject> ByName(JsonNode? node)
    {
        var named = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var item in (node as JsonArray ?? []).OfType<JsonObject>())
        {
            if (item.Text("name") is { Length: > 0 } name)
            {
                named[name] = item;
            }
        }

        return named;
    }

    private static string TypeOf(JsonObject variable) => DeclaredTypeName.Of(variable, variable["typeName"] is null ? "type" : "typeName");

    private static string ValueOf(JsonObject variable) => (variable["value"] ?? variable["defaultValue"])?.ToString() ?? string.Empty;
}
