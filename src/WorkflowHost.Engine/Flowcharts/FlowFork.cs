using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>Leaves through all its branches at once; without any through <c>Done</c>.</summary>
public sealed class FlowFork : Activity, Activity.IDescribed
{
    private static readonly string[] Done = ["Done"];

    private Input<string[]> _branches = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.FlowFork",
        Categories.Branching,
        ("Fork (flow)", "分叉（流程图）"),
        ("Branch execution into multiple branches that will be executed in parallel.", "把执行分成多个并行的分支。"))
    {
        Inputs =
        [
            new("Branches", "String[]", ("Branches", "分支"), ("The branches; each is a port.", "各个分支，每个分支是一个出口。")) { UiHint = "dynamic-outcomes", DefaultSyntax = "Object" },
        ],
    };

    protected internal override void Bind(ActivityBinder binder) => _branches = binder.Input<string[]>("branches");

    protected internal override void Execute(ActivityContext context) => context.Complete(context.Get(_branches) ?? Done);
}
