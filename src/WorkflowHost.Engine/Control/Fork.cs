using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Control;

/// <summary>Runs branches side by side and waits for all of them or for the first.</summary>
public sealed class Fork : Activity, Activity.IDescribed
{
    private IReadOnlyList<ProgramNode> _branches = [];
    private bool _isAnyEnough;

    public static ActivityDescriptor Descriptor { get; } = new("Elsa.Fork", "Branching", "Fork", "Branch execution into multiple branches.")
    {
        Inputs =
        [
            new InputDescriptor("JoinMode", "ForkJoinMode", "Join Mode", "Wait for all branches or for any.")
            {
                UiHint = "dropdown",
                Choices = [new("WaitAll", "Wait for all"), new("WaitAny", "Wait for any")],
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
        if (_isAnyEnough)
        {
            context.Complete();
        }
        else
        {
            Completions.Count(context);
        }
    }
}
