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
    private Input<string> _receivedAt = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.CaseEvent", SopCatalog.Category, ("Case event", "案件事件"), ("Waits until somebody raises an event of this name on the case.", "等到有人在案件上发起这个事件。"))
    {
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new("Event", "String", ("Event", "事件名"), ("Name by which the event is raised, e.g. withdrawn.", "发起事件用的名称，如 withdrawn。")),
            new("Title", "String", ("Title", "标题"), ("What the case page's menu shows; the activity's name when empty.", "案件页菜单上显示的文字；不填则用步骤名。")),
            new("Form", "String", ("Form", "表单"), ("The form that goes with it; none when empty.", "随事件填写的表单；不选则不用填。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Forms },
            new("Roles", "String[]", ("Roles", "岗位"), ("Who may raise it; everybody when empty.", "哪些岗位可以发起；不选则人人可以。")) { UiHint = "checklist", ChoicesFrom = SopChoices.Roles, DefaultSyntax = "Object" },
            new("When", "String", ("Case status", "案件状态"), ("Open or Closed: the status in which it may be raised; any when empty.", "什么状态下可以发起；不选则不限。"))
            {
                UiHint = "dropdown",
                Choices = [new("Open", ("Open", "办理中")), new("Closed", ("Closed", "已关闭"))],
            },
            new("BeforeDueOf", "String", ("Before due of", "须在此时限届满前"), ("Refused once this clock is overdue.", "所选时限逾期后不再受理。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Clocks },
            new("ReceivedAt", "String", ("Received at", "收到时间字段"), ("Field of the form that says when it arrived: what came in time may be entered later. Now when empty.", "表单中记录收到时间的字段：期限内收到的，事后录入仍算及时；不填则以录入时间为准。")),
        ],
        Outputs = [new("RaisedBy", "String", ("Raised by", "发起人"), ("Staff id of who raised it.", "发起人的员工标识。"))],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _event = binder.Input<string>("event");
        _title = binder.Input<string>("title");
        _form = binder.Input<string>("form");
        _roles = binder.Input<string[]>("roles");
        _when = binder.Input<string>("when");
        _beforeDueOf = binder.Input<string>("beforeDueOf");
        _receivedAt = binder.Input<string>("receivedAt");
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
            context.Get(_beforeDueOf) is { Length: > 0 } clock ? clock : null)
        {
            ReceivedAtField = context.Get(_receivedAt) is { Length: > 0 } field ? field : null,
        };
        context.CreateBookmark(AvailableEvent.BookmarkName, available.ToPayload());
    }

    protected override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input)
    {
        context.SetOutput("RaisedBy", (input as JsonObject)?.Text("by"));
        context.Complete();
    }
}
