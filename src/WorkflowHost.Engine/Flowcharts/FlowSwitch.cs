using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Control;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>Leaves through the labels of the cases whose condition holds, or through Default.</summary>
public sealed class FlowSwitch : Activity, Activity.IDescribed
{
    private static readonly string[] Default = ["Default"];

    private IReadOnlyList<SwitchCase> _cases = [];
    private Input<string> _mode = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.FlowSwitch",
        Categories.Branching,
        ("Switch (flow)", "多路选择（流程图）"),
        ("Evaluate a set of case conditions and schedule the activity for a matching case.", "逐一计算各个条件，从符合的出口继续。"))
    {
        Inputs =
        [
            new("Cases", "FlowSwitchCase[]", ("Cases", "情形"), ("The cases to evaluate.", "要计算的各个情形。")) { UiHint = "flow-switch-editor", IsWrapped = false },
            SwitchCase.ModeDescriptor,
        ],
        Ports = [new("Default", ("Default", "其他"))],
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _cases = SwitchCase.Read(binder, hasActivities: false);
        _mode = binder.Input<string>("mode", "MatchFirst");
    }

    protected internal override void Execute(ActivityContext context)
    {
        var matches = SwitchCase.Matching(context, _cases, context.Get(_mode));
        context.Complete(matches.Count == 0 ? Default : [.. matches.Select(each => each.Label)]);
    }
}
