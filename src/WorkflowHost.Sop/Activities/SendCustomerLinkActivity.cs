using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>
/// Sends the customer a notice that is of use only with its link, such as the question how satisfied they are. Who has no number
/// gets none: unlike a statutory letter, nobody prints it.
/// </summary>
internal sealed class SendCustomerLinkActivity : Activity, Activity.IDescribed
{
    private const string Channel = "sms";

    private Input<string> _notice = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.SendCustomerLink", SopCatalog.Category, ("Send customer link", "发送客户链接"), ("Sends a message with a link: progress or a questionnaire. Nothing is sent to a customer without a number.", "发送带链接的短信（进度查询或问卷）；客户没有手机号的不发。"))
    {
        Inputs =
        [
            new("Notice", "String", ("Notice", "告知书"), ("A notice of the SOP pack that has links.", "SOP 规则包中带链接的告知书。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Notices },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _notice = binder.Input<string>("notice");
        binder.RequireBound("sop.notify.notice_missing", "notice", _notice);
    }

    protected override void Execute(ActivityContext context)
    {
        var (work, notice) = (context.Facet<CaseWork>(), context.Get(_notice) ?? string.Empty);
        if (work.HasPhone)
        {
            work.SendNotice(notice, Channel, address: null);
        }
        else
        {
            work.Log("link.not_sent", ("notice", notice));
        }

        context.Complete();
    }
}
