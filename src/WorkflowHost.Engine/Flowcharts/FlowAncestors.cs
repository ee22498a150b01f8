using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Flowcharts;

/// <summary>What still runs before a node of a flowchart.</summary>
internal readonly struct FlowAncestors(FlowPlan plan, ActivityContext context, FlowGraph graph)
{
    public void Cancel(int node)
    {
        var ancestors = graph.AncestorsOf(node);
        foreach (var each in context.Run.LiveChildren(context))
        {
            if (ancestors[plan.PlaceOf(each.Node)])
            {
                context.Run.Cancel(each);
            }
        }
    }
}
