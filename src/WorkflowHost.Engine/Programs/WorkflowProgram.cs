using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Programs;

/// <summary>A definition compiled: nodes in an array, connections resolved, expressions parsed. Immutable, thread-safe.</summary>
public sealed class WorkflowProgram
{
    internal WorkflowProgram(WorkflowDefinition definition, IReadOnlyList<ProgramNode> nodes)
    {
        Definition = definition;
        Nodes = nodes;
    }

    public WorkflowDefinition Definition { get; }

    public string DefinitionId => Definition.DefinitionId;

    public string DefinitionVersionId => Definition.Id;

    public int Version => Definition.Version;

    public string? Name => Definition.Name;

    /// <summary>All nodes; the first is the workflow itself, around the root activity.</summary>
    public IReadOnlyList<ProgramNode> Nodes { get; }

    /// <summary>A node by activity id, or null.</summary>
    public ProgramNode? FindNode(string activityId) => throw new NotImplementedException();
}
