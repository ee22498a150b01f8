using System.Data.Common;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;
using WorkflowHost.Engine.Http;
using WorkflowHost.Engine.States;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Commits;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Runtime.Storage;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Triggers;

/// <summary>A workflow that answers a request: one to be started, or one that waits for it.</summary>
/// <param name="Route">What must hold for the request to be let in.</param>
/// <param name="IsStart">It begins with the request.</param>
public sealed record EndpointMatch(HttpRoute Route, bool IsStart)
{
    internal FoundTrigger? Trigger { get; init; }

    internal FoundBookmark? Bookmark { get; init; }
}

/// <summary>What became of a request.</summary>
/// <param name="InstanceId">The instance that took it.</param>
/// <param name="SubStatus">Where that stands now.</param>
/// <param name="Response">What the workflow answered; null when it answered nothing, or had taken this very request before.</param>
public sealed record EndpointAnswer(string InstanceId, WorkflowSubStatus SubStatus, HttpResponseWritten? Response);

/// <summary>Gives HTTP requests to the workflows that answer them. Who may send them is the host's to check, by the route. Thread-safe.</summary>
public sealed class EndpointDesk
{
    private readonly InstanceReader _instances;
    private readonly InstanceStarter _starter;
    private readonly CaseCommandRunner _runner;
    private readonly IIdSource _ids;

    internal EndpointDesk(InstanceReader instances, InstanceStarter starter, CaseCommandRunner runner, IIdSource ids)
    {
        _instances = instances;
        _starter = starter;
        _runner = runner;
        _ids = ids;
    }

    /// <summary>Paths with parameters, <c>/orders/{id}</c>, that some workflow answers now.</summary>
    public IReadOnlyList<string> Routes() => _instances.Routes();

    /// <summary>Who answers a route. A workflow to start comes before those that wait, unless the request names one of these.</summary>
    /// <param name="path">As the endpoint has it: with its parameters, not their values.</param>
    /// <param name="instanceId">Only this instance.</param>
    /// <param name="correlationId">Waiting instances with this correlation id only; one that is started gets it.</param>
    /// <returns>One when it is clear; several when it is not; none when nobody answers.</returns>
    public IReadOnlyList<EndpointMatch> Find(string path, string method, string? instanceId, string? correlationId)
    {
        var hash = HttpRoute.HashOf(path, method);
        var waiting = _instances.Bookmarks(hash, correlationId)
            .Where(b => instanceId is null || b.CaseId == instanceId)
            .Select(b => new EndpointMatch(HttpRoute.Read(b.Payload ?? []), IsStart: false) { Bookmark = b })
            .ToList();
        if (instanceId is not null || (correlationId is not null && waiting.Count > 0))
        {
            return waiting;
        }

        var starts = _instances.Triggers(hash)
            .Select(t => new EndpointMatch(HttpRoute.Read(t.Payload ?? []), IsStart: true) { Trigger = t })
            .ToList();
        return starts.Count > 0 ? starts : waiting;
    }

    /// <summary>Runs the workflow with the request, up to its next waits.</summary>
    public async Task<CommandResult<EndpointAnswer>> RunAsync(
        EndpointMatch match, ReceivedRequest request, string? correlationId, Actor actor, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        try
        {
            var input = request.ToJson();
            var run = match.Trigger is { } trigger
                ? await StartAsync(trigger, input, correlationId, actor, ReceiptOf(request, actor, idempotencyKey, trigger.DefinitionId, trigger.ActivityId), cancellationToken)
                : await ResumeAsync(match.Bookmark!, input, actor, ReceiptOf(request, actor, idempotencyKey, match.Bookmark!.CaseId, match.Bookmark.BookmarkId), cancellationToken);
            return run.State is { } state
                ? CommandResult.Of(new EndpointAnswer(state.Id, state.Workflow.SubStatus, run.Burst?.Effects.OfType<HttpResponseWritten>().LastOrDefault()))
                : CommandResult.Refused<EndpointAnswer>(run.Refusal!);
        }
        catch (DbException error) when (StorageFaults.Of(error) is { } fault)
        {
            return CommandResult.Refused<EndpointAnswer>(StorageRefusals.Of(fault));
        }
    }

    private Task<CaseRun> StartAsync(
        FoundTrigger trigger, JsonObject input, string? correlationId, Actor actor, CommandReceipt? receipt, CancellationToken cancellationToken) =>
        _starter.StartAsync(
            new(actor, trigger.DefinitionId, _ids.NewId(), [], new(correlationId, trigger.ActivityId, input)) { Receipt = receipt }, cancellationToken);

    private Task<CaseRun> ResumeAsync(FoundBookmark bookmark, JsonObject input, Actor actor, CommandReceipt? receipt, CancellationToken cancellationToken) =>
        _runner.RunAsync(bookmark.CaseId, _ => new ResumeInstance(actor, bookmark.BookmarkId, input), receipt, settlement: null, cancellationToken);

    /// <summary>Headers are left out of the hash: a repeated request differs in some of them.</summary>
    private static CommandReceipt? ReceiptOf(ReceivedRequest request, Actor actor, string? key, string receiver, string activity)
    {
        if (key is null)
        {
            return null;
        }

        var hash = RequestHash.Of((request with { Headers = [] }).ToJson(), "endpoint", receiver, activity);
        // Callers nobody knows share one name, so the key of one must say nothing about the request of another.
        return actor.IsAnybody ? new(DerivedId.Of(key, hash), actor.Id, hash) : new(key, actor.Id, hash);
    }
}
