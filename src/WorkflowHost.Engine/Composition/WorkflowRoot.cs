using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Composition;

/// <summary>The workflow as an activity around its root; the outermost node of every program and of every embedded workflow.</summary>
internal sealed class WorkflowRoot : Activity
{
    public ProgramNode? Root { get; set; }

    /// <summary>It stands inside another workflow, which uses it as an activity.</summary>
    public bool IsEmbedded { get; init; }

    protected internal override void Execute(ActivityContext context)
    {
        if (Root is null)
        {
            context.Complete();
            return;
        }

        context.Schedule(Root);
    }
}
