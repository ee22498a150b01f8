using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>The first step of an SOP: puts the case into its first stage and gives it a title.</summary>
internal sealed class OpenCaseActivity : Activity, Activity.IDescribed
{
    private Input<string> _title = null!;
    private Input<string> _stage = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.OpenCase", SopCatalog.Category, "Open case", "Begins the case: its title and its first stage.")
    {
        IsStart = true,
        Inputs =
        [
            new("Title", "String", "Title", "What lists show of the case; its content when empty."),
            new("Stage", "String", "Stage", "Code of the first stage in the SOP's profile.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Stages },
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
