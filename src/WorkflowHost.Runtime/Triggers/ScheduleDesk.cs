using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Triggers;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Runtime.Triggers;

/// <summary>What a schedule started when a person had it run.</summary>
public sealed record ScheduleReceipt(string InstanceId, string Number);

/// <summary>Shows the schedules of published workflows and has one run beside its times. Thread-safe.</summary>
public sealed class ScheduleDesk
{
    private const int Shown = 5;
    private const int LongestReason = 200;

    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly DefinitionStore _definitions;
    private readonly InstanceStarter _starter;
    private readonly AuditTrail _audit;
    private readonly IIdSource _ids;

    internal ScheduleDesk(IDbContextFactory<WorkflowDbContext> contexts, DefinitionStore definitions, InstanceStarter starter, AuditTrail audit, IIdSource ids)
    {
        _contexts = contexts;
        _definitions = definitions;
        _starter = starter;
        _audit = audit;
        _ids = ids;
    }

    /// <summary>Every schedule, the next due first. Empty for who may not see operations.</summary>
    public async Task<IReadOnlyList<ScheduleView>> ListAsync(Actor actor, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesOperations(actor))
        {
            return [];
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Schedules.OrderBy(s => s.DueAt).ThenBy(s => s.DefinitionId).ThenBy(s => s.ActivityId).ToListAsync(cancellationToken);
        return [.. rows.Select(ViewOf)];
    }

    /// <summary>Starts the workflow at its trigger now; the schedule's own times stay as they are.</summary>
    /// <param name="reason">1 to 200 characters, kept in the audit.</param>
    /// <returns>Refused with <c>instance.role_required</c>, <c>schedule.not_found</c>, or as a start is, such as <c>instance.not_activated</c> while one runs that may not be overlapped.</returns>
    public async Task<CommandResult<ScheduleReceipt>> RunNowAsync(
        string definitionId, string activityId, string reason, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var subject = $"schedule:{definitionId}/{activityId}";
        if (await RefusalAsync(definitionId, activityId, reason, actor, cancellationToken) is { } refusal)
        {
            if (refusal.Kind == RefusalKind.Forbidden)
            {
                await _audit.RecordAsync(actor, "denied", subject, refusal.Code);
            }

            return CommandResult.Refused<ScheduleReceipt>(refusal);
        }

        try
        {
            var receipt = idempotencyKey is null ? null : new CommandReceipt(idempotencyKey, actor.Id, RequestHash.Of(null, "schedule-run", definitionId, activityId, reason));
            var start = new InstanceStart(actor, definitionId, _ids.NewId(), [], new(TriggerActivityId: activityId, TriggerInput: new JsonObject()))
            {
                Receipt = receipt,
                IsAlone = ScheduleOf(definitionId, activityId)?.Policy.Overlap == OverlapPolicy.Skip,
            };
            var run = await _starter.StartAsync(start, cancellationToken);
            if (run.IsStored)
            {
                await _audit.RecordAsync(actor, "schedule_run", subject, reason);
            }

            return run.State is { } state ? CommandResult.Of(new ScheduleReceipt(state.Id, state.Number)) : CommandResult.Refused<ScheduleReceipt>(run.Refusal!);
        }
        catch (DbException error) when (StorageFaults.Of(error) is { } fault)
        {
            return CommandResult.Refused<ScheduleReceipt>(StorageRefusals.Of(fault));
        }
    }

    private async Task<CaseRefusal?> RefusalAsync(string definitionId, string activityId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (!CaseAccess.RunsWorkflows(actor))
        {
            return CaseRefusal.Forbidden("instance.role_required", ("roles", string.Join(',', CaseAccess.WorkflowRoles)));
        }

        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
        {
            return CaseRefusal.Invalid([string.IsNullOrWhiteSpace(reason)
                ? new FieldFault("reason", "field.required", new Dictionary<string, string>())
                : new FieldFault("reason", "field.too_long", new Dictionary<string, string> { ["max"] = LongestReason.ToString(CultureInfo.InvariantCulture) })]);
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Schedules.AnyAsync(s => s.DefinitionId == definitionId && s.ActivityId == activityId, cancellationToken)
            ? null
            : CaseRefusal.NotFound("schedule.not_found", ("definition", definitionId), ("activity", activityId));
    }

    private TriggerSchedule? ScheduleOf(string definitionId, string activityId) =>
        _definitions.PublishedProgram(definitionId)?.Triggers.FirstOrDefault(t => t.ActivityId == activityId && t.Schedule is not null)?.Schedule;

    private ScheduleView ViewOf(StoredSchedule row)
    {
        var program = _definitions.PublishedProgram(row.DefinitionId);
        var schedule = program?.Triggers.FirstOrDefault(t => t.ActivityId == row.ActivityId && t.Hash == row.Hash)?.Schedule;
        var policy = schedule?.Policy ?? SchedulePolicy.Default;
        return new(
            row.DefinitionId,
            program?.Definition.Name ?? row.DefinitionId,
            row.ActivityId,
            program?.FindNode(row.ActivityId)?.Name ?? row.ActivityId,
            row.Name,
            schedule switch
            {
                TriggerSchedule.Cron cron => cron.Expression,
                TriggerSchedule.Interval interval => interval.Span.ToString("c", CultureInfo.InvariantCulture),
                TriggerSchedule.Once once => once.At.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
                _ => null,
            },
            policy.TimeZone ?? "UTC",
            policy.Misfire,
            program?.ActivationStrategy == ActivationStrategy.Singleton ? OverlapPolicy.Skip : policy.Overlap,
            row.LastFiredAt,
            NextOf(schedule, row.DueAt),
            row.Failures,
            row.LastError);
    }

    private static List<DateTimeOffset> NextOf(TriggerSchedule? schedule, DateTimeOffset dueAt)
    {
        var next = new List<DateTimeOffset> { dueAt };
        while (next.Count < Shown && schedule?.NextAfter(next[^1]) is { } following)
        {
            next.Add(following);
        }

        return next;
    }
}
