using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Data;

/// <summary>Gives the instance a business key.</summary>
public sealed class Correlate : Activity, Activity.IDescribed
{
    private Input<string> _correlationId = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.Correlate", "Primitives", "Correlate", "Set the CorrelationId of the workflow to a given value.")
    {
        Inputs = [new InputDescriptor("CorrelationId", "String", "Correlation Id", "The correlation id.")],
    };

    protected internal override void Bind(ActivityBinder binder) => _correlationId = binder.Input<string>("correlationId");

    protected internal override void Execute(ActivityContext context)
    {
        context.CorrelationId = context.Get(_correlationId);
        context.Complete();
    }
}
