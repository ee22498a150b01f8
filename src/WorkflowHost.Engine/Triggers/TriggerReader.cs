using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Programs;

namespace WorkflowHost.Engine.Triggers;

/// <summary>Evaluates the triggers of a program: the inputs of activities that may start it, without an instance.</summary>
internal static class TriggerReader
{
    /// <summary>Whether the author marked an activity as a start of the workflow.</summary>
    public static bool CanStart(JsonObject activity) =>
        activity["customProperties"] is JsonObject custom
        && (custom["canStartWorkflow"] ?? custom["CanStartWorkflow"]) is JsonValue flag
        && (flag.GetValueKind() == JsonValueKind.True || (flag.TryGetValue(out string? text) && bool.TryParse(text, out var set) && set));

    public static IReadOnlyList<WorkflowTrigger> Read(
        WorkflowProgram program,
        IReadOnlyList<(ProgramNode Node, string Path, JsonObject Json)> starts,
        DateTimeOffset now,
        CompileReport report)
    {
        if (starts.Count == 0)
        {
            return [];
        }

        var environment = new BurstEnvironment { Now = now, Ids = new SequentialIdSource(0) };
        var triggers = new List<WorkflowTrigger>();
        foreach (var (node, path, json) in starts)
        {
            report.Activity = (node.ActivityId, node.Name);
            foreach (var trigger in Evaluate(program, node, path, environment, report).Select(each => Kept(each, json, path, report)))
            {
                if (trigger.Route is not null && triggers.Exists(each => each.Hash == trigger.Hash))
                {
                    report.Fault(DefinitionFaultCodes.TriggerInvalid, path, $"Another endpoint of this workflow answers {trigger.Route.Method.ToUpperInvariant()} {trigger.Route.Path} already.");
                }

                triggers.Add(trigger);
            }
        }

        report.Activity = default;
        return triggers;
    }

    /// <summary>With the policy its author gave the schedule. Read in another zone it is another schedule; who else makes it up or overlaps is not.</summary>
    private static WorkflowTrigger Kept(WorkflowTrigger trigger, JsonObject json, string path, CompileReport report)
    {
        try
        {
            if (trigger.Schedule is not { } schedule || SchedulePolicy.Of(json) is not { } policy || policy == SchedulePolicy.Default)
            {
                return trigger;
            }

            if (policy.TimeZone is null)
            {
                return trigger with { Schedule = schedule with { Policy = policy } };
            }

            if (schedule is not TriggerSchedule.Cron)
            {
                throw new FormatException("Only a CRON expression is read in a time zone; an interval has none and an instant has its own.");
            }

            var matched = (JsonObject)trigger.Payload.DeepClone();
            matched["TimeZone"] = policy.TimeZone;
            return trigger with { Schedule = schedule with { Policy = policy }, Hash = States.BookmarkHash.Of(trigger.Name, matched) };
        }
        catch (FormatException error)
        {
            report.Fault(DefinitionFaultCodes.TriggerInvalid, path, error.Message);
            return trigger;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Scripts may throw anything; whatever they throw is a fault of the definition.")]
    private static IReadOnlyList<WorkflowTrigger> Evaluate(WorkflowProgram program, ProgramNode node, string path, BurstEnvironment environment, CompileReport report)
    {
        try
        {
            var scope = BurstRun.ScopeOf(program, node, environment);
            scope.EvaluateInputs();
            return node.Activity.Triggers(scope);
        }
        catch (Exception error)
        {
            var cause = error;
            while (cause.InnerException is { } inner)
            {
                cause = inner;
            }

            var reason = ReferenceEquals(cause, error) ? error.Message : $"{error.Message}: {cause.Message}";
            report.Fault(DefinitionFaultCodes.TriggerInvalid, path, $"The activity can't start the workflow, because what it waits for is not known before there is an instance. {reason}");
            return [];
        }
    }
}
