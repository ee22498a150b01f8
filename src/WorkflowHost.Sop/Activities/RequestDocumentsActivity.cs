using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>
/// Asks the customer for missing material: everything at once, only once (Insurance Law art. 22), and nothing the insurer
/// holds already. The named clocks stand still until the material is there. A second request leaves through <c>Blocked</c>
/// and sends nothing: that is for a person to decide.
/// </summary>
internal sealed class RequestDocumentsActivity : Activity, Activity.IDescribed
{
    private Input<string> _checklist = null!;
    private Input<string> _notice = null!;
    private Input<string> _channel = null!;
    private Input<string[]> _pauses = null!;
    private Input<string> _reason = null!;
    private Input<string> _window = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.RequestDocuments", SopCatalog.Category, ("Request documents", "一次性告知补正"), ("Sends the one-time list of missing material and lets deadlines stand still.", "一次列全并告知须补正的材料，时限相应中止。"))
    {
        Inputs =
        [
            new("Checklist", "String", ("Checklist", "材料清单"), ("Field of rows: doc, result (ok or what is wrong), heldByInsurer, remark.", "明细字段：doc 材料、result 结果（ok 为合格）、heldByInsurer 公司已掌握、remark 说明。")),
            new("Notice", "String", ("Notice", "告知书"), ("Notice that lists what is missing.", "列明须补正材料的告知书。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Notices },
            new("Channel", "String", ("Channel", "送达方式"), ("letter, sms or mail.", "信函、短信或邮件。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Channels, DefaultValue = "letter" },
            new("Pauses", "String[]", ("Paused clocks", "中止的时限"), ("Clocks that stand still until the material is there.", "补正期间不计时的时限。")) { UiHint = "checklist", ChoicesFrom = SopChoices.Clocks, DefaultSyntax = "Object" },
            new("Reason", "String", ("Reason", "原因"), ("Kept with the paused clocks; resume them with the same one.", "随时限保存；恢复计时须用同一原因。")),
            new("Window", "String", ("Window", "补正期"), ("Clock of the time the customer has.", "客户补正的期限。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Clocks },
        ],
        Ports = [new("Requested", ("Requested", "已告知")), new("NothingMissing", ("Nothing missing", "无须补正")), new("Blocked", ("Blocked", "二次补正已拦截"))],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _checklist = binder.Input<string>("checklist");
        _notice = binder.Input<string>("notice");
        _channel = binder.Input<string>("channel", "letter");
        _pauses = binder.Input<string[]>("pauses");
        _reason = binder.Input<string>("reason");
        _window = binder.Input<string>("window");
        binder.RequireBound("sop.documents.checklist_missing", "checklist", _checklist);
        binder.RequireBound("sop.notify.notice_missing", "notice", _notice);
    }

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        var request = work.PrepareDocumentRequest(context.Get(_checklist) ?? string.Empty);
        if (request == DocumentRequest.Requested)
        {
            if (context.Get(_window) is { Length: > 0 } window)
            {
                work.StartClock(window, context.Now);
            }

            foreach (var clock in ClockInputs.Named(context.Get(_pauses)))
            {
                work.PauseClock(clock, context.Now, context.Get(_reason) ?? string.Empty);
            }

            work.SendNotice(context.Get(_notice) ?? string.Empty, context.Get(_channel) ?? "letter", address: null);
        }

        context.Complete(request.ToString());
    }
}
