using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>
/// Puts the case on the fast track (快速通道): it counts as more urgent, and the house's own targets become the shorter ones
/// of their policies, running and future ones alike. No statutory period, window or step changes.
/// </summary>
internal sealed class ExpediteActivity : Activity, Activity.IDescribed
{
    private Input<int> _severity = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.Expedite", SopCatalog.Category, ("Fast track", "进入快速通道"), ("Raises the case's priority and shortens the house's own targets.", "提高优先级并缩短内部时限；法定期限与步骤不变。"))
    {
        Inputs = [new("Severity", "Int32", ("Severity", "等级"), ("The priority the case is raised to, 1 (highest) to 4; a higher one it has already stays.", "提高到的等级，1 最高至 4；已更高的不降。")) { DefaultValue = 2 }],
    };

    protected override void Bind(ActivityBinder binder) => _severity = binder.Input("severity", 2);

    protected override void Execute(ActivityContext context)
    {
        var work = context.Facet<CaseWork>();
        var severity = Math.Clamp(context.Get(_severity), 1, 4);
        if (work.Data.Whole("severity") is not { } known || known > severity)
        {
            work.Set("severity", severity);
        }

        work.Expedite();
        context.Complete();
    }
}
