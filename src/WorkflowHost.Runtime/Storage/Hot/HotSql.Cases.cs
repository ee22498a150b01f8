using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Storage.Hot;

internal sealed partial class HotSql
{
    private const string CaseColumns = """
        version, status, stage, title, customer_name, customer_contact, policy_no, category, severity, channel,
            product_line, branch, handler_id, closed_at, next_due_at, next_due_clock, next_due_started_at, is_provisional,
            incident_count, updated_at, state, sub_status, correlation_id, name, finished_at, persons, barred, stalled_since, id, number, definition_id, definition_version,
            opened_at, is_plain, parent_id
        """;

    // Only of a definition that cases may start on: another host may just have retracted or deleted it.
    internal const string StartCase = $"""
        INSERT INTO cases ({CaseColumns})
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26,
            ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35
        WHERE EXISTS (SELECT 1 FROM definitions WHERE definition_id = ?31 AND version = ?32 AND published_at IS NOT NULL)
            AND EXISTS (SELECT 1 FROM definitions WHERE definition_id = ?31 AND state = 'Published')
        """;

    internal const string InsertCase = $"""
        INSERT INTO cases ({CaseColumns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26,
            ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35)
        """;

    // A case may go on with another version only while that is there: who deletes one looks for cases on it in a transaction of its own.
    internal const string UpdateCase = """
        UPDATE cases SET version = ?1, status = ?2, stage = ?3, title = ?4, customer_name = ?5, customer_contact = ?6, policy_no = ?7,
            category = ?8, severity = ?9, channel = ?10, product_line = ?11, branch = ?12, handler_id = ?13, closed_at = ?14,
            next_due_at = ?15, next_due_clock = ?16, next_due_started_at = ?17, is_provisional = ?18, incident_count = ?19,
            updated_at = ?20, state = ?21, sub_status = ?22, correlation_id = ?23, name = ?24, finished_at = ?25, persons = ?26, barred = ?27,
            definition_version = ?31,
            stalled_since = CASE WHEN stalled_since < ?28 THEN stalled_since ELSE ?28 END
        WHERE id = ?29 AND version = ?30 AND (definition_version = ?31 OR EXISTS (
            SELECT 1 FROM definitions d WHERE d.definition_id = cases.definition_id AND d.version = ?31 AND d.published_at IS NOT NULL))
        """;

    internal const string UpsertTask = """
        INSERT INTO tasks (id, case_id, activity_id, name, stage, form_id, role, status, assignee_id, assignee_name, excluded_staff,
            clock_id, due_at, created_at, claimed_at, completed_at, completed_by, outcome, version, skill, case_due_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
        ON CONFLICT (id) DO UPDATE SET name = ?4, stage = ?5, form_id = ?6, role = ?7, status = ?8, assignee_id = ?9, assignee_name = ?10, excluded_staff = ?11, clock_id = ?12, due_at = ?13,
            claimed_at = ?15, completed_at = ?16, completed_by = ?17, outcome = ?18, version = ?19, skill = ?20, case_due_at = ?21
        """;

    /// <summary>Of the open tasks that a burst did not touch otherwise, when it moved the case's next deadline.</summary>
    internal const string MoveTasks = "UPDATE tasks SET case_due_at = ?2 WHERE case_id = ?1 AND status = 'Open' AND case_due_at <> ?2";

    internal const string UpsertClock = """
        INSERT INTO clocks (id, case_id, policy_id, kind, status, started_at, due_at, target_at, is_provisional, stopped_at, detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (id) DO UPDATE SET kind = ?4, status = ?5, due_at = ?7, target_at = ?8, is_provisional = ?9, stopped_at = ?10, detail = ?11
        """;

    internal const string UpsertRevisit = """
        INSERT INTO revisits (id, case_id, type, policy_id, status, due_from, due_at, next_attempt_at, next_channel, attempt_count, detail, is_provisional)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (id) DO UPDATE SET status = ?5, due_from = ?6, due_at = ?7, next_attempt_at = ?8, next_channel = ?9, attempt_count = ?10,
            detail = ?11, is_provisional = ?12
        """;

    internal const string InsertTimelineEntry = """
        INSERT INTO timeline (case_id, sequence, at, actor_id, actor_name, kind, args) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    internal const string InsertNotification = """
        INSERT INTO notifications (id, case_id, audience, kind, args, fired_at, deliver_at, clock_id, step_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """;

    internal const string InsertCommand = """
        INSERT INTO commands (key, actor_id, request_hash, case_id, case_version, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (key, actor_id) DO NOTHING
        """;

    /// <summary>Stores a burst whole. With any verdict but <see cref="CaseWriteVerdict.Stored"/> nothing of it may be kept.</summary>
    public CaseWriteVerdict StoreBurst(CaseWrite write)
    {
        var state = write.Burst.State;
        if (write.Receipt is { } receipt && !TryInsertCommand(receipt, state, write.Now))
        {
            return CaseWriteVerdict.AlreadyApplied;
        }

        if (write.Guard is { } guard && RefusalOf(guard, write) is { } refused)
        {
            return refused;
        }

        if (!TryStoreCase(write))
        {
            return write.MustBePublished ? CaseWriteVerdict.NotPublished : CaseWriteVerdict.VersionConflict;
        }

        StoreRows(write);
        if (write.News is { } news)
        {
            connection.Announce(new(HostChangeKind.Case, state.Id, news));
        }

        foreach (var child in write.Children)
        {
            if (StoreBurst(child) is not CaseWriteVerdict.Stored and var notStored)
            {
                return notStored;
            }
        }

        return write.Settlement is { } settlement && !Settlement(settlement, write.Now).Demand(CaseWriteVerdict.AlreadyApplied)
            ? CaseWriteVerdict.AlreadyApplied
            : CaseWriteVerdict.Stored;
    }

    private void StoreRows(CaseWrite write)
    {
        var state = write.Burst.State;
        var changes = write.Burst.Changes;
        StoreTasks(state, changes.Tasks, write.Summary.NextDueAt ?? StoredTask.NoDeadline);
        StoreClocks(state.Id, changes.Clocks);
        StoreRevisits(state.Id, changes.Revisits);
        StoreTimers(state.Id, changes);
        StoreTimeline(changes.Timeline);
        StoreOutbox(changes.Outbox);
        StoreNotifications(changes.Notifications);
        foreach (var block in changes.ContactBlocks)
        {
            SendContactBlock(block);
        }

        StoreWaits(state.Id, changes, write.Now);
        StoreJournal(write);
    }

    private bool TryInsertCommand(CommandReceipt receipt, CaseState state, DateTimeOffset now) =>
        Statement(InsertCommand)
            .Bind(receipt.Key).Bind(receipt.ActorId).Bind(receipt.RequestHash).Bind(state.Id).Bind(state.Version).Bind(now)
            .Demand(CaseWriteVerdict.AlreadyApplied);

    private bool TryStoreCase(CaseWrite write)
    {
        var state = write.Burst.State;
        var summary = write.Summary;
        var instance = write.Instance;
        var isNew = write.ExpectedVersion == 0;
        if (write.MustBePublished)
        {
            // Whoever deletes the definition counts its cases first, under the same lock.
            connection.LockShared(DefinitionLock + state.DefinitionId);
        }

        var statement = Statement(write.MustBePublished ? StartCase : isNew ? InsertCase : UpdateCase)
            .Bind(state.Version).Bind(state.Status.ToString()).Bind(summary.Stage).Bind(summary.Title)
            .Bind(summary.CustomerName).Bind(summary.CustomerContact).Bind(summary.PolicyNo).Bind(summary.Category)
            .Bind((long?)summary.Severity).Bind(summary.Channel).Bind(summary.ProductLine).Bind(summary.Branch).Bind(summary.HandlerId)
            .Bind(summary.ClosedAt).Bind(summary.NextDueAt).Bind(summary.NextDueClock).Bind(summary.NextDueStartedAt)
            .Bind(summary.IsProvisional).Bind((long)summary.IncidentCount).Bind(write.Now).Bind(write.State.Span)
            .Bind(instance.SubStatus.ToString()).Bind(instance.CorrelationId).Bind(instance.Name).Bind(instance.FinishedAt)
            .Bind(write.Persons).Bind(write.Barred).Bind(instance.IsStalled ? write.Now : (DateTimeOffset?)null);
        return isNew
            ? statement.Bind(state.Id).Bind(state.Number).Bind(state.DefinitionId).Bind((long)state.DefinitionVersion).Bind(state.OpenedAt)
                .Bind(state.IsPlain).Bind(state.Parent?.CaseId).Demand(write.MustBePublished ? CaseWriteVerdict.NotPublished : CaseWriteVerdict.VersionConflict)
            : statement.Bind(state.Id).Bind(write.ExpectedVersion).Bind((long)state.DefinitionVersion).Demand(CaseWriteVerdict.VersionConflict);
    }

    private void StoreTasks(CaseState state, IReadOnlyList<CaseTask> tasks, DateTimeOffset caseDueAt)
    {
        foreach (var task in tasks)
        {
            Statement(UpsertTask)
                .Bind(task.Id).Bind(task.CaseId).Bind(task.ActivityId).Bind(task.Name).Bind(task.Stage).Bind(task.FormId).Bind(task.Role)
                .Bind(task.Status.ToString()).Bind(task.AssigneeId).Bind(task.AssigneeName).Bind(Codes(task.ExcludedStaff))
                .Bind(task.ClockId).Bind(task.DueAt).Bind(task.CreatedAt).Bind(task.ClaimedAt).Bind(task.CompletedAt)
                .Bind(task.CompletedBy).Bind(task.Outcome).Bind(task.Version).Bind(task.Skill).Bind(caseDueAt)
                .Send();
        }

        if (state.Tasks.Any(open => tasks.All(task => task.Id != open.Id)))
        {
            Statement(MoveTasks).Bind(state.Id).Bind(caseDueAt).Send();
        }
    }

    private void StoreClocks(string caseId, IReadOnlyList<Clock> clocks)
    {
        foreach (var clock in clocks)
        {
            Statement(UpsertClock)
                .Bind(clock.Id).Bind(caseId).Bind(clock.PolicyId).Bind(clock.Kind.ToString()).Bind(clock.Status.ToString())
                .Bind(clock.StartedAt).Bind(clock.DueAt).Bind(clock.TargetAt).Bind(clock.IsProvisional).Bind(clock.StoppedAt)
                .Bind(clock.IsEnded ? EndedJson.Write(clock) : null)
                .Send();
        }
    }

    private void StoreRevisits(string caseId, IReadOnlyList<Revisit> revisits)
    {
        foreach (var revisit in revisits)
        {
            Statement(UpsertRevisit)
                .Bind(revisit.Id).Bind(caseId).Bind(revisit.Type).Bind(revisit.PolicyId).Bind(revisit.Status.ToString())
                .Bind(revisit.DueFrom).Bind(revisit.DueAt).Bind(revisit.NextAttemptAt).Bind(revisit.NextChannel?.ToString())
                .Bind((long)revisit.Attempts.Count).Bind(revisit.IsEnded ? EndedJson.Write(revisit) : null)
                .Bind(revisit.IsProvisional)
                .Send();
        }
    }

    private void StoreTimeline(IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            Statement(InsertTimelineEntry)
                .Bind(entry.CaseId).Bind(entry.Sequence).Bind(entry.At).Bind(entry.ActorId).Bind(entry.ActorName).Bind(entry.Kind)
                .Bind(ArgsJson.Write(entry.Args))
                .Send();
        }
    }

    private void StoreNotifications(IReadOnlyList<StaffNotification> notifications)
    {
        foreach (var notification in notifications)
        {
            Statement(InsertNotification)
                .Bind(notification.Id).Bind(notification.CaseId).Bind(notification.Audience).Bind(notification.Kind)
                .Bind(ArgsJson.Write(notification.Args)).Bind(notification.FiredAt).Bind(notification.DeliverAt)
                .Bind(notification.ClockId).Bind(notification.StepId)
                .Send();
        }
    }
}
