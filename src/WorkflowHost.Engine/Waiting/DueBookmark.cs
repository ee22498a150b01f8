using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Makes an activity wait for an instant.</summary>
internal static class DueBookmark
{
    // An instant is written without escapes, also where the hash escapes the plus sign of texts.
    public static void Create(ActivityContext context, string name, string payloadName, DateTimeOffset due) =>
        context.CreateBookmark(
            name,
            new JsonObject { [payloadName] = ValueText.Of(due) },
            due,
            matched: new JsonObject { [payloadName] = JsonValue.Create(due) });
}
