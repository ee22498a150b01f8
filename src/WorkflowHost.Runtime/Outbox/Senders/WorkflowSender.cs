using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Runtime.Instances;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Outbox.Senders;

/// <summary>Carries out what one workflow wants of others: events, starts, the news of a child's end, cancelling children.</summary>
internal sealed class WorkflowSender(CaseCommandRunner runner, InstanceStarter starter, EventRouter events, InstanceReader reader) : IOutboxSender
{
    public IReadOnlyCollection<string> Kinds { get; } =
        [WorkflowMessages.Event, WorkflowMessages.Start, WorkflowMessages.ChildEnd, WorkflowMessages.CancelChildren];

    public bool IsInternal => true;

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => message.Kind switch
    {
        WorkflowMessages.Event => PublishAsync(message, cancellationToken),
        WorkflowMessages.Start => StartAsync(message, cancellationToken),
        WorkflowMessages.ChildEnd => TellParentAsync(message, cancellationToken),
        _ => CancelChildrenAsync(message, cancellationToken),
    };

    private async Task<SendResult> PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var body = EventMessage.Read(message.Payload);
        var result = await events.DeliverAsync(
            new(message.IdempotencyKey, Actor.System, message.Target, body.Payload, body.CorrelationId, message.CreatedAt, body.IsLocal ? message.CaseId : null), cancellationToken);
        return result.Failed == 0 ? SendResult.Sent() : SendResult.Retry($"{result.Failed} instance(s) could not take the event.");
    }

    private async Task<SendResult> StartAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var body = StartMessage.Read(message.Payload);
        var origin = new InstanceOrigin(body.CorrelationId, Parent: new(message.CaseId, body.BookmarkId, body.ReportsEnd));
        return ResultOf(await starter.StartAsync(new(Actor.System, message.Target, body.InstanceId, body.Input, origin), cancellationToken));
    }

    private async Task<SendResult> TellParentAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var body = ChildEndMessage.Read(message.Payload);
        // The wait may be a lasting one that counts its children, so each message is taken once.
        var receipt = new CommandReceipt("outbox:" + message.IdempotencyKey, Actor.System.Id, body.BookmarkId);
        var run = await runner.RunAsync(message.Target, _ => new ReceiveChildEnd(body.BookmarkId, body.Result), receipt, settlement: null, cancellationToken);
        // A parent that was deleted or archived waits for nothing.
        return run.Refusal is { Kind: RefusalKind.NotFound } or { Code: CaseCommandRunner.Archived } ? SendResult.Sent() : ResultOf(run);
    }

    private async Task<SendResult> CancelChildrenAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        foreach (var childId in reader.RunningChildren(message.Target))
        {
            var run = await runner.RunAsync(childId, _ => new CancelInstance(Actor.System, "parent_cancelled"), receipt: null, settlement: null, cancellationToken);
            if (run.Refusal is { Kind: RefusalKind.Unavailable } refusal)
            {
                return SendResult.Retry(refusal.Code);
            }
        }

        return SendResult.Sent();
    }

    private static SendResult ResultOf(CaseRun run) => run.Refusal switch
    {
        null => SendResult.Sent(),
        { Kind: RefusalKind.Unavailable } refusal => SendResult.Retry(refusal.Code),
        var refusal => SendResult.Rejected(refusal.Code),
    };
}
