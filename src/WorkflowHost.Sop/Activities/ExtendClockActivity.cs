using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;

namespace WorkflowHost.Sop.Activities;

/// <summary>
/// Extends a deadline by one of its policy's rules (A-R4, Art. 18). The customer's notice goes out in the same transaction,
/// so "extended" and "told" cannot come apart. A late or unauthorised extension leaves through <c>Refused</c> and changes nothing.
/// </summary>
internal sealed class ExtendClockActivity : Activity, Activity.IDescribed
{
    private Input<string> _clock = null!;
    private Input<string> _rule = null!;
    private Input<string> _reason = null!;
    private Input<string> _approvedBy = null!;
    private Input<string> _approverRole = null!;
    private Input<string> _notice = null!;
    private Input<string> _channel = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.ExtendClock", SopCatalog.Category, ("Extend clock", "延长时限"), ("Lengthens a deadline, with approver, reason and notice to the customer.", "延长时限，记下审批人与理由，并告知客户。"))
    {
        Inputs =
        [
            ClockInputs.Clock,
            new("Rule", "String", ("Extension", "延期规则"), ("The extension rule of the clock's policy.", "时限规则中的延期规则。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.ExtensionRules },
            new("Reason", "String", ("Reason", "原因"), ("Why; kept with the clock.", "延期理由，随时限保存。")) { DefaultSyntax = "JavaScript" },
            new("ApprovedBy", "String", ("Approved by", "审批人"), ("Staff id of the approver.", "审批人的员工标识。")) { DefaultSyntax = "JavaScript" },
            new("ApproverRole", "String", ("Approver's role", "审批岗位"), ("The role in which it was approved.", "以什么岗位审批。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Roles },
            new("Notice", "String", ("Notice", "告知书"), ("Notice template sent to the customer with the extension.", "随延期发给客户的告知书。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Notices },
            new("Channel", "String", ("Channel", "送达方式"), ("letter, sms or mail.", "信函、短信或邮件。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Channels, DefaultValue = "letter" },
        ],
        Ports = ClockInputs.DoneOrRefused,
    };

    protected override void Bind(ActivityBinder binder)
    {
        _clock = binder.Input<string>("clock");
        _rule = binder.Input<string>("rule");
        _reason = binder.Input<string>("reason");
        _approvedBy = binder.Input<string>("approvedBy");
        _approverRole = binder.Input<string>("approverRole");
        _notice = binder.Input<string>("notice");
        _channel = binder.Input<string>("channel", "letter");
        binder.RequireBound("sop.clock.missing", "clock", _clock);
        binder.RequireBound("sop.clock.rule_missing", "rule", _rule);
    }

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        var notice = context.Get(_notice);
        var channel = context.Get(_channel) ?? "letter";
        if (!string.IsNullOrEmpty(notice))
        {
            // A letter that cannot be written faults the step before anything is extended.
            work.WriteNotice(notice);
        }

        var grant = new ExtensionGrant(
            context.Get(_rule) ?? string.Empty,
            context.Now,
            context.Get(_approvedBy) ?? string.Empty,
            context.Get(_approverRole) ?? string.Empty,
            context.Get(_reason) ?? string.Empty,
            CustomerTold: !string.IsNullOrEmpty(notice) && work.CanReach(notice, channel));
        if (work.ExtendClock(context.Get(_clock) ?? string.Empty, grant) is not null)
        {
            context.Complete(ClockInputs.Refused);
            return;
        }

        if (!string.IsNullOrEmpty(notice))
        {
            work.SendNotice(notice, channel, address: null);
        }

        context.Complete(ClockInputs.Done);
    }
}
