using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Instances;

/// <summary>How a workflow is to be started.</summary>
/// <param name="Input">The workflow's input; of an SOP the values of its opening form.</param>
/// <param name="Name">What the instance is to be called.</param>
/// <param name="Version">The version to run; null is the published one. Another one only for who may move cases between versions, and never while none is published.</param>
/// <param name="TriggerActivityId">The trigger to begin at; null begins at the start.</param>
public sealed record StartRequest(JsonObject? Input = null, string? CorrelationId = null, string? Name = null, int? Version = null, string? TriggerActivityId = null);

/// <summary>Whom an event reached: instances that went on, and instances it started.</summary>
public sealed record EventReceipt(IReadOnlyList<string> Resumed, IReadOnlyList<string> Started);

/// <summary>
/// Commands on workflows as such: starting, resuming, cancelling, deleting, and events for whoever waits. Each is answered when
/// it is durable; refusals and idempotency keys are as with <see cref="CaseDesk"/>. Thread-safe.
/// </summary>
public sealed class InstanceDesk
{
    private readonly CaseCommandRunner _runner;
    private readonly InstanceStarter _starter;
    private readonly EventRouter _events;
    private readonly InstanceReader _instances;
    private readonly CaseReader _reader;
    private readonly CaseReaders _readers;
    private readonly CaseCache _cache;
    private readonly InstanceQueries _queries;
    private readonly WriteQueue _writes;
    private readonly AuditTrail _audit;
    private readonly IIdSource _ids;

    internal InstanceDesk(
        CaseCommandRunner runner,
        InstanceStarter starter,
        EventRouter events,
        InstanceReader instances,
        CaseReader reader,
        CaseReaders readers,
        CaseCache cache,
        InstanceQueries queries,
        WriteQueue writes,
        AuditTrail audit,
        IIdSource ids)
    {
        _runner = runner;
        _starter = starter;
        _events = events;
        _instances = instances;
        _reader = reader;
        _readers = readers;
        _cache = cache;
        _queries = queries;
        _writes = writes;
        _audit = audit;
        _ids = ids;
    }

    /// <summary>Starts a workflow and runs it to its first waits; an SOP opens a case.</summary>
    public Task<CommandResult<InstanceView>> StartAsync(
        string definitionId, StartRequest request, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        var receipt = ReceiptOf(idempotencyKey, actor, RequestHash.Of(request.Input, "start", definitionId, request.CorrelationId, request.Name, request.TriggerActivityId, request.Version?.ToString(CultureInfo.InvariantCulture)));
        var start = new InstanceStart(actor, definitionId, _ids.NewId(), request.Input ?? [], new(request.CorrelationId, request.TriggerActivityId))
        {
            Name = request.Name,
            Version = request.Version,
            HasNewId = true,
            Receipt = receipt,
        };
        return AnswerAsync(() => StartedAsync(start, cancellationToken), actor, "start:" + definitionId);
    }

    /// <summary>Resumes one wait of an instance.</summary>
    /// <param name="input">What the waiting activity is handed.</param>
    public Task<CommandResult<InstanceView>> ResumeAsync(
        string instanceId, string bookmarkId, JsonNode? input, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        CommandAsync(
            instanceId, actor, new ResumeInstance(actor, bookmarkId, input), idempotencyKey,
            RequestHash.Of(new JsonObject { ["input"] = input?.DeepClone() }, "resume", instanceId, bookmarkId), cancellationToken);

    /// <summary>Ends a running plain workflow and, a moment later, those it started.</summary>
    public Task<CommandResult<InstanceView>> CancelAsync(
        string instanceId, string? reason, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        CommandAsync(
            instanceId, actor, new CancelInstance(actor, reason), idempotencyKey, RequestHash.Of(null, "cancel", instanceId, reason), cancellationToken);

    /// <summary>Runs a faulted step again.</summary>
    public Task<CommandResult<InstanceView>> RetryAsync(
        string instanceId, string activityInstanceId, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        CommandAsync(
            instanceId, actor, new RetryIncident(actor, activityInstanceId), idempotencyKey,
            RequestHash.Of(null, "retry", instanceId, activityInstanceId), cancellationToken);

    /// <summary>Hands in the result of a task that a workflow asked somebody outside for.</summary>
    public async Task<CommandResult<InstanceView>> CompleteTaskAsync(
        string taskId, JsonNode? result, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var hash = RequestHash.Of(new JsonObject { ["result"] = result?.DeepClone() }, "complete-task", taskId);
        if (_instances.Task(taskId) is { } task)
        {
            return await CommandAsync(task.CaseId, actor, new ResumeInstance(actor, task.BookmarkId, result), idempotencyKey, hash, cancellationToken);
        }

        // Done already: the same key is answered as the first time.
        return idempotencyKey is not null && _reader.Command(idempotencyKey, actor.Id) is { } applied
            ? await CommandAsync(applied.CaseId, actor, new ResumeInstance(actor, string.Empty, result), idempotencyKey, hash, cancellationToken)
            : CommandResult.Refused<InstanceView>(CaseRefusal.NotFound("requested_task.not_found", ("task", taskId)));
    }

#pragma warning disable CA1030 // The word of the field: an event for workflows.
    /// <summary>Publishes an event: who waits for it goes on, and what it triggers starts.</summary>
    /// <param name="correlationId">Only for instances with this correlation id; those it starts get it.</param>
    /// <param name="idempotencyKey">With a key, an event that is published again reaches only those the first one did not. Another event under the same key is one of its own.</param>
    public async Task<CommandResult<EventReceipt>> PublishEventAsync(
        string eventName, JsonNode? payload, string? correlationId, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
#pragma warning restore CA1030
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await RefusalAsync(actor, "event:" + eventName) is { } refusal)
        {
            return CommandResult.Refused<EventReceipt>(refusal);
        }

        var deliveryId = idempotencyKey is null ? _ids.NewId() : DerivedId.Of("event", actor.Id, idempotencyKey, RequestHash.Of(new JsonObject { ["payload"] = payload?.DeepClone() }, eventName, correlationId));
        try
        {
            var result = await _events.DeliverAsync(new(deliveryId, actor, eventName, payload, correlationId, PublishedAt: null), cancellationToken);
            return result.Failed == 0
                ? CommandResult.Of(new EventReceipt(result.Resumed, result.Started))
                : CommandResult.Refused<EventReceipt>(new(RefusalKind.Unavailable, "event.not_delivered_to_all", new Dictionary<string, string>(), []));
        }
        catch (DbException error) when (StorageFaults.Of(error) is { } fault)
        {
            return CommandResult.Refused<EventReceipt>(StorageRefusals.Of(fault));
        }
    }

    /// <summary>Deletes a plain workflow's instance that is over, with its history. Cases are never deleted here: they are evidence.</summary>
    /// <returns>Null, or why it was not deleted.</returns>
    public async Task<CaseRefusal?> DeleteAsync(string instanceId, Actor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await RefusalAsync(actor, "instance:" + instanceId) is { } refusal)
        {
            return refusal;
        }

        if (await _reader.FindAsync(instanceId, cancellationToken) is not { } state || !_readers.MayRead(actor, state))
        {
            return CaseRefusal.NotFound("instance.not_found", ("instance", instanceId));
        }

        if (!state.IsPlain)
        {
            return CaseRefusal.Conflict("instance.is_a_case", ("case", state.Number));
        }

        if (state.Workflow.Status == WorkflowStatus.Running)
        {
            return CaseRefusal.Conflict("instance.running", ("instance", instanceId));
        }

        var result = await _writes.RunAsync(sql => sql.HasUnsent(instanceId) ? (int?)null : sql.DeleteInstance(instanceId, state.Version) + sql.DeleteArchivedInstance(instanceId));
        _cache.Drop(instanceId);
        if (result.Fault is { } fault)
        {
            return StorageRefusals.Of(fault);
        }

        if (result.Value is not { } deleted)
        {
            return CaseRefusal.Conflict("instance.unsent", ("instance", instanceId));
        }

        if (deleted == 0)
        {
            return new(RefusalKind.Unavailable, "case.busy", new Dictionary<string, string>(), []);
        }

        await _audit.RecordAsync(actor, "instance_deleted", $"instance:{instanceId}", state.DefinitionId);
        return null;
    }

    private async Task<CaseRun> StartedAsync(InstanceStart start, CancellationToken cancellationToken)
    {
        var run = await _starter.StartAsync(start, cancellationToken);
        if (start.Version is { } version && run is { IsStored: true, State: { } state })
        {
            await _audit.RecordAsync(start.Actor, "instance_started_on_version", $"instance:{state.Number}", string.Create(CultureInfo.InvariantCulture, $"{state.DefinitionId} version {version}"));
        }

        return run;
    }

    private Task<CommandResult<InstanceView>> CommandAsync(
        string instanceId, Actor actor, CaseCommand command, string? key, string hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return AnswerAsync(
            async () => (await _runner.RunAsync(_reader.IdOf(instanceId) ?? instanceId, _ => command, ReceiptOf(key, actor, hash), settlement: null, cancellationToken)).Else(instanceId),
            actor, "instance:" + instanceId);
    }

    private async Task<CommandResult<InstanceView>> AnswerAsync(Func<Task<CaseRun>> command, Actor actor, string subject)
    {
        if (await RefusalAsync(actor, subject) is { } notAllowed)
        {
            return CommandResult.Refused<InstanceView>(notAllowed);
        }

        CaseRun run;
        try
        {
            run = await command();
        }
        catch (DbException error) when (StorageFaults.Of(error) is { } fault)
        {
            return CommandResult.Refused<InstanceView>(StorageRefusals.Of(fault));
        }

        if (run.State is { } state)
        {
            return CommandResult.Of(_queries.ViewOf(state, _runner.Now, actor));
        }

        if (run.Refusal is { Kind: RefusalKind.Forbidden } forbidden)
        {
            await _audit.RecordAsync(actor, "denied", subject, forbidden.Code);
        }

        return CommandResult.Refused<InstanceView>(run.Refusal!);
    }

    private async Task<CaseRefusal?> RefusalAsync(Actor actor, string subject)
    {
        if (CaseAccess.RunsWorkflows(actor))
        {
            return null;
        }

        const string code = "instance.role_required";
        await _audit.RecordAsync(actor, "denied", subject, code);
        return CaseRefusal.Forbidden(code, ("roles", string.Join(',', CaseAccess.WorkflowRoles)));
    }

    private static CommandReceipt? ReceiptOf(string? key, Actor actor, string hash) => key is null ? null : new(key, actor.Id, hash);
}
