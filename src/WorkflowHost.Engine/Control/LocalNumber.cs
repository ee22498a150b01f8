using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Control;

/// <summary>Numbers in the local state of an activity.</summary>
internal static class LocalNumber
{
    public static int Get(ActivityContext context, string name) =>
        context.Local[name] is JsonValue value ? (int)JsonValues.Number(value) : 0;
}
