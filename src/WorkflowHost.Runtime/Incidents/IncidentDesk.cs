using System.Data.Common;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Incidents;

/// <summary>What can be done about steps that failed, and the list of what nothing can wake any more. Refusals and idempotency keys are as with <see cref="CaseDesk"/>. Thread-safe.</summary>
public sealed class IncidentDesk
{
    private const int MostStalled = 500;

    private readonly CaseCommandRunner _runner;
    private readonly CaseReader _reader;
    private readonly CaseReaders _readers;
    private readonly IDbContextFactory<WorkflowDbContext> _contexts;
    private readonly AuditTrail _audit;

    internal IncidentDesk(CaseCommandRunner runner, CaseReader reader, CaseReaders readers, IDbContextFactory<WorkflowDbContext> contexts, AuditTrail audit)
    {
        _runner = runner;
        _reader = reader;
        _readers = readers;
        _contexts = contexts;
        _audit = audit;
    }

    /// <param name="fields">Facts of the case to fill in before a retry; null changes none.</param>
    /// <param name="reason">1 to 200 characters for skip and cancel; a retry needs none.</param>
    /// <returns>Refused as the command is: <c>incident.role_required</c>, <c>incident.not_found</c>, <c>incident.not_skippable</c>, <c>instance.is_a_case</c>…</returns>
    public async Task<CommandResult<IncidentReceipt>> ActAsync(
        IncidentAct act, IncidentRef incident, JsonObject? fields, string? reason, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(actor);
        if (act == IncidentAct.Cancel && !CaseAccess.RunsWorkflows(actor))
        {
            return await RefusedAsync(incident, actor, CaseRefusal.Forbidden("instance.role_required", ("roles", string.Join(',', CaseAccess.WorkflowRoles))));
        }

        CaseCommand command = act switch
        {
            IncidentAct.Retry => new RetryIncident(actor, incident.ActivityInstanceId, fields),
            IncidentAct.Skip => new SkipIncident(actor, incident.ActivityInstanceId, reason ?? string.Empty),
            IncidentAct.Cancel => new CancelInstance(actor, reason, incident.ActivityInstanceId),
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
        };
        var hash = RequestHash.Of(fields, "incident", act.ToString(), incident.CaseId, incident.ActivityInstanceId, reason);
        try
        {
            var run = (await _runner.RunAsync(
                _reader.IdOf(incident.CaseId) ?? incident.CaseId, _ => command, idempotencyKey is null ? null : new CommandReceipt(idempotencyKey, actor.Id, hash), settlement: null, cancellationToken)).Else(incident.CaseId);
            return run.State is { } state
                ? CommandResult.Of(new IncidentReceipt(
                    state.Id, state.Number, state.Version,
                    act == IncidentAct.Retry && state.Workflow.Incidents.Any(i => i.ActivityInstanceId == incident.ActivityInstanceId), state.Workflow.Incidents.Count))
                : await RefusedAsync(incident, actor, run.Refusal!);
        }
        catch (DbException error) when (StorageFaults.Of(error) is { } fault)
        {
            return CommandResult.Refused<IncidentReceipt>(StorageRefusals.Of(fault));
        }
    }

    /// <summary>
    /// Cases and workflows that run but wait for nothing that could wake them, as each burst leaves it with the case
    /// (<see cref="CaseState.IsStalled"/>). The longest so first, at most 500.
    /// </summary>
    public async Task<IReadOnlyList<StalledRow>> StalledAsync(Actor actor, CancellationToken cancellationToken = default)
    {
        if (!CaseAccess.SeesOperations(actor))
        {
            return [];
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await Stalled(_readers.Readable(context.Cases, actor)).Take(MostStalled)
            .Select(c => new StalledRow(c.Id, c.Number, c.DefinitionId, c.IsPlain, c.Stage, c.StalledSince!.Value))
            .ToListAsync(cancellationToken);
    }

    internal static IQueryable<StoredCase> Stalled(IQueryable<StoredCase> cases) => cases
        .Where(c => c.StalledSince != null)
        .OrderBy(c => c.StalledSince).ThenBy(c => c.Id);

    private async Task<CommandResult<IncidentReceipt>> RefusedAsync(IncidentRef incident, Actor actor, CaseRefusal refusal)
    {
        if (refusal.Kind == RefusalKind.Forbidden)
        {
            await _audit.RecordAsync(actor, "denied", $"incident:{incident.CaseId}/{incident.ActivityInstanceId}", refusal.Code);
        }

        return CommandResult.Refused<IncidentReceipt>(refusal);
    }
}
