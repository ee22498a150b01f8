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

    public static ActivityDescriptor Descriptor { get; } = new("Sop.ReportProgress", SopCatalog.Category, "Report progress", "Sends the customer a status message with the expected time of the next step.")
    {
        Inputs =
        [
            new("Notice", "String", "Notice", "Template; may name progressStage, progressText, progressExpectedAt.") { UiHint = "dropdown" },
            new("Text", "String", "Text", "What has happened; the stage's name when empty.") { UiHint = "multiline", DefaultSyntax = "Liquid" },
            new("Clock", "String", "Clock", "Clock whose target is the expected time; the case's next deadline when empty.") { UiHint = "dropdown" },
            new("Channel", "String", "Channel", "letter, sms or mail.") { UiHint = "dropdown", DefaultValue = "sms" },
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
