using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Gives the instance a business key.</summary>
public sealed class Correlate : Activity, Activity.IDescribed
{
    private Input<string> _correlationId = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Correlate",
        Categories.Primitives,
        ("Correlate", "设置关联编号"),
        ("Set the CorrelationId of the workflow to a given value.", "设置流程实例的关联编号。"))
    {
        Inputs = [new("CorrelationId", "String", ("Correlation Id", "关联编号"), ("The correlation id.", "关联编号，例如案件号。"))],
    };

    protected internal override void Bind(ActivityBinder binder) => _correlationId = binder.Input<string>("correlationId");

    protected internal override void Execute(ActivityContext context)
    {
        context.CorrelationId = context.Get(_correlationId);
        context.Complete();
    }
}
