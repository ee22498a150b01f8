using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Loops;

/// <summary>Repeats its body as long as a condition holds, asked before every round.</summary>
public sealed class While : Activity, Activity.IDescribed
{
    private Input<bool> _condition = null!;
    private ProgramNode? _body;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.While", "Looping", "While", "Execute an activity while a given condition evaluates to true.")
    {
        Inputs = [new InputDescriptor("Condition", "Boolean", "Condition", "The condition to evaluate.") { DefaultSyntax = "JavaScript" }],
        Ports = [new PortDescriptor("Body", "Body", PortKind.Embedded)],
        IsContainer = true,
    };

    protected internal override bool IsLoop => true;

    protected internal override void Bind(ActivityBinder binder)
    {
        _condition = binder.Input<bool>("condition", isLazy: true);
        _body = binder.Child("body");
    }

    protected internal override void Execute(ActivityContext context) => Next(context);

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        if (context.IsBreaking)
        {
            context.Complete();
        }
        else
        {
            Next(context);
        }
    }

    private void Next(ActivityContext context)
    {
        if (_body is not null && context.Get(_condition))
        {
            context.Schedule(_body);
        }
        else
        {
            context.Complete();
        }
    }
}
