using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Changes;

/// <summary>What a state machine's states and transitions say besides the steps in them: which there are, under which condition, and where each step stands.</summary>
internal static class StateMachineDiff
{
    public const string MachineType = "Elsa.StateMachine";

    private static readonly string[] StateSlots = ["entry", "exit"];
    private static readonly string[] TransitionSlots = ["trigger", "action"];

    public static void Compare(OutlineActivity before, OutlineActivity after, ChangeList changes)
    {
        if (after.Type != MachineType)
        {
            return;
        }

        var (old, now) = (StatesOf(before), StatesOf(after));
        Tell("diff.state.added", now.Except(old, StringComparer.Ordinal));
        Tell("diff.state.removed", old.Except(now, StringComparer.Ordinal));
        CompareTransitions(before, after, changes);
        ComparePlaces(before, after, changes);

        void Tell(string code, IEnumerable<string> states)
        {
            foreach (var state in states)
            {
                changes.Step(code, after, ("state", state));
            }
        }
    }

    private static void CompareTransitions(OutlineActivity before, OutlineActivity after, ChangeList changes)
    {
        var (old, now) = (TransitionsOf(before), TransitionsOf(after));
        foreach (var (key, transition) in now)
        {
            var words = Words(transition);
            if (!old.TryGetValue(key, out var was))
            {
                changes.Step("diff.transition.added", after, words);
            }
            else if (Condition(was) is var wasAsked && Condition(transition) is var asked && wasAsked != asked)
            {
                changes.Step("diff.transition.condition", after, [.. words, ("before", wasAsked ?? ValueWords.None), ("after", asked ?? ValueWords.None)]);
            }
        }

        foreach (var (_, transition) in old.Where(each => !now.ContainsKey(each.Key)))
        {
            changes.Step("diff.transition.removed", after, Words(transition));
        }
    }

    /// <summary>A step that is in both and stands elsewhere in the machine now.</summary>
    private static void ComparePlaces(OutlineActivity before, OutlineActivity after, ChangeList changes)
    {
        var (old, now) = (PlacesOf(before), PlacesOf(after));
        foreach (var (id, place) in now)
        {
            if (old.TryGetValue(id, out var was) && was.Code != place.Code)
            {
                changes.Step("diff.state.place", after, ("child", place.Name), ("before", was.Words), ("after", place.Words));
            }
        }
    }

    private static List<string> StatesOf(OutlineActivity machine) => [.. Items(machine, "states").Select(each => each.Text("name") ?? string.Empty).Distinct(StringComparer.Ordinal)];

    /// <summary>By where they lead; of two that lead alike, the later has its number.</summary>
    private static Dictionary<string, JsonObject> TransitionsOf(OutlineActivity machine)
    {
        var transitions = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var transition in Items(machine, "transitions"))
        {
            var key = $"{transition.Text("from")}\n{transition.Text("to")}";
            while (!transitions.TryAdd(key, transition))
            {
                key += "\n";
            }
        }

        return transitions;
    }

    private static Dictionary<string, (string Code, string Name, LocalizedText Words)> PlacesOf(OutlineActivity machine)
    {
        var places = new Dictionary<string, (string, string, LocalizedText)>(StringComparer.Ordinal);
        foreach (var state in Items(machine, "states"))
        {
            Add(state, StateSlots, [("state", state.Text("name") ?? string.Empty)]);
        }

        foreach (var transition in Items(machine, "transitions"))
        {
            Add(transition, TransitionSlots, Words(transition));
        }

        return places;

        void Add(JsonObject item, string[] slots, (string Name, LocalizedText Value)[] words)
        {
            foreach (var slot in slots)
            {
                if (item[slot] is JsonObject child && ActivityTree.IsActivity(child))
                {
                    var place = Sentence.Of("place." + slot, words);
                    places.TryAdd(child.Text("id")!, ($"{slot} {string.Join('\n', words.Select(each => each.Value.Zh))}", child.Text("name") ?? child.Text("id")!, place.Text));
                }
            }
        }
    }

    private static string? Condition(JsonObject transition) => ActivityInput.Of(transition["condition"])?.Value?.ToString() is { Length: > 0 } text ? text : null;

    private static (string Name, LocalizedText Value)[] Words(JsonObject transition) => [("from", transition.Text("from") ?? string.Empty), ("to", transition.Text("to") ?? string.Empty)];

    private static IEnumerable<JsonObject> Items(OutlineActivity machine, string property) => (machine.Json[property] as JsonArray ?? []).OfType<JsonObject>();
}
