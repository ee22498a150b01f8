using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Control;

/// <summary>Runs one of two activities. Inside a flowchart it leaves through Done only.</summary>
public sealed class If : Activity, Activity.IDescribed
{
    private Input<bool> _condition = null!;
    private ProgramNode? _then;
    private ProgramNode? _else;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.If",
        Categories.Branching,
        ("If", "如果"),
        ("Evaluate a Boolean condition to determine which activity to execute next.", "按条件决定执行哪个活动。"))
    {
        Inputs = [new("Condition", "Boolean", ("Condition", "条件"), ("The condition to evaluate.", "要计算的条件。")) { DefaultSyntax = "JavaScript", DefaultValue = false }],
        Outputs = [new("Result", "Boolean", ("Result", "结果"), ("The result of the evaluation.", "条件的计算结果。"))],
        Ports = [new("Then", ("Then", "则"), PortKind.Embedded), new("Else", ("Else", "否则"), PortKind.Embedded)],
        IsContainer = true,
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _condition = binder.Input<bool>("condition");
        _then = binder.Child("then");
        _else = binder.Child("else");
    }

    protected internal override void Execute(ActivityContext context)
    {
        var result = context.Get(_condition);
        context.SetOutput("Result", result);
        if ((result ? _then : _else) is { } branch)
        {
            context.Schedule(branch);
        }
        else
        {
            context.Complete();
        }
    }
}
