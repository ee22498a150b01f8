using WorkflowHost.Engine.Programs;
using WorkflowHost.Runtime.Storage;

namespace WorkflowHost.Runtime.Triggers;

/// <summary>Makes rows of what starts a workflow. To be stored in the transaction that publishes or retracts the version.</summary>
internal static class TriggerIndex
{
    /// <summary>The triggers of a version that is being published, in the place of those of the version before.</summary>
    public static DefinitionTriggers Of(WorkflowProgram program, DateTimeOffset now)
    {
        var triggers = new List<TriggerRow>();
        var schedules = new List<ScheduleRow>();
        foreach (var trigger in program.Triggers)
        {
            if (trigger.Schedule is not { } schedule)
            {
                triggers.Add(new(
                    trigger.ActivityId, trigger.Hash, trigger.Name, HttpRouteText.PatternOf(trigger.Name, trigger.Payload), ArgsJson.Write(trigger.Payload)));
            }
            else
            {
                schedules.Add(new(trigger.ActivityId, trigger.Hash, trigger.Name, schedule.NextAfter(now)));
            }
        }

        return new(program.DefinitionId, [.. triggers.DistinctBy(t => (t.ActivityId, t.Hash))], [.. schedules.DistinctBy(s => s.ActivityId)]);
    }

    /// <summary>Of a definition that has no published version any more: nothing starts it.</summary>
    public static DefinitionTriggers None(string definitionId) => new(definitionId, [], []);
}
