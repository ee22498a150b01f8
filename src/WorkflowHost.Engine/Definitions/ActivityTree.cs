using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Finds the activities embedded in an activity without knowing its type: in a slot, in a list, in the cases of a switch. What carries both an
/// id and a type is one; inputs, variables and connections never do.
/// </summary>
internal static class ActivityTree
{
    public static bool IsActivity(JsonNode? node) =>
        node is JsonObject json && ProgramBuilder.Text(json, "id") is not null && ProgramBuilder.Text(json, "type") is not null;

    /// <summary>Whether a property of an activity holds data of the designer or the author, never activities.</summary>
    public static bool IsData(string property) => property is "metadata" or "customProperties" or "variables";

    /// <summary>A copy of a property's value in which each embedded activity is replaced.</summary>
    public static JsonNode? Replace(JsonNode? value, Func<JsonObject, JsonNode?> replace)
    {
        switch (value)
        {
            case JsonObject activity when IsActivity(activity):
                return replace(activity);
            case JsonObject members:
                var copy = new JsonObject();
                foreach (var (name, member) in members)
                {
                    copy[name] = Replace(member, replace);
                }

                return copy;
            case JsonArray elements:
                return new JsonArray([.. elements.Select(element => Replace(element, replace))]);
            default:
                return value?.DeepClone();
        }
    }
}
