using WorkflowHost.Engine.States;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Instances;

/// <summary>What lists and guards read of a case as an instance of its workflow.</summary>
internal sealed record InstanceColumns(WorkflowSubStatus SubStatus, string? CorrelationId, string? Name, DateTimeOffset? FinishedAt, bool IsStalled)
{
    public static InstanceColumns None { get; } = new(WorkflowSubStatus.Suspended, null, null, null, false);

    public static InstanceColumns Of(CaseState state)
    {
        var workflow = state.Workflow;
        return new(workflow.SubStatus, workflow.CorrelationId, workflow.Name, workflow.FinishedAt, state.IsStalled);
    }
}
