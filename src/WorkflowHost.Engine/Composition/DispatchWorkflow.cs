using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Composition;

/// <summary>Has another workflow started after this burst is committed, and may wait for its end.</summary>
public sealed class DispatchWorkflow : Activity, Activity.IDescribed
{
    private ChildWorkflow _child = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.DispatchWorkflow",
        Categories.Composition,
        ("Dispatch Workflow", "派发流程"),
        ("Create a new workflow instance of the specified workflow and dispatch it for execution.", "创建指定流程的实例并交由后台执行。"))
    {
        Inputs = ChildWorkflow.InputDescriptors,
        Outputs = ChildWorkflow.OutputDescriptors,
    };

    protected internal override void Bind(ActivityBinder binder) => _child = new ChildWorkflow(binder);

    protected internal override void Execute(ActivityContext context)
    {
        var definitionId = _child.DefinitionId(context);
        var instanceId = context.NewId();
        var bookmark = _child.Waits(context) ? ChildWorkflow.Wait(context, instanceId) : null;
        context.Emit(new WorkflowDispatched(
            context.ActivityId, instanceId, definitionId, _child.Input(context), _child.CorrelationId(context), bookmark?.Id));
        if (bookmark is null)
        {
            context.Complete();
        }
    }

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input) => ChildWorkflow.Resume(context, input);
}
