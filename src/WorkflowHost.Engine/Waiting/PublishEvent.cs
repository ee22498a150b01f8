using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Waiting;

/// <summary>Publishes an event; who waits for it goes on in a later burst.</summary>
public sealed class PublishEvent : Activity, Activity.IDescribed
{
    private Input<string> _eventName = null!;
    private Input<string> _correlationId = null!;
    private Input<bool> _isLocal = null!;
    private Input<object> _payload = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.PublishEvent",
        Categories.Primitives,
        ("Publish Event", "发布事件"),
        ("Publishes an event.", "发布一个事件。"))
    {
        Inputs =
        [
            new("EventName", "String", ("Event Name", "事件名称"), ("The name of the event to publish.", "要发布的事件名称。")),
            new("CorrelationId", "String", ("Correlation Id", "关联编号"), ("Only workflows with this correlation id receive it.", "只有具有此关联编号的流程会收到。")),
            new("IsLocalEvent", "Boolean", ("Is Local Event", "仅限本流程"), ("Only this workflow receives it.", "只有本流程会收到。")) { UiHint = "checkbox", DefaultValue = false },
            new("Payload", "Object", ("Payload", "内容"), ("What the event carries.", "事件携带的内容。")),
        ],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _eventName = binder.Input<string>("eventName");
        _correlationId = binder.Input<string>("correlationId");
        _isLocal = binder.Input<bool>("isLocalEvent");
        _payload = binder.Input<object>("payload");
    }

    protected internal override void Execute(ActivityContext context)
    {
        context.Emit(new EventPublished(
            context.ActivityId,
            context.Get(_eventName) ?? "",
            JsonValues.Detached(context.Get(_payload)),
            context.Get(_isLocal),
            context.Get(_correlationId)));
        context.Complete();
    }
}
