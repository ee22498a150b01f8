using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Control;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Loops;

/// <summary>Counts from a start to an end; the body sees the count as CurrentValue. A negative step counts down.</summary>
public sealed class For : Activity, Activity.IDescribed
{
    private const string Current = "value";
    private const string Last = "end";
    private const string Increment = "step";
    private const string Exclusive = "exclusive";

    private Input<int> _start = null!;
    private Input<int> _end = null!;
    private Input<int> _step = null!;
    private Input<bool> _isInclusive = null!;
    private ProgramNode? _body;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.For",
        Categories.Looping,
        ("For", "计数循环"),
        ("Iterate over a sequence of steps between a start and an end number.", "从起始数到结束数逐步循环。"))
    {
        Inputs =
        [
            new("Start", "Int32", ("Start", "起始"), ("The number to start at.", "起始的数。")) { DefaultValue = 0 },
            new("End", "Int32", ("End", "结束"), ("The number to end at.", "结束的数。")) { DefaultValue = 0 },
            new("Step", "Int32", ("Step", "步长"), ("The step size. To count down, enter a negative number.", "步长；负数则递减。")) { DefaultValue = 1 },
            new("OuterBoundInclusive", "Boolean", ("Outer Bound Inclusive", "包含结束值"), ("Whether the end number counts.", "结束的数是否也执行。")) { UiHint = "checkbox", DefaultValue = true },
        ],
        Outputs = [new("CurrentValue", "Object", ("Current Value", "当前值"), ("The current value of the loop.", "循环的当前值。"))],
        Ports = [new("Body", ("Body", "循环体"), PortKind.Embedded)],
        IsContainer = true,
    };

    protected internal override bool IsLoop => true;

    protected internal override void Bind(ActivityBinder binder)
    {
        _start = binder.Input<int>("start");
        _end = binder.Input<int>("end");
        _step = binder.Input("step", 1);
        _isInclusive = binder.Input("outerBoundInclusive", true);
        _body = binder.Child("body");
    }

    protected internal override void Execute(ActivityContext context)
    {
        context.Local[Last] = context.Get(_end);
        context.Local[Increment] = context.Get(_step);
        if (!context.Get(_isInclusive))
        {
            context.Local[Exclusive] = 1;
        }

        Round(context, context.Get(_start));
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        if (context.IsBreaking)
        {
            context.Complete();
        }
        else
        {
            Round(context, LocalNumber.Get(context, Current) + LocalNumber.Get(context, Increment));
        }
    }

    private void Round(ActivityContext context, int value)
    {
        var end = LocalNumber.Get(context, Last);
        var isUp = LocalNumber.Get(context, Increment) >= 0;
        var isExclusive = LocalNumber.Get(context, Exclusive) != 0;
        var isWithin = isUp ? value < end || (value == end && !isExclusive) : value > end || (value == end && !isExclusive);
        if (!isWithin || _body is null)
        {
            context.Complete();
            return;
        }

        context.Local[Current] = value;
        context.SetOutput("CurrentValue", value);
        context.Schedule(_body, 0, ("CurrentValue", value));
    }
}
