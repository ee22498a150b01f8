using WorkflowHost.Runtime.Triggers;

namespace WorkflowHost.Runtime.Storage.Hot;

/// <summary>What starts workflows from outside and by the clock.</summary>
internal sealed partial class HotSql
{
    internal const string DeleteTriggers = "DELETE FROM triggers WHERE definition_id = ?1";

    internal const string InsertTrigger = """
        INSERT INTO triggers (definition_id, activity_id, hash, name, route, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """;

    internal const string SchedulesOf = "SELECT activity_id, hash FROM schedules WHERE definition_id = ?1";

    internal const string DeleteSchedule = "DELETE FROM schedules WHERE definition_id = ?1 AND activity_id = ?2";

    internal const string UpsertSchedule = """
        INSERT INTO schedules (definition_id, activity_id, name, hash, due_at, claimable_at, failures) VALUES (?1, ?2, ?3, ?4, ?5, ?5, 0)
        ON CONFLICT (definition_id, activity_id) DO UPDATE SET name = ?3, hash = ?4, due_at = ?5, claimable_at = ?5, failures = 0, last_error = NULL
        """;

    internal const string StepScheduleSql = """
        UPDATE schedules SET due_at = ?4, claimable_at = ?4, failures = 0, last_error = NULL, last_fired_at = coalesce(?5, last_fired_at)
        WHERE definition_id = ?1 AND activity_id = ?2 AND due_at = ?3
        """;

    internal const string EndScheduleSql = "DELETE FROM schedules WHERE definition_id = ?1 AND activity_id = ?2 AND due_at = ?3";

    internal const string PutBackScheduleSql = """
        UPDATE schedules SET claimable_at = ?4, failures = failures + 1, last_error = ?5 WHERE definition_id = ?1 AND activity_id = ?2 AND due_at = ?3
        """;

    /// <summary>Puts the triggers of a newly published version in the place of those before; none takes them all away.</summary>
    public int StoreTriggers(DefinitionTriggers triggers)
    {
        var definitionId = triggers.DefinitionId;
        Statement(DeleteTriggers).Bind(definitionId).Send();
        foreach (var trigger in triggers.Triggers)
        {
            Statement(InsertTrigger)
                .Bind(definitionId).Bind(trigger.ActivityId).Bind(trigger.Hash).Bind(trigger.Name).Bind(trigger.Route).Bind(trigger.Payload)
                .Send();
        }

        var known = Statement(SchedulesOf).Bind(definitionId).Read(row => (ActivityId: row.Text(0), Hash: row.Text(1)));
        foreach (var (activityId, hash) in known.Where(k => triggers.Schedules.All(s => (s.ActivityId, s.Hash) != k)))
        {
            Statement(DeleteSchedule).Bind(definitionId).Bind(activityId).Send();
        }

        // One that reads as before keeps its due time: a new version or a restart must neither skip nor repeat an instant.
        foreach (var schedule in triggers.Schedules.Where(s => !known.Contains((s.ActivityId, s.Hash))))
        {
            if (schedule.DueAt is { } dueAt)
            {
                Statement(UpsertSchedule)
                    .Bind(definitionId).Bind(schedule.ActivityId).Bind(schedule.Name).Bind(schedule.Hash).Bind(CeilToMs(dueAt))
                    .Send();
            }
        }

        return triggers.Triggers.Count;
    }

    /// <summary>Brings triggers and schedules in line with a version, unless another one was published meanwhile, or none is.</summary>
    public int RepairTriggers(DefinitionTriggers triggers, int version)
    {
        LockDefinition(triggers.DefinitionId);
        return Statement(IsPublishedSql).Bind(triggers.DefinitionId).Bind((long)version).Read(_ => true).Count > 0 ? StoreTriggers(triggers) : 0;
    }

    /// <summary>Moves a schedule on from the instant that was fired, or ends it.</summary>
    /// <returns>0 when somebody else fired that instant, or the schedule was replaced.</returns>
    public int StepSchedule(ScheduleFiring firing) => Step(firing).Run();

    public int PutBackSchedule(ScheduleFiring firing, DateTimeOffset claimableAt, string error) =>
        Statement(PutBackScheduleSql)
            .Bind(firing.DefinitionId).Bind(firing.ActivityId).Bind(firing.DueAt).Bind(claimableAt).Bind(error)
            .Run();

    private HotStatement Step(ScheduleFiring firing) => firing.Next is { } next
        ? Statement(StepScheduleSql).Bind(firing.DefinitionId).Bind(firing.ActivityId).Bind(firing.DueAt).Bind(CeilToMs(next)).Bind(firing.FiredAt)
        : Statement(EndScheduleSql).Bind(firing.DefinitionId).Bind(firing.ActivityId).Bind(firing.DueAt);
}
