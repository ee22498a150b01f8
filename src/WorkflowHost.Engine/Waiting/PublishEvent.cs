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

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.PublishEvent", "Primitives", "Publish Event", "Publishes an event.")
    {
        Inputs =
        [
            new InputDescriptor("EventName", "String", "Event Name", "The name of the event to publish."),
            new InputDescriptor("CorrelationId", "String", "Correlation Id", "Only workflows with this correlation id receive it."),
            new InputDescriptor("IsLocalEvent", "Boolean", "Local Event", "Only this workflow receives it.") { UiHint = "checkbox" },
            new InputDescriptor("Payload", "Object", "Payload", "What the event carries."),
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
