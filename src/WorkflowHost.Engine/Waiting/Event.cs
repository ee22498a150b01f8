using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Waits for a named event; its payload is the result.</summary>
public sealed class Event : Activity, Activity.IDescribed
{
    internal const string TypeName = "Elsa.Event";

    private Input<string> _eventName = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        TypeName,
        Categories.Primitives,
        ("Event", "事件"),
        ("Wait for an event to be published.", "等待指定名称的事件。"))
    {
        Kind = ActivityKind.Trigger,
        Inputs = [new InputDescriptor("EventName", "String", ("Event Name", "事件名称"), ("The name of the event to wait for.", "要等待的事件名称。"))],
        Outputs = [new OutputDescriptor("Result", "Object", ("Result", "结果"), ("The payload of the event.", "事件携带的内容。"))],
    };

    /// <summary>The hash of every bookmark and trigger that waits for an event of this name.</summary>
    public static string HashOf(string? eventName) => BookmarkHash.Of(TypeName, PayloadOf(eventName));

    protected internal override void Bind(ActivityBinder binder) => _eventName = binder.Input<string>("eventName");

    protected internal override IReadOnlyList<WorkflowTrigger> Triggers(ActivityContext scope)
    {
        var name = scope.Get(_eventName);
        return string.IsNullOrWhiteSpace(name)
            ? throw new ActivityFaultException("The event needs a name.")
            : [WorkflowTrigger.Of(scope.ActivityId, TypeName, PayloadOf(name))];
    }

    protected internal override void Execute(ActivityContext context)
    {
        if (!context.IsTriggered)
        {
            context.CreateBookmark(TypeName, PayloadOf(context.Get(_eventName)));
            return;
        }

        // A start that names no payload of its own carries it in the workflow's input.
        var payload = context.TriggerInput ?? (context.WorkflowInput.Count > 0 ? context.WorkflowInput : null);
        context.SetOutput("Result", JsonValues.Unwrap(JsonValues.Copy(payload)));
        context.Complete();
    }

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        context.SetOutput("Result", JsonValues.Unwrap(JsonValues.Copy(input)));
        context.Complete();
    }

    private static JsonObject PayloadOf(string? eventName) => new() { ["EventName"] = eventName };
}
