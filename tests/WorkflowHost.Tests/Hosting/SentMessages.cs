using System.Collections.Concurrent;
using WorkflowHost.Runtime.Outbox;

namespace WorkflowHost.Tests.Hosting;

/// <summary>A gateway that takes every short message, unless told otherwise, and keeps what a customer's phone would show.</summary>
internal sealed class SentMessages : IOutboxSender
{
    private readonly ConcurrentQueue<(string To, string Text)> _sent = new();

    public IReadOnlyCollection<string> Kinds { get; } = ["sms"];

    public SendResult Answer { get; set; } = SendResult.Sent();

    public IReadOnlyList<(string To, string Text)> All => [.. _sent];

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        _sent.Enqueue((message.Target, message.Text("body") ?? string.Empty));
        return Task.FromResult(Answer);
    }
}
