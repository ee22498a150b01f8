using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>The first step of an SOP: puts the case into its first stage and gives it a title.</summary>
internal sealed class OpenCaseActivity : Activity, Activity.IDescribed
{
    private Input<string> _title = null!;
    private Input<string> _stage = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.OpenCase", SopCatalog.Category, ("Open case", "立案"), ("Begins the case: its title and its first stage.", "案件开始：标题与第一个阶段。"))
    {
        IsStart = true,
        Inputs =
        [
            new("Title", "String", ("Title", "标题"), ("What lists show of the case; its content when empty.", "列表中显示的案件标题；不填则用诉求内容。")),
            new("Stage", "String", ("Stage", "阶段"), ("Code of the first stage in the SOP's profile.", "SOP 设置里的第一个阶段。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Stages },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _title = binder.Input<string>("title");
        _stage = binder.Input<string>("stage");
    }

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        if (context.Get(_title) is { Length: > 0 } title)
        {
            work.Set("title", title);
        }

        if (context.Get(_stage) is { Length: > 0 } stage)
        {
            work.EnterStage(stage);
        }

        context.InstanceName = work.Number;
        context.Complete();
    }
}
