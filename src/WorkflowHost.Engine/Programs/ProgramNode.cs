using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.Programs;

/// <summary>One activity of a program. Immutable once compiled.</summary>
public sealed class ProgramNode
{
    private Input[] _inputs = [];

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

    /// <summary>The activity it is embedded in; null for the workflow itself.</summary>
    public ProgramNode? Parent { get; }

    /// <summary>Its behaviour.</summary>
    public Activity Activity { get; internal set; } = null!;

    /// <summary>How a stored state names it: the activity id, or for nodes of an embedded workflow the whole node id.</summary>
    internal string Key { get; init; } = "";

    /// <summary>Whether variables that scripts make up may live on it.</summary>
    internal bool IsVariableScope { get; set; }

    internal IReadOnlyList<VariableDeclaration> Variables { get; set; } = [];

    internal IReadOnlyList<OutputBinding> Outputs { get; set; } = [];

    /// <summary>What its type gives, bound or not; scripts may ask for it.</summary>
    internal IReadOnlyList<OutputDescriptor> OutputDescriptors { get; init; } = [];

    /// <summary>Inputs of its type whose values may name secrets.</summary>
    internal IReadOnlyList<string> SensitiveInputs { get; init; } = [];

    /// <summary>What the definition itself gives its inputs: the same in every run, so no journal keeps it.</summary>
    public IEnumerable<JournalValue> FixedInputs
    {
        get
        {
            foreach (var input in _inputs)
            {
                if (input is { IsBound: true, IsSensitive: false } && input.TryFixed(out var value))
                {
                    yield return new(input.Name, JsonValues.Detached(value));
                }
            }
        }
    }

    /// <summary>All inputs in the order they were bound, which is the order they are evaluated in.</summary>
    internal IReadOnlyList<Input> Inputs
    {
        get => _inputs;
        set
        {
            _inputs = [.. value];
            HasEagerInputs = Array.Exists(_inputs, each => each is { IsLazy: false, IsConstant: false });
        }
    }

    /// <summary>Whether any input must be evaluated when the activity starts.</summary>
    internal bool HasEagerInputs { get; private set; }

    public override string ToString() => $"{Type} {NodeId}";
}

/// <summary>Where an output's value goes besides the scripts that ask for it.</summary>
/// <param name="OutputName">The output, PascalCase.</param>
/// <param name="TargetId">The id of a variable, or the name of a workflow output.</param>
internal sealed record OutputBinding(string OutputName, string TargetId);
