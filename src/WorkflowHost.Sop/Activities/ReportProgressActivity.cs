using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Tells the customer unasked how the case stands and when the next step is to be expected, and keeps the message with the case.</summary>
internal sealed class ReportProgressActivity : Activity, Activity.IDescribed
{
    private Input<string> _text = null!;
    private Input<string> _clock = null!;
    private Input<string> _notice = null!;
    private Input<string> _channel = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.ReportProgress", SopCatalog.Category, ("Report progress", "主动告知进度"), ("Sends the customer a status message with the expected time of the next step.", "把进度与下一步预计时间主动告知客户。"))
    {
        Inputs =
        [
            new("Notice", "String", ("Notice", "告知模板"), ("Template; may name progressStage, progressText, progressExpectedAt.", "可用 progressStage、progressText、progressExpectedAt。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Notices },
            new("Text", "String", ("Text", "进度说明"), ("What has happened; the stage's name when empty.", "告知内容；不填则用阶段名。")) { UiHint = "multiline", DefaultSyntax = "Liquid" },
            new("Clock", "String", ("Clock", "预计时间依据"), ("Clock whose target is the expected time; the case's next deadline when empty.", "以哪个时限为预计时间；不填取最近的时限。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Clocks },
            new("Channel", "String", ("Channel", "送达方式"), ("letter, sms or mail.", "信函、短信或邮件。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Channels, DefaultValue = "sms" },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _notice = binder.Input<string>("notice");
        _text = binder.Input<string>("text");
        _clock = binder.Input<string>("clock");
        _channel = binder.Input<string>("channel", "sms");
        binder.RequireBound("sop.notify.notice_missing", "notice", _notice);
    }

    protected override void Execute(ActivityContext context)
    {
        context.Facet<CaseWork>().ReportProgress(context.Get(_notice) ?? string.Empty, context.Get(_channel) ?? "sms", context.Get(_text), context.Get(_clock));
        context.Complete();
    }
}
