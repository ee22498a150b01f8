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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.RequestDocuments", SopCatalog.Category, "Request documents", "Sends the one-time list of missing material and lets deadlines stand still.")
    {
        Inputs =
        [
            new("Checklist", "String", "Checklist", "Field of rows: doc, result (ok or what is wrong), heldByInsurer, remark."),
            new("Notice", "String", "Notice", "Notice that lists what is missing.") { UiHint = "dropdown" },
            new("Channel", "String", "Channel", "letter, sms or mail.") { UiHint = "dropdown", DefaultValue = "letter" },
            new("Pauses", "String[]", "Paused clocks", "Clocks that stand still until the material is there.") { UiHint = "checklist", DefaultSyntax = "Object" },
            new("Reason", "String", "Reason", "Kept with the paused clocks; resume them with the same one."),
            new("Window", "String", "Window", "Clock of the time the customer has.") { UiHint = "dropdown" },
        ],
        Ports = [new("Requested", "Requested"), new("NothingMissing", "NothingMissing"), new("Blocked", "Blocked")],
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
