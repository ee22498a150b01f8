using System.Collections.Immutable;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Listens to something people may do to the case at any time: withdraw, add facts, ask for an extension. Offered on the case page while it waits.</summary>
internal sealed class CaseEventActivity : Activity, Activity.IDescribed
{
    private Input<string> _event = null!;
    private Input<string> _title = null!;
    private Input<string> _form = null!;
    private Input<string[]> _roles = null!;
    private Input<string> _when = null!;
    private Input<string> _beforeDueOf = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.CaseEvent", SopCatalog.Category, "Case event", "Waits until somebody raises an event of this name on the case.")
    {
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new("Event", "String", "Event", "Name by which the event is raised, e.g. withdrawn."),
            new("Title", "String", "Title", "What the case page's menu shows; the activity's name when empty."),
            new("Form", "String", "Form", "The form that goes with it; none when empty.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Forms },
            new("Roles", "String[]", "Roles", "Who may raise it; everybody when empty.") { UiHint = "checklist", ChoicesFrom = SopChoices.Roles, DefaultSyntax = "Object" },
            new("When", "String", "Case status", "Open or Closed: the status in which it may be raised; any when empty.")
            {
                UiHint = "dropdown",
                Choices = [new("Open", "Open"), new("Closed", "Closed")],
            },
            new("BeforeDueOf", "String", "Before due of", "Refused once this clock is overdue.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Clocks },
        ],
        Outputs = [new("RaisedBy", "String", "Raised by", "Staff id of who raised it.")],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _event = binder.Input<string>("event");
        _title = binder.Input<string>("title");
        _form = binder.Input<string>("form");
        _roles = binder.Input<string[]>("roles");
        _when = binder.Input<string>("when");
        _beforeDueOf = binder.Input<string>("beforeDueOf");
        binder.RequireBound("sop.event.name_missing", "event", _event);
    }

    protected override void Execute(ActivityContext context)
    {
        var available = new AvailableEvent(
            context.Get(_event) ?? string.Empty,
            string.Empty,
            context.Get(_title) is { Length: > 0 } title ? title : context.ActivityName,
            context.Get(_form) is { Length: > 0 } form ? form : null,
            context.Get(_roles)?.ToImmutableArray() ?? [],
            Enum.TryParse<CaseStatus>(context.Get(_when), out var status) ? status : null,
            context.Get(_beforeDueOf) is { Length: > 0 } clock ? clock : null);
        context.CreateBookmark(AvailableEvent.BookmarkName, available.ToPayload());
    }

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        context.SetOutput("RaisedBy", (input as JsonObject)?.Text("by"));
        context.Complete();
    }
}
