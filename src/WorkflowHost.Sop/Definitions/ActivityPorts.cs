using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Sop.Activities;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Definitions;

/// <summary>Through which outcomes an activity may be left, and whether it waits.</summary>
internal static class ActivityPorts
{
    public const string Done = "Done";

    private const string HumanTask = "Sop.HumanTask";

    /// <summary>Steps that give back control only after somebody or something outside has answered, or some time has passed.</summary>
    private static readonly HashSet<string> Waiting = new(StringComparer.Ordinal)
    {
        "Sop.PlanRevisit", "Sop.NextRevisit", "Sop.AwaitClock", "Sop.AwaitSignal", "Sop.AwaitLinkedCases", "Sop.OpenLinkedCase", "Sop.LinkCase", "Elsa.Delay", "Elsa.RunTask", "Elsa.ExecuteWorkflow",
    };

    /// <summary>The outcomes; null where only running the activity would tell (an expression, a type nobody knows).</summary>
    public static IReadOnlyList<string>? Of(OutlineActivity activity, SopPack pack)
    {
        switch (activity.Type)
        {
            case HumanTask:
                return TaskOutcomes(activity);
            case "Sop.Decide":
                return TableOutcomes(activity, pack);
            case "Elsa.FlowFork":
                return activity.Input("branches") is null ? [Done] : activity.Input("branches") is { IsLiteral: true, Texts: { Count: > 0 } branches } ? branches : null;
            case "Elsa.FlowSwitch":
                return [.. Labels(activity), "Default"];
            case "Elsa.RunJavaScript" or "Elsa.Complete" or "Elsa.FlowSendHttpRequest":
                return null;
        }

        if (SopCatalog.Activities.Find(activity.Type)?.Descriptor is not { } descriptor || descriptor.Inputs.Any(input => input.UiHint == "dynamic-outcomes"))
        {
            return null;
        }

        if (descriptor.IsTerminal || activity.Type is "Elsa.Finish" or "Elsa.End" or "Elsa.Fault" or "Elsa.Break")
        {
            return [];
        }

        var ports = descriptor.Ports.Where(port => port.Kind == PortKind.Flow).Select(port => port.Name).ToList();
        return ports.Count == 0 ? [Done] : ports;
    }

    /// <summary>The outcomes the designer draws, which knows a step's inputs but no decision table; null where it can't be told from the file.</summary>
    public static IReadOnlyList<string>? Drawn(OutlineActivity activity)
    {
        if (activity.Type != "Sop.Decide")
        {
            return null;
        }

        return activity.Input("outcomes") switch
        {
            null => [Done],
            { IsLiteral: true, Texts: var named } => [Done, .. named ?? []],
            _ => null,
        };
    }

    /// <summary>The literal outcomes of a task; <c>Done</c> where it names none; null where an expression names them.</summary>
    public static IReadOnlyList<string>? TaskOutcomes(OutlineActivity task) => task.Input("outcomes") switch
    {
        null => [Done],
        { IsLiteral: true } literal => literal.Texts is { Count: > 0 } outcomes ? outcomes : [Done],
        _ => null,
    };

    /// <summary>Whether the activity stops for something outside before it is left; of an unknown type nothing is assumed against it.</summary>
    public static bool Waits(OutlineActivity activity) =>
        Waiting.Contains(activity.Type) || SopCatalog.Activities.Find(activity.Type)?.Descriptor is null or { Kind: ActivityKind.Trigger or ActivityKind.Task };

    /// <summary>Whether the activity is left through all its outcomes at once instead of one of them.</summary>
    public static bool IsParallel(OutlineActivity activity) => activity.Type == "Elsa.FlowFork";

    /// <summary>Whether a waiting activity leaves through this outcome without having waited: a follow-up call that was refused is not planned at all.</summary>
    public static bool IsImmediate(OutlineActivity activity, string port) =>
        (activity.Type, port) is ("Sop.PlanRevisit" or "Sop.NextRevisit", "Refused") or ("Sop.NextRevisit", "Over") or ("Sop.LinkCase", "Refused");

    private static List<string>? TableOutcomes(OutlineActivity activity, SopPack pack)
    {
        if (activity.Input("table") is not { IsLiteral: true, Texts: [var id] } || !pack.DecisionTables.TryGetValue(id, out var table))
        {
            return null;
        }

        var named = table.Rules.Select(rule => rule.Outputs["outcome"]).Append(table.Defaults["outcome"])
            .Select(value => value is JsonValue ? value.ToString() : Done);
        return [.. named.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Labels(OutlineActivity activity) =>
        (activity.Json["cases"] as JsonArray ?? []).OfType<JsonObject>().Select(each => (each["label"] as JsonValue)?.ToString() ?? string.Empty);
}
