using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Moves;

/// <summary>The wish to let an instance go on with another version of its definition.</summary>
public sealed record StateMoveRequest
{
    /// <summary>The instance, read with <see cref="From"/>.</summary>
    public required WorkflowState State { get; init; }

    public required WorkflowProgram From { get; init; }

    public required WorkflowProgram To { get; init; }

    /// <summary>
    /// What becomes of live activities that have no counterpart, by activity id: the activity of the new version that takes over, or null
    /// to let the wait end without any outcome. Others go where their own id is.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Choices { get; init; } = new Dictionary<string, string?>();

    /// <summary>Live activities that are to run again although they have their counterpart, because it says something else now.</summary>
    public IReadOnlySet<string> Restart { get; init; } = new HashSet<string>();

    /// <summary>Types of activities that begin to wait where the new version has one behind a step that is already done: listeners.</summary>
    public IReadOnlySet<string> Listeners { get; init; } = new HashSet<string>();

    /// <summary>Gives the instances of what begins their ids, 16 hexadecimal digits each.</summary>
    public required Func<string> NewId { get; init; }
}

/// <summary>Why a live activity can't go on in the other version.</summary>
public enum StrandedReason
{
    /// <summary>There is no activity of its id.</summary>
    Removed,

    /// <summary>The activity of its id is of another type.</summary>
    TypeChanged,

    /// <summary>The activity of its id lies in another container.</summary>
    MovedElsewhere,

    /// <summary>In the other version no connection leads there, so nothing would follow it.</summary>
    Unreachable,

    /// <summary>The activity chosen to take over doesn't exist beside it.</summary>
    ChoiceUnknown,

    /// <summary>The activity chosen to take over is waiting itself.</summary>
    ChoiceBusy,

    /// <summary>A state machine stands in a state that the other version doesn't have, and nothing it waits for tells which one took its place.</summary>
    StateGone,

    /// <summary>The activity of its id belongs to another state of its state machine, which would not hear of its end.</summary>
    OtherState,

    /// <summary>A flowchart that runs by tokens has some on their way, and where they are going has another shape.</summary>
    TokensUnderWay,

    /// <summary>With its wait given up, nothing would be left to do in what it stands in, and that would never end.</summary>
    NothingLeft,

    /// <summary>It failed half-way out of the step: some of what follows has begun already, and in another version nobody can tell which.</summary>
    HalfwayOut,
}

/// <summary>A live activity that can't go on.</summary>
/// <param name="Options">Activities beside it in the new version that could take over, those that followed it first.</param>
public sealed record StrandedActivity(string ActivityInstanceId, ProgramNode Node, StrandedReason Reason, IReadOnlyList<ProgramNode> Options);

/// <summary>Where a live activity goes on.</summary>
/// <param name="To">Null when its wait was given up.</param>
/// <param name="IsRestarted">It has to run again: a <see cref="Bursts.RetryActivity"/> of it is due.</param>
public sealed record MovedActivity(string ActivityInstanceId, ProgramNode? From, ProgramNode? To, bool IsRestarted);

/// <summary>An instance moved to another version.</summary>
/// <param name="State">
/// The instance on the new version; null when something is stranded. Activities to be restarted stand in it as faulted, so that a retry
/// runs each; until then it must not be stored.
/// </param>
/// <param name="Moved">Every live activity; and without a from the listeners that begin, and steps that only waited for what is gone.</param>
/// <param name="Stranded">What stands in the way.</param>
public sealed record StateMove(WorkflowState? State, IReadOnlyList<MovedActivity> Moved, IReadOnlyList<StrandedActivity> Stranded)
{
    /// <summary>Variables whose value doesn't fit the type they have now; they begin anew.</summary>
    public IReadOnlyList<string> LostVariables { get; init; } = [];

    /// <summary>Variables with a value that the other version doesn't have.</summary>
    public IReadOnlyList<string> DroppedVariables { get; init; } = [];

    /// <summary>Activities that are new and lie behind where the instance stands: not run, unless it comes round again.</summary>
    public IReadOnlyList<ProgramNode> PassedOver { get; init; } = [];

    /// <summary>Activities of both versions that are not run, because nothing leads to them any more in this round.</summary>
    public IReadOnlyList<ProgramNode> Skipped { get; init; } = [];
}
