using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Loops;

/// <summary>Repeats its body as long as a condition holds, asked before every round.</summary>
public sealed class While : Activity, Activity.IDescribed
{
    private Input<bool> _condition = null!;
    private ProgramNode? _body;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.While",
        Categories.Looping,
        ("While", "条件循环"),
        ("Execute an activity while a given condition evaluates to true.", "条件为真时重复执行。"))
    {
        Inputs = [new("Condition", "Boolean", ("Condition", "条件"), ("The condition to evaluate before each round.", "每一轮之前计算的条件。")) { DefaultSyntax = "JavaScript", DefaultValue = false }],
        Ports = [new("Body", ("Body", "循环体"), PortKind.Embedded)],
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
