using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Composition;

/// <summary>Runs another workflow at once, as an instance of its own but within this burst, and may wait for its end.</summary>
public sealed class ExecuteWorkflow : Activity, Activity.IDescribed
{
    // A workflow that executes itself would otherwise exhaust the stack.
    private const int Deepest = 10;

    private ChildWorkflow _child = null!;

    public static ActivityDescriptor Descriptor { get; } = new(
        "Elsa.ExecuteWorkflow",
        Categories.Composition,
        ("Execute Workflow", "执行流程"),
        ("Create a new workflow instance of the specified workflow and execute it.", "创建指定流程的实例并立即执行。"))
    {
        Kind = ActivityKind.Task,
        Inputs = ChildWorkflow.InputDescriptors,
        Outputs = ChildWorkflow.OutputDescriptors,
    };

    protected internal override void Bind(ActivityBinder binder) => _child = new ChildWorkflow(binder);

    protected internal override void Execute(ActivityContext context)
    {
        var program = _child.Program(context);
        var environment = context.Run.Environment;
        if (environment.Depth == Deepest)
        {
            throw new ActivityFaultException($"Workflows execute each other more than {Deepest} deep; '{program.DefinitionId}' was not started.");
        }

        if (environment.Facet?.RefusalToExecute(program) is { } refusal)
        {
            throw new ActivityFaultException(refusal);
        }

        var start = new StartWorkflow(_child.Input(context), _child.CorrelationId(context)) { InstanceId = context.NewId() };
        var burst = context.Run.Execute(program, start);
        var waits = _child.Waits(context) && burst.State.Status != WorkflowStatus.Finished;
        var bookmark = waits ? ChildWorkflow.Wait(context, burst.State.Id) : null;
        context.Emit(new WorkflowExecuted(context.ActivityId, program, burst, bookmark?.Id));
        if (!waits)
        {
            context.SetOutput("Result", Result(burst.State));
            context.Complete();
        }
    }

    protected internal override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? input) => ChildWorkflow.Resume(context, input);

    // Elsa has two members more, which it never fills.
    private static JsonObject Result(WorkflowState state) => new()
    {
        ["WorkflowDefinitionVersionId"] = null,
        ["WorkflowInstanceId"] = state.Id,
        ["CorrelationId"] = null,
        ["Status"] = state.Status.ToString(),
        ["SubStatus"] = state.SubStatus.ToString(),
        ["Output"] = JsonValues.Copy(state.Outputs),
    };
}
