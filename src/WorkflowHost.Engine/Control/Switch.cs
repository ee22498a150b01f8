using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Control;

/// <summary>Runs the activities of the cases whose condition holds, else the default; completes when all of them have.</summary>
public sealed class Switch : Activity, Activity.IDescribed
{
    private IReadOnlyList<SwitchCase> _cases = [];
    private Input<string> _mode = null!;
    private ProgramNode? _default;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Switch",
        Categories.Branching,
        ("Switch", "多路选择"),
        ("Evaluate a set of case conditions and schedule the activity for a matching case.", "逐一计算各个条件，执行符合情形的活动。"))
    {
        Inputs =
        [
            new("Cases", "SwitchCase[]", ("Cases", "情形"), ("The cases to evaluate.", "要计算的各个情形。")) { UiHint = "switch-editor", IsWrapped = false },
            SwitchCase.ModeDescriptor,
        ],
        Ports = [new("Default", ("Default", "其他"), PortKind.Embedded)],
        IsContainer = true,
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _cases = SwitchCase.Read(binder, hasActivities: true);
        _mode = binder.Input<string>("mode", "MatchFirst");
        _default = binder.Child("default");
    }

    protected internal override void Execute(ActivityContext context)
    {
        var matches = SwitchCase.Matching(context, _cases, context.Get(_mode));
        List<ProgramNode> branches = [.. matches.Select(each => each.Activity).OfType<ProgramNode>()];
        if (matches.Count == 0 && _default is not null)
        {
            branches.Add(_default);
        }

        Completions.Expect(context, branches.Count);
        branches.ForEach(each => context.Schedule(each));
        if (branches.Count == 0)
        {
            context.Complete();
        }
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child) => Completions.Count(context);
}
