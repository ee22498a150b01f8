using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using WorkflowHost.Engine.Waiting;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Hosts;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Storage.Hot;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Instances;

/// <summary>
/// Takes a published event to every instance that waits for it and starts the workflows it triggers. Who waited when it was
/// published goes on before anything is started, so that no instance meets the same event twice.
/// </summary>
internal sealed class EventRouter(InstanceReader reader, CaseCommandRunner runner, InstanceStarter starter, IHotDatabase database, ILogger<EventRouter> log)
{
    /// <param name="DeliveryId">Equal when the same event is delivered again: what has had it before is passed over.</param>
    /// <param name="PublishedAt">
    /// Whoever began to wait after it waits for another event, also when this one is delivered late. Null for one that comes from
    /// outside and is delivered at once: whoever waits now waits for it, whatever another host's clock said when the wait began.
    /// </param>
    /// <param name="OnlyCaseId">The publisher, of a local event; nothing else hears of it.</param>
    internal sealed record Delivery(
        string DeliveryId, Actor Actor, string EventName, JsonNode? Payload, string? CorrelationId, DateTimeOffset? PublishedAt, string? OnlyCaseId = null);

    /// <param name="Failed">How many could not take it; deliver again.</param>
    internal sealed record Result(IReadOnlyList<string> Resumed, IReadOnlyList<string> Started, int Failed);

    public async Task<Result> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var hash = Event.HashOf(delivery.EventName);
        var waiting = delivery.OnlyCaseId is { } only ? [only] : WaitingFor(delivery, hash);
        var triggers = delivery.OnlyCaseId is null ? reader.Triggers(hash) : [];
        var (resumed, started, failed) = (new List<string>(), new List<string>(), 0);
        foreach (var caseId in waiting)
        {
            var run = await GuardedAsync(() => ResumeAsync(delivery, caseId, cancellationToken), delivery, caseId);
            Count(run, caseId, resumed, ref failed);
        }

        foreach (var trigger in triggers)
        {
            var instanceId = DerivedId.Of(delivery.DeliveryId, trigger.DefinitionId, trigger.ActivityId);
            var run = await GuardedAsync(() => StartAsync(delivery, trigger, instanceId, cancellationToken), delivery, trigger.DefinitionId);
            Count(run, instanceId, started, ref failed);
        }

        return new(resumed, started, failed);
    }

    private List<string> WaitingFor(Delivery delivery, string hash)
    {
        // Two hosts stamped the two; better that somebody who has just begun to wait hears of it than that a wait lasts for ever.
        var until = delivery.PublishedAt + (database.IsShared ? DatabaseTime.LargestError : TimeSpan.Zero);
        return [.. reader.Bookmarks(hash, delivery.CorrelationId).Where(b => until is null || b.CreatedAt <= until).Select(b => b.CaseId).Distinct(StringComparer.Ordinal)];
    }

    private Task<CaseRun> ResumeAsync(Delivery delivery, string caseId, CancellationToken cancellationToken) => runner.RunAsync(
        caseId,
        _ => new ReceiveEvent(delivery.Actor, delivery.EventName, delivery.Payload),
        ReceiptOf(delivery, caseId),
        settlement: null,
        cancellationToken);

    private Task<CaseRun> StartAsync(Delivery delivery, FoundTrigger trigger, string instanceId, CancellationToken cancellationToken)
    {
        var origin = new InstanceOrigin(delivery.CorrelationId, trigger.ActivityId, delivery.Payload);
        // With the receipt, or a second delivery would find the wait that the started instance has come to.
        return starter.StartAsync(new(delivery.Actor, trigger.DefinitionId, instanceId, [], origin) { Receipt = ReceiptOf(delivery, instanceId) }, cancellationToken);
    }

    private static CommandReceipt ReceiptOf(Delivery delivery, string instanceId) =>
        new($"event:{delivery.DeliveryId}:{instanceId}", Actor.System.Id, delivery.EventName);

    /// <summary>Null when it failed: one instance that cannot be run must not keep the event from the others.</summary>
    private async Task<CaseRun?> GuardedAsync(Func<Task<CaseRun>> run, Delivery delivery, string receiver)
    {
        try
        {
            return await run();
        }
#pragma warning disable CA1031 // Boundary: as said above.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "Event {EventName} could not be given to {Receiver}", delivery.EventName, receiver);
            return null;
        }
    }

    /// <summary>A refusal for good (a strategy that allows one instance, an opening form that is not filled) is the receiver's own answer.</summary>
    private void Count(CaseRun? run, string id, List<string> done, ref int failed)
    {
        if (run is null or { Refusal.Kind: RefusalKind.Unavailable })
        {
            failed++;
        }
        else if (run.IsStored)
        {
            done.Add(id);
        }
        else if (run.Refusal is { } refusal)
        {
            log.LogInformation("{Id} did not take the event: {Code}", id, refusal.Code);
        }
    }
}
