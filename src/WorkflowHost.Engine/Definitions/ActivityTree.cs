using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Finds the activities embedded in an activity without knowing its type: in a slot, in a list, in the cases of a switch, in the states of a
/// state machine. What carries both an id and a type is one; inputs, variables and connections never do.
/// </summary>
public static class ActivityTree
{
    /// <summary>The activities that stand in one activity directly, in file order, each with its JSON path.</summary>
    /// <param name="path">The JSON path of the activity around them.</param>
    public static IEnumerable<(JsonObject Activity, string Path)> In(JsonObject activity, string path)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return activity.Where(member => !IsData(member.Key)).SelectMany(member => Within(member.Value, JsonLocator.Member(path, member.Key)));
    }

    /// <summary>An activity and all that stand in it, at any depth, each before those in it; none for what is no activity.</summary>
    public static IEnumerable<JsonObject> All(JsonNode? activity) =>
        activity is JsonObject json && IsActivity(json) ? In(json, "$").SelectMany(each => All(each.Activity)).Prepend(json) : [];

    public static bool IsActivity(JsonNode? node) =>
        node is JsonObject json && ProgramBuilder.Text(json, "id") is not null && ProgramBuilder.Text(json, "type") is not null;

    /// <summary>Whether a property of an activity holds data of the designer or the author, never activities.</summary>
    public static bool IsData(string property) => property is "metadata" or "customProperties" or "variables";

    private static IEnumerable<(JsonObject Activity, string Path)> Within(JsonNode? value, string path) => value switch
    {
        JsonObject activity when IsActivity(activity) => [(activity, path)],
        // The value of an input may look like anything, and runs nothing.
        JsonObject members when members.ContainsKey("expression") || (members.ContainsKey("type") && members.ContainsKey("value")) => [],
        JsonObject members => members.SelectMany(member => Within(member.Value, JsonLocator.Member(path, member.Key))),
        JsonArray elements => elements.SelectMany((element, index) => Within(element, JsonLocator.Element(path, index))),
        _ => [],
    };

    /// <summary>A copy of a property's value in which each embedded activity is replaced.</summary>
    public static JsonNode? Replace(JsonNode? value, Func<JsonObject, JsonNode?> replace)
    {
        ArgumentNullException.ThrowIfNull(replace);
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
