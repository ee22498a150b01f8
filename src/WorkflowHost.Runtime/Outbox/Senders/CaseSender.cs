using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Cases;
using WorkflowHost.Runtime.Idempotency;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Outbox.Senders;

/// <summary>Gives a command to another case, once: the message's key is the command's idempotency key.</summary>
internal sealed class CaseSender(CaseReader reader, CaseCommandRunner runner) : IOutboxSender
{
    internal const string Kind = "case";

    public IReadOnlyCollection<string> Kinds { get; } = [Kind];

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (reader.IdOf(message.Target) is not { } caseId)
        {
            return SendResult.Rejected($"There is no case {message.Target}.");
        }

        if (CommandOf(message) is not { } command)
        {
            return SendResult.Rejected($"Unknown command '{message.Text("command")}'.");
        }

        var receipt = new CommandReceipt("outbox:" + message.IdempotencyKey, Actor.System.Id, RequestHash.Of(message.Payload, message.Target));
        var run = await runner.RunAsync(caseId, _ => command, receipt, settlement: null, cancellationToken);
        return run.Refusal switch
        {
            null => SendResult.Sent(message.Target),
            { Kind: RefusalKind.Unavailable } refusal => SendResult.Retry(refusal.Code),
            var refusal => SendResult.Rejected(refusal.Code),
        };
    }

    private static CaseCommand? CommandOf(OutgoingMessage message) => message.Text("command") switch
    {
        nameof(RecordRepeat) => new RecordRepeat(Actor.System, message.Text("from") ?? string.Empty),
        nameof(RaiseCaseEvent) => new RaiseCaseEvent(
            Actor.System, message.Text("event") ?? string.Empty, message.Payload["fields"]?.DeepClone() as JsonObject ?? []),
        _ => null,
    };
}
