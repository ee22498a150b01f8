using WorkflowHost.Engine.Activities;

namespace WorkflowHost.Engine.Programs;

/// <summary>One activity of a program. Immutable once compiled.</summary>
public sealed class ProgramNode
{
    internal ProgramNode(int index, string activityId, string nodeId, string type, int version, string? name, ProgramNode? parent)
    {
        Index = index;
        ActivityId = activityId;
        NodeId = nodeId;
        Type = type;
        Version = version;
        Name = name;
        Parent = parent;
    }

    /// <summary>Its place in <see cref="WorkflowProgram.Nodes"/>.</summary>
    public int Index { get; }

    public string ActivityId { get; }

    /// <summary>The ids of all ancestors and its own, joined with colons.</summary>
    public string NodeId { get; }

    public string Type { get; }

    public int Version { get; }

    public string? Name { get; }

    public ProgramNode? Parent { get; }

    /// <summary>Its behaviour.</summary>
    public Activity Activity { get; internal set; } = null!;
}
