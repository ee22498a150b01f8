using System.Collections.Frozen;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Triggers;

namespace WorkflowHost.Engine.Programs;

/// <summary>A definition compiled: nodes in an array, connections resolved, expressions parsed. Immutable, thread-safe.</summary>
public sealed class WorkflowProgram
{
    private readonly FrozenDictionary<string, ProgramNode> _byKey;

    internal WorkflowProgram(WorkflowDefinition definition, IReadOnlyList<ProgramNode> nodes)
    {
        Definition = definition;
        Nodes = nodes;
        _byKey = nodes.ToFrozenDictionary(each => each.Key, StringComparer.Ordinal);
    }

    public WorkflowDefinition Definition { get; }

    public string DefinitionId => Definition.DefinitionId;

    public string DefinitionVersionId => Definition.Id;

    public int Version => Definition.Version;

    public string? Name => Definition.Name;

    /// <summary>All nodes; the first is the workflow itself, around the root activity.</summary>
    public IReadOnlyList<ProgramNode> Nodes { get; }

    /// <summary>What a fault does to the instance: <c>options.incidentStrategyType</c>, by default it faults.</summary>
    public IncidentStrategy IncidentStrategy { get; internal init; }

    /// <summary>How its flowcharts decide what runs next, those of embedded workflows too.</summary>
    public FlowchartMode FlowchartMode { get; internal init; }

    /// <summary>Whether it may be started while instances of it are running: <c>options.activationStrategyType</c>.</summary>
    public ActivationStrategy ActivationStrategy { get; internal init; }

    /// <summary>What starts it from outside, by the activities marked with <c>customProperties.canStartWorkflow</c>, as they were when it was compiled.</summary>
    public IReadOnlyList<WorkflowTrigger> Triggers { get; internal set; } = [];

    internal IReadOnlyList<string> InputNames { get; init; } = [];

    /// <summary>Whether some variable or input has the accessor's name of one of Elsa's functions, and stands for it in scripts.</summary>
    internal bool HidesFunctions { get; init; }

    /// <summary>Whether <c>getXFromY()</c> means the activity whose id is Y, not its name: in documents of before Elsa 3.</summary>
    internal bool NamesOutputsById { get; init; }

    internal FrozenSet<string> OutputNames { get; init; } = FrozenSet<string>.Empty;

    /// <summary>A node by activity id, or null. Activities inside embedded workflows are found by their node id.</summary>
    public ProgramNode? FindNode(string activityId) => _byKey.GetValueOrDefault(activityId);

    internal ProgramNode? FindByKey(string key) => _byKey.GetValueOrDefault(key);
}
