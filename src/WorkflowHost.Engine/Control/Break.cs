using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Control;

/// <summary>Ends the nearest loop: the sequences in between end with their current child, the loop with its body.</summary>
public sealed class Break : Activity, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.Break",
        Categories.Looping,
        ("Break", "跳出循环"),
        ("Break out of a loop.", "跳出所在的循环。"))
    {
        IsTerminal = true,
    };

    protected internal override bool IsTerminal => true;

    protected internal override void Execute(ActivityContext context)
    {
        for (var container = context.Parent; container is not null; container = container.Parent)
        {
            container.IsBreaking = true;
            if (container.Node.Activity.IsLoop)
            {
                break;
            }
        }

        context.Complete();
    }
}
