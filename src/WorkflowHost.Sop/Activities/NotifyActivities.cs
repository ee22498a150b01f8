using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Sends the customer a notice of the SOP pack: letter, SMS or mail, through the outbox.</summary>
internal sealed class NotifyActivity : Activity, Activity.IDescribed
{
    private Input<string> _notice = null!;
    private Input<string> _channel = null!;
    private Input<string> _to = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.Notify", SopCatalog.Category, ("Notify customer", "告知客户"), ("Sends a notice to the customer.", "向客户发送告知书。"))
    {
        Inputs =
        [
            new("Notice", "String", ("Notice", "告知书"), ("Template of the SOP pack.", "SOP 规则包中的告知书。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Notices },
            new("Channel", "String", ("Channel", "送达方式"), ("letter, sms or mail.", "信函、短信或邮件。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Channels, DefaultValue = "letter" },
            new("To", "String", ("To", "送达地址"), ("Address or number; the customer's own when empty.", "地址或号码；不填则用客户留存的。")) { DefaultSyntax = "JavaScript" },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _notice = binder.Input<string>("notice");
        _channel = binder.Input<string>("channel", "letter");
        _to = binder.Input<string>("to");
        binder.RequireBound("sop.notify.notice_missing", "notice", _notice);
    }

    protected override void Execute(ActivityContext context)
    {
        context.Facet<CaseWork>().SendNotice(context.Get(_notice) ?? string.Empty, context.Get(_channel) ?? "letter", context.Get(_to));
        context.Complete();
    }
}

/// <summary>Tells colleagues at once, e.g. executive and compliance of a major complaint (§3.2).</summary>
internal sealed class NotifyStaffActivity : Activity, Activity.IDescribed
{
    private Input<string[]> _roles = null!;
    private Input<string> _text = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.NotifyStaff", SopCatalog.Category, ("Notify staff", "通知员工"), ("Puts a message into the notifications of roles.", "向有关岗位发送站内通知。"))
    {
        Inputs =
        [
            new("Roles", "String[]", ("Roles", "岗位"), ("Who is told.", "通知哪些岗位。")) { UiHint = "checklist", ChoicesFrom = SopChoices.Roles, DefaultSyntax = "Object" },
            new("Text", "String", ("Text", "内容"), ("What they are told.", "通知的内容。")) { UiHint = "multiline", DefaultSyntax = "Liquid" },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _roles = binder.Input<string[]>("roles");
        _text = binder.Input<string>("text");
        binder.RequireBound("sop.notify.roles_missing", "roles", _roles);
    }

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        var text = context.Get(_text) ?? string.Empty;
        foreach (var role in context.Get(_roles) ?? [])
        {
            work.Notify(work.AudienceOf(role), "message", ("text", text));
        }

        context.Complete();
    }
}
