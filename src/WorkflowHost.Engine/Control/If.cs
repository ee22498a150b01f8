using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Control;

/// <summary>Runs one of two activities. Inside a flowchart it leaves through Done only.</summary>
public sealed class If : Activity, Activity.IDescribed
{
    private Input<bool> _condition = null!;
    private ProgramNode? _then;
    private ProgramNode? _else;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.If", "Branching", "If", "Evaluate a Boolean condition to determine which activity to execute next.")
    {
        Inputs = [new InputDescriptor("Condition", "Boolean", "Condition", "The condition to evaluate.") { DefaultSyntax = "JavaScript" }],
        Outputs = [new OutputDescriptor("Result", "Boolean", "Result", "The result of the evaluation.")],
        Ports = [new PortDescriptor("Then", "Then", PortKind.Embedded), new PortDescriptor("Else", "Else", PortKind.Embedded)],
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
