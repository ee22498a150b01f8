using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Control;

/// <summary>Runs branches side by side and waits for all of them or for the first.</summary>
public sealed class Fork : Activity, Activity.IDescribed
{
    private IReadOnlyList<ProgramNode> _branches = [];
    private bool _isAnyEnough;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Fork",
        Categories.ControlFlow,
        ("Fork", "分叉"),
        ("Branch execution into multiple branches.", "把执行分成多个分支。"))
    {
        Inputs =
        [
            new("JoinMode", "ForkJoinMode", ("Join Mode", "汇合方式"), ("Wait for all branches or for any.", "等待全部分支，还是任一分支。"))
            {
                UiHint = "dropdown",
                Choices = [new("WaitAll", ("Wait for all", "等待全部")), new("WaitAny", ("Wait for any", "等待任一"))],
                DefaultValue = "WaitAll",
                IsWrapped = false,
            },
        ],
        IsContainer = true,
    };

    protected internal override void Bind(ActivityBinder binder)
    {
        _branches = binder.Children("branches");
        _isAnyEnough = string.Equals(binder.RawText("joinMode"), "WaitAny", StringComparison.OrdinalIgnoreCase);
    }

    protected internal override void Execute(ActivityContext context)
    {
        Completions.Expect(context, _branches.Count);
        foreach (var branch in _branches)
        {
            context.Schedule(branch);
        }

        if (_branches.Count == 0)
        {
            context.Complete();
        }
    }

    protected internal override void ChildCompleted(ActivityContext context, ChildCompletion child)
    {
        if (_isAnyEnough || context.IsBreaking)
        {
            context.Complete();
        }
        else
        {
            Completions.Count(context);
        }
    }
}
