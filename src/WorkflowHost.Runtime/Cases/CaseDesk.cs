using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Runtime.Audit;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;
using WorkflowHost.Sop.Links;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Runtime.Cases;

/// <summary>
/// Commands on cases. Each loads the case, lets <see cref="CaseProcess"/> decide, stores the result in one transaction guarded
/// by the case's version, and answers only when that is durable. Thread-safe.
/// </summary>
/// <remarks>
/// A refusal with kind <see cref="RefusalKind.Unavailable"/> means that the store could not take the write, or could not be
/// read for the answer: the same command may be sent again, and an idempotency key makes that safe when it was stored after all.
/// </remarks>
public sealed class CaseDesk
{
    private readonly CaseCommandRunner _runner;
    private readonly CaseReader _reader;
    private readonly CaseReaders _readers;
    private readonly CaseViews _views;
    private readonly CaseOpening _opening;
    private readonly DefinitionStore _definitions;
    private readonly AuditTrail _audit;
    private readonly IIdSource _ids;
    private readonly bool _isBrief;

    internal CaseDesk(
        CaseCommandRunner runner,
        CaseReader reader,
        CaseReaders readers,
        CaseViews views,
        CaseOpening opening,
        DefinitionStore definitions,
        AuditTrail audit,
        IIdSource ids,
        bool isBrief = false)
    {
        _runner = runner;
        _reader = reader;
        _readers = readers;
        _views = views;
        _opening = opening;
        _definitions = definitions;
        _audit = audit;
        _ids = ids;
        _isBrief = isBrief;
    }

    /// <summary>
    /// The same commands, answered with the case's summary, version and open tasks alone (<see cref="CaseView.IsBrief"/>), for a
    /// machine that only goes on: nothing is read for the answer.
    /// </summary>
    public CaseDesk Brief => _isBrief ? this : new(_runner, _reader, _readers, _views, _opening, _definitions, _audit, _ids, isBrief: true);

    /// <summary>Opens a case with the values of the SOP's opening form.</summary>
    public Task<CommandResult<CaseView>> OpenAsync(
        string definitionId, JsonObject fields, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(actor);
        var receipt = ReceiptOf(idempotencyKey, actor, RequestHash.Of(fields, "open", definitionId));
        return AnswerAsync(() => RunOpenAsync(definitionId, fields, actor, receipt, cancellationToken), actor, "open:" + definitionId, cancellationToken, filled: fields);
    }

    public Task<CommandResult<CaseView>> ClaimAsync(
        string taskId, Actor actor, long? expectedVersion = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        OnTaskAsync(taskId, actor, new ClaimTask(actor, taskId, expectedVersion), idempotencyKey, RequestHash.Of(null, "claim", taskId), cancellationToken);

    public Task<CommandResult<CaseView>> ReleaseAsync(
        string taskId, Actor actor, long? expectedVersion = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        OnTaskAsync(taskId, actor, new ReleaseTask(actor, taskId, expectedVersion), idempotencyKey, RequestHash.Of(null, "release", taskId), cancellationToken);

    public Task<CommandResult<CaseView>> ReassignAsync(
        string taskId, string staffId, string reason, Actor actor, long? expectedVersion = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        OnTaskAsync(
            taskId, actor, new ReassignTask(actor, taskId, staffId, reason, expectedVersion), idempotencyKey,
            RequestHash.Of(null, "reassign", taskId, staffId, reason), cancellationToken);

    public Task<CommandResult<CaseView>> CompleteAsync(
        string taskId, string outcome, JsonObject fields, Actor actor, long? expectedVersion = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        OnTaskAsync(
            taskId, actor, new CompleteTask(actor, taskId, outcome, fields, expectedVersion), idempotencyKey,
            RequestHash.Of(fields, "complete", taskId, outcome), cancellationToken);

#pragma warning disable CA1030 // The word of the field: an event of the workflow.
    /// <summary>Raises an event the case listens to now: withdrawal, new facts, extension request…</summary>
    public Task<CommandResult<CaseView>> RaiseEventAsync(
        string caseId, string eventName, JsonObject fields, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
#pragma warning restore CA1030
        OnCaseAsync(
            caseId, actor, new RaiseCaseEvent(actor, eventName, fields), idempotencyKey,
            RequestHash.Of(fields, "event", caseId, eventName), cancellationToken);

    public Task<CommandResult<CaseView>> AddNoteAsync(
        string caseId, string text, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        OnCaseAsync(caseId, actor, new AddNote(actor, text), idempotencyKey, RequestHash.Of(null, "note", caseId, text), cancellationToken);

    /// <summary>
    /// Shows a person who isn't at work on the case its sensitive fields; who, when and why is kept in the timeline and in the audit.
    /// Each answer that shows them has a trace of its own, so a repeated request leaves another one, whatever key it bears.
    /// </summary>
    /// <param name="reason">1 to 500 characters.</param>
    public Task<CommandResult<CaseView>> RevealAsync(
        string caseId, string reason, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        OnCaseAsync(caseId, actor, new RevealSensitive(actor, reason), idempotencyKey, RequestHash.Of(null, "reveal", caseId, reason), cancellationToken, isRevealed: true);

    /// <summary>Links the case with another one; both show it a moment later.</summary>
    /// <param name="number">The other's number.</param>
    /// <param name="kind">Id of a kind of link of the pack.</param>
    /// <param name="otherFollows">The other case follows from this one; false: this one from the other.</param>
    public Task<CommandResult<CaseView>> LinkAsync(
        string caseId, string number, string kind, bool otherFollows, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        OnCaseAsync(
            caseId, actor, new AskLink(actor, number, kind, otherFollows), idempotencyKey,
            RequestHash.Of(null, "link", caseId, number, kind, otherFollows ? "follower" : "origin"), cancellationToken);

    /// <summary>Runs a faulted step again.</summary>
    /// <param name="fields">Facts of the case filled in first, by field name; null changes none.</param>
    public Task<CommandResult<CaseView>> RetryIncidentAsync(
        string caseId, string activityInstanceId, Actor actor, JsonObject? fields = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        OnCaseAsync(
            caseId, actor, new RetryIncident(actor, activityInstanceId, fields), idempotencyKey,
            RequestHash.Of(fields, "retry", caseId, activityInstanceId), cancellationToken);

    /// <summary>Logs what came of a follow-up call; what happens next is planned by the rules.</summary>
    public Task<CommandResult<CaseView>> LogAttemptAsync(
        string revisitId, RevisitAttemptRequest request, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        var receipt = ReceiptOf(idempotencyKey, actor, RequestHash.Of(
            // As a whole, so that no member, also none to come, is left out.
            JsonSerializer.SerializeToNode(request) as JsonObject, "attempt", revisitId));
        var unknown = CaseRefusal.NotFound("revisit.not_found", ("revisit", revisitId));
        return AnswerAsync(
            async () => _reader.CaseOfRevisit(revisitId) is { } caseId
                ? (await _runner.RunAsync(
                    caseId, state => new LogRevisitAttempt(actor, revisitId, AttemptOf(request, state, actor, _runner.Now)), receipt, settlement: null, cancellationToken)).Else(unknown)
                : CaseRun.Refused(unknown),
            actor, "revisit:" + revisitId, cancellationToken);
    }

    private async Task<CaseRun> RunOpenAsync(
        string definitionId, JsonObject fields, Actor actor, CommandReceipt? receipt, CancellationToken cancellationToken)
    {
        if (await _definitions.ProgramAsync(definitionId, null, cancellationToken) is not { } program)
        {
            return CaseRun.Refused(CaseRefusal.NotFound("definition.not_found", ("definition", definitionId)));
        }

        if (SopProfile.Of(program.Definition) is not { } profile)
        {
            return CaseRun.Refused(CaseRefusal.Conflict("definition.not_an_sop", ("definition", definitionId)));
        }

        return await _opening.OpenAsync(program, profile, _ids.NewId(), fields, actor, InstanceOrigin.None, receipt, guard: null, cancellationToken);
    }

    private Task<CommandResult<CaseView>> OnTaskAsync(
        string taskId, Actor actor, CaseCommand command, string? key, string hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var unknown = CaseRefusal.NotFound("task.not_found", ("task", taskId));
        return AnswerAsync(
            async () => _reader.CaseOfTask(taskId) is { } caseId
                ? (await _runner.RunAsync(caseId, _ => command, ReceiptOf(key, actor, hash), settlement: null, cancellationToken)).Else(unknown)
                : CaseRun.Refused(unknown),
            actor, "task:" + taskId, cancellationToken);
    }

    private Task<CommandResult<CaseView>> OnCaseAsync(
        string caseId, Actor actor, CaseCommand command, string? key, string hash, CancellationToken cancellationToken, bool isRevealed = false)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return AnswerAsync(
            // People call a case by its number, so commands take it as queries do.
            async () =>
            {
                var id = _reader.IdOf(caseId) ?? caseId;
                var run = await _runner.RunAsync(id, _ => command, ReceiptOf(key, actor, hash), settlement: null, cancellationToken);
                if (isRevealed && run.Refusal?.Code == CaseCommandRunner.Archived)
                {
                    return (await RevealArchivedAsync(id, (RevealSensitive)command, cancellationToken)).Else(caseId);
                }

                run = run.Else(caseId);
                return isRevealed && run is { State: not null, IsStored: false } ? await _runner.RunAsync(id, _ => command, receipt: null, settlement: null, cancellationToken) : run;
            },
            actor, "case:" + caseId, cancellationToken, isRevealed);
    }

    /// <summary>A case in the archive takes no entry in its timeline any more: who, when, why and what stands in the audit, before anything is shown.</summary>
    private async Task<CaseRun> RevealArchivedAsync(string caseId, RevealSensitive command, CancellationToken cancellationToken)
    {
        if (await _reader.FindAsync(caseId, cancellationToken) is not { } state || !_readers.MayRead(command.Actor, state))
        {
            return CaseRun.Refused(CaseRefusal.NotFound("case.not_found", ("case", caseId)));
        }

        var outcome = CaseProcess.Handle(state, command, _runner.EnvironmentOf(await _runner.ProgramOfAsync(state, cancellationToken), _runner.Now));
        if (outcome.Burst is not { } burst)
        {
            return CaseRun.Refused(outcome.Refusal!);
        }

        var fields = burst.Changes.Timeline.Select(entry => entry.Args.GetValueOrDefault("fields")).FirstOrDefault();
        var fault = await _audit.TryRecordAsync(command.Actor, "sensitive_revealed", "case:" + state.Number, $"{command.Reason.Trim()} ({fields})");
        return fault is null ? CaseRun.Unchanged(state) : CaseRun.Refused(StorageRefusals.Of(fault));
    }

    private async Task<CommandResult<CaseView>> AnswerAsync(Func<Task<CaseRun>> command, Actor actor, string subject, CancellationToken cancellationToken, bool isRevealed = false, JsonObject? filled = null)
    {
        CaseRun run;
        try
        {
            run = await command();
            if (run.State is { } state)
            {
                if (!_readers.MayRead(actor, state))
                {
                    // What was done is done; of what the case is now, its readers alone are told.
                    return CommandResult.Of(CaseViews.ReceiptOf(state, filled));
                }

                if (isRevealed && run.IsStored)
                {
                    await _audit.RecordAsync(actor, "sensitive_revealed", "case:" + state.Number);
                }

                return CommandResult.Of(_isBrief ? _views.BriefOf(state) : _views.Of(state, actor, isRevealed, isAtHand: run.IsStored));
            }
        }
        catch (DbException error) when (StorageFaults.Of(error) is { } fault)
        {
            // Reads before and after the commit meet a broken file too; the caller is told the same as when the write does.
            return CommandResult.Refused<CaseView>(StorageRefusals.Of(fault));
        }

        var refusal = run.Refusal!;
        if (refusal.Kind == RefusalKind.Forbidden)
        {
            await _audit.RecordAsync(actor, "denied", subject, refusal.Code);
        }

        return CommandResult.Refused<CaseView>(refusal);
    }

    private static CommandReceipt? ReceiptOf(string? key, Actor actor, string hash) => key is null ? null : new(key, actor.Id, hash);

    private static RevisitAttempt AttemptOf(RevisitAttemptRequest request, CaseState state, Actor actor, DateTimeOffset now) => new()
    {
        At = now,
        Number = request.Number ?? CaseSummary.Of(state).CustomerContact ?? string.Empty,
        Channel = request.Channel,
        Result = request.Result,
        Agent = actor.Id,
        RecordingId = request.RecordingId,
        IsInbound = request.IsInbound,
        Answers = request.Answers,
        Rating = request.Rating,
        Comment = request.Comment,
        HasProblem = request.HasProblem,
        RescheduleTo = request.RescheduleTo,
    };
}
