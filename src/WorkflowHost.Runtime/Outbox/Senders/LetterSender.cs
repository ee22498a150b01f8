namespace WorkflowHost.Runtime.Outbox.Senders;

/// <summary>A letter is not sent by a machine: it becomes a notice that a person prints and posts.</summary>
internal sealed class LetterSender : IOutboxSender
{
    public IReadOnlyCollection<string> Kinds { get; } = ["letter"];

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => Task.FromResult(SendResult.ReadyToPrint);
}
