using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Waits for a named event; its payload is the result.</summary>
public sealed class Event : Activity, Activity.IDescribed
{
    internal const string TypeName = "Elsa.Event";

    private Input<string> _eventName = null!;

    public static ActivityDescriptor Descriptor { get; } = new(TypeName, "Primitives", "Event", "Wait for an event to be published.")
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("EventName", "String", "Event Name", "The name of the event to wait for.")],
        Outputs = [new OutputDescriptor("Result", "Object", "Result", "The payload of the event.")],
    };

    /// <summary>The hash of every bookmark that waits for an event of this name.</summary>
    public static string HashOf(string? eventName) => BookmarkHash.Of(TypeName, PayloadOf(eventName));

    protected internal override void Bind(ActivityBinder binder) => _eventName = binder.Input<string>("eventName");

    protected internal override void Execute(ActivityContext context)
    {
        if (context.IsTriggered)
        {
            context.SetOutput("Result", context.WorkflowInput.Count > 0 ? context.WorkflowInput.DeepClone() : null);
            context.Complete();
            return;
        }

        context.CreateBookmark(TypeName, PayloadOf(context.Get(_eventName)));
    }

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        context.SetOutput("Result", Values.JsonValues.Unwrap(Values.JsonValues.Copy(input)));
        context.Complete();
    }

    private static JsonObject PayloadOf(string? eventName) => new() { ["EventName"] = eventName };
}
