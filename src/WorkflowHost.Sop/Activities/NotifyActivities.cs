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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.Notify", SopCatalog.Category, "Notify customer", "Sends a notice to the customer.")
    {
        Inputs =
        [
            new("Notice", "String", "Notice", "Template of the SOP pack.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Notices },
            new("Channel", "String", "Channel", "letter, sms or mail.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Channels, DefaultValue = "letter" },
            new("To", "String", "To", "Address or number; the customer's own when empty.") { DefaultSyntax = "JavaScript" },
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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.NotifyStaff", SopCatalog.Category, "Notify staff", "Puts a message into the notifications of roles.")
    {
        Inputs =
        [
            new("Roles", "String[]", "Roles", "Who is told.") { UiHint = "checklist", ChoicesFrom = SopChoices.Roles, DefaultSyntax = "Object" },
            new("Text", "String", "Text", "What they are told.") { UiHint = "multiline", DefaultSyntax = "Liquid" },
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
