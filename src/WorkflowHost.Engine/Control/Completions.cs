using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Control;

/// <summary>Counts the children of an activity that waits for all of them, across suspensions.</summary>
internal static class Completions
{
    private const string Open = "open";

    public static void Expect(ActivityContext context, int children) => context.Local[Open] = children;

    /// <summary>Children of a stored activity will not complete any more; those that are left still make it complete.</summary>
    public static void Forget(JsonObject? local, int children)
    {
        if (local?[Open] is JsonValue open)
        {
            local[Open] = (int)JsonValues.Number(open) - children;
        }
    }

    /// <summary>One child has completed; with the last one, so does the activity.</summary>
    public static void Count(ActivityContext context)
    {
        var open = LocalNumber.Get(context, Open) - 1;
        context.Local[Open] = open;
        if (open <= 0)
        {
            context.Complete();
        }
    }
}
