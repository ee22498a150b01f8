using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.StateMachines;

/// <summary>The states and transitions of a state machine, in file order. Immutable, thread-safe.</summary>
internal sealed class MachinePlan(IReadOnlyList<MachineState> states, IReadOnlyList<MachineTransition> transitions)
{
    public static MachinePlan Empty { get; } = new([], []);

    /// <summary>The first state of that name, or null.</summary>
    public MachineState? Find(string? name) => states.FirstOrDefault(each => each.Name == name);

    /// <summary>The transitions that can be taken from a state.</summary>
    public IEnumerable<MachineTransition> From(string state) => transitions.Where(each => each.From == state && each.Trigger is not null && Find(each.To) is not null);

    /// <summary>The transition a child is the trigger or action of; null for what a state runs.</summary>
    public MachineTransition? TransitionOf(ProgramNode child) => transitions.FirstOrDefault(each => each.Trigger == child || each.Action == child);

    /// <summary>The states in which a child is run or waited for.</summary>
    public IEnumerable<string> StatesOf(ProgramNode child) =>
        states.Where(each => each.Entry == child || each.Exit == child).Select(each => each.Name)
            .Concat(transitions.Where(each => each.Trigger == child || each.Action == child).Select(each => each.From));

    public static MachinePlan Read(ActivityBinder binder)
    {
        var states = Items(binder, "states")
            .Select(each => new MachineState(ProgramBuilder.Text(each.Json, "name") ?? "", Child(binder, each, "entry"), Child(binder, each, "exit")))
            .ToList();
        var transitions = Items(binder, "transitions")
            .Select(each => new MachineTransition(
                ProgramBuilder.Text(each.Json, "from") ?? "",
                ProgramBuilder.Text(each.Json, "to") ?? "",
                Child(binder, each, "trigger"),
                each.Json["condition"] is { } condition ? binder.InputAt<bool>("Condition", condition, JsonLocator.Member(each.Path, "condition")) : null,
                Child(binder, each, "action")))
            .ToList();
        var plan = new MachinePlan(states, transitions);
        plan.Warn(binder);
        return plan;
    }

    // All of it runs in Elsa, though never as its author meant.
    private void Warn(ActivityBinder binder)
    {
        foreach (var twice in states.GroupBy(each => each.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            binder.Warn(DefinitionFaultCodes.StateInvalid, "states", $"There are two states \"{twice.Key}\"; the second is never entered. Give it another name.");
        }

        var start = ProgramBuilder.Text(binder.Json, "currentState") ?? ProgramBuilder.Text(binder.Json, "initialState");
        if (Find(start) is null)
        {
            binder.Warn(DefinitionFaultCodes.StateInvalid, "initialState", $"The state machine begins in \"{start}\", which is none of its states; it completes at once.");
        }

        foreach (var transition in transitions.Where(each => Find(each.From) is null || Find(each.To) is null || each.Trigger is null))
        {
            binder.Warn(
                DefinitionFaultCodes.StateInvalid,
                "transitions",
                $"The transition from \"{transition.From}\" to \"{transition.To}\" is never taken: it needs two states that are there and a trigger.");
        }
    }

    private static ProgramNode? Child(ActivityBinder binder, (JsonObject Json, string Path) item, string slot) =>
        binder.ChildAt(item.Json[slot], JsonLocator.Member(item.Path, slot));

    private static IEnumerable<(JsonObject Json, string Path)> Items(ActivityBinder binder, string property)
    {
        var path = JsonLocator.Member(binder.Path, property);
        if (binder.Raw(property) is not (null or JsonArray))
        {
            binder.Fault(DefinitionFaultCodes.JsonShape, property, $"\"{property}\" must be an array.");
        }

        var items = binder.Raw(property) as JsonArray ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is JsonObject item)
            {
                yield return (item, JsonLocator.Element(path, i));
            }
            else
            {
                binder.Fault(DefinitionFaultCodes.JsonShape, JsonLocator.Element(path, i), $"Each of \"{property}\" must be an object.");
            }
        }
    }
}
