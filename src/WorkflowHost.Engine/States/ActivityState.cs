using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Flowcharts;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.Values;
using WorkflowHost.Engine.Variables;

namespace WorkflowHost.Engine.States;

/// <summary>A live activity instance between two bursts. Immutable.</summary>
internal sealed record ActivityState(ulong Number, ProgramNode Node, int Parent)
{
    public int Tag { get; init; }

    public bool IsFaulted { get; init; }

    public bool IsOrphan { get; init; }

    public bool IsBreaking { get; init; }

    public JsonObject? Local { get; init; }

    public FlowCounters? Flow { get; init; }

    /// <summary>Variables the node declares; of the workflow itself they are in <see cref="WorkflowState.StoredVariables"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Variables { get; init; } = [];

    /// <summary>Variables a loop gave its body.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> LoopVariables { get; init; } = [];

    /// <summary>Variables a script made up.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> ScriptVariables { get; init; } = [];

    public static ActivityState Of(ActivityContext context, int parent, bool isOrphan) =>
        new(context.Number, context.Node, parent)
        {
            Tag = context.Tag,
            IsFaulted = context.Status == ActivityStatus.Faulted,
            IsOrphan = isOrphan,
            IsBreaking = context.IsBreaking,
            Local = context.HasLocal ? (JsonObject)JsonValues.Copy(context.Local)! : null,
            Flow = context.Flow?.Copy(),
            Variables = context.Node.Index == 0 || context.DeclaredVariables.Count == 0
                ? []
                : Store(context.DeclaredVariables.Where(each => each.Declaration.IsPersistent)),
            LoopVariables = Undeclared(context, hasAccessor: true),
            ScriptVariables = Undeclared(context, hasAccessor: false),
        };

    public static IReadOnlyList<KeyValuePair<string, JsonNode?>> Store(IEnumerable<Variable> variables) =>
        [.. variables.Select(each => KeyValuePair.Create(each.Name, each.Stored()))];

    private static IReadOnlyList<KeyValuePair<string, JsonNode?>> Undeclared(ActivityContext context, bool hasAccessor) =>
        context.UndeclaredVariables.Count == 0 ? [] : Store(context.UndeclaredVariables.Where(each => each.Declaration.HasAccessor == hasAccessor));

    /// <summary>Brings the instance to life in a program, which may be a later compilation than the one that stored it.</summary>
    /// <exception cref="InvalidDataException">The program has no such activity, or its flowchart has another shape.</exception>
    public ActivityContext ToContext(BurstRun run, ActivityContext? parent)
    {
        var node = run.Program.FindByKey(Node.Key);
        if (node is null || (Flow is not null && !(node.Activity is Flowchart flowchart && flowchart.Fits(Flow))))
        {
            throw new InvalidDataException($"The instance {run.InstanceId} waits at '{Node.Key}', which {run.Program.DefinitionVersionId} does not have in that form.");
        }

        var context = new ActivityContext(run, node, parent, Tag)
        {
            Number = Number,
            Status = IsFaulted ? ActivityStatus.Faulted : ActivityStatus.Running,
            IsOrphan = IsOrphan,
            IsBreaking = IsBreaking,
            Flow = Flow?.Copy(),
        };
        if (Local is not null)
        {
            context.Local = (JsonObject)JsonValues.Copy(Local)!;
        }

        context.RestoreVariables(Variables);
        context.RestoreUndeclared(LoopVariables, hasAccessor: true);
        context.RestoreUndeclared(ScriptVariables, hasAccessor: false);
        return context;
    }
}
