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

    /// <summary>The end that its container is still to be told of.</summary>
    public Ending? Undelivered { get; init; }

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
            Undelivered = context.Undelivered,
            Local = context.HasLocal ? (JsonObject)JsonValues.Copy(context.Local)! : null,
            Flow = context.Flow?.Copy(),
            Variables = context.Node.Index == 0 ? [] : Store(context.DeclaredVariables, each => each.IsPersistent),
            LoopVariables = Store(context.UndeclaredVariables, each => each.HasAccessor),
            ScriptVariables = Store(context.UndeclaredVariables, each => !each.HasAccessor),
        };

    /// <summary>The values of the variables that are chosen, as JSON that nobody changes any more.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonNode?>> Store(IReadOnlyList<Variable> variables, Func<VariableDeclaration, bool>? isChosen = null)
    {
        if (variables.Count == 0)
        {
            return [];
        }

        var stored = new KeyValuePair<string, JsonNode?>[variables.Count];
        var count = 0;
        for (var i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            if (isChosen?.Invoke(variable.Declaration) != false)
            {
                stored[count++] = KeyValuePair.Create(variable.Name, variable.Stored());
            }
        }

        return count == stored.Length ? stored : stored[..count];
    }

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

            // In a later version what had ended may be gone; then the activity itself is run again.
            Undelivered = Undelivered is { } ending && run.Program.FindByKey(ending.Node.Key) is { } ended ? ending with { Node = ended } : null,
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
