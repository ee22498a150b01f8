using System.Text.Json.Nodes;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Engine.StateMachines;
using WorkflowHost.Engine.States;

namespace WorkflowHost.Engine.Moves;

/// <summary>
/// A state machine on its way to another version. It knows its state by name; where the new version has none of that name, the state is
/// the one that what is live belongs to now. Without a state nothing it hears would move it, so then it can't go on.
/// </summary>
internal sealed class MachineMove
{
    private readonly MachinePlan _to;
    private readonly bool _isWaiting;

    /// <param name="machine">The machine as it is stored.</param>
    /// <param name="live">What runs or waits in it.</param>
    /// <param name="to">The machine of the new version.</param>
    /// <param name="program">The new version.</param>
    public MachineMove(ActivityState machine, IReadOnlyCollection<ProgramNode> live, StateMachine to, WorkflowProgram program)
    {
        _to = to.Plan;
        var (state, next) = StateMachine.PlaceOf(machine.Local);
        var from = ((StateMachine)machine.Node.Activity).Plan;
        var now = live.Select(each => program.FindByKey(each.Key)).OfType<ProgramNode>().ToList();
        State = _to.Find(state)?.Name ?? OnlyOne(now.SelectMany(_to.StatesOf));
        Next = next is null ? null : _to.Find(next)?.Name ?? OnlyOne(now.Select(_to.TransitionOf).OfType<MachineTransition>().Select(each => each.To));
        IsLost = State is null || (next is not null && Next is null);
        _isWaiting = next is null && live.Any(each => from.TransitionOf(each)?.From == state);
    }

    /// <summary>The state it is in, as the new version calls it.</summary>
    public string? State { get; }

    /// <summary>The state it is about to enter; null while it waits.</summary>
    public string? Next { get; }

    /// <summary>The new version has no state for it.</summary>
    public bool IsLost { get; }

    /// <summary>Whether the machine hears of the end of a child in its present state.</summary>
    public bool Hears(ProgramNode child) => State is { } state && (Next is null
        ? _to.Find(state)?.Entry == child || _to.From(state).Any(each => each.Trigger == child)
        : _to.Find(state)?.Exit == child || _to.TransitionOf(child) is { } transition && transition.Action == child && transition.From == state);

    /// <summary>Triggers of its state that nothing waits for yet.</summary>
    /// <param name="known">What goes on in the new version, and what was given up there.</param>
    public IEnumerable<ProgramNode> NewTriggers(IReadOnlyCollection<ProgramNode> known) =>
        _isWaiting && State is { } state ? _to.From(state).Select(each => each.Trigger!).Where(each => !known.Contains(each)).Distinct() : [];

    /// <summary>Writes the names into what the machine keeps.</summary>
    public void WriteTo(JsonObject activity)
    {
        var local = activity["local"] as JsonObject ?? [];
        activity["local"] ??= local;
        StateMachine.Place(local, State, Next);
    }

    private static string? OnlyOne(IEnumerable<string> names) => names.Distinct(StringComparer.Ordinal).ToList() is [var name] ? name : null;
}
