using System.Collections.Concurrent;
using WorkflowHost.Runtime.Outbox;

namespace WorkflowHost.Runtime.Tests.Outbox;

/// <summary>Answers as a test says, by how many messages it was given.</summary>
internal sealed class ScriptedSender(string kind, Func<int, SendResult> answer) : IOutboxSender
{
    public IReadOnlyCollection<string> Kinds { get; } = [kind];

    public ConcurrentQueue<OutgoingMessage> Messages { get; } = [];

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        Messages.Enqueue(message);
        return Task.FromResult(answer(Messages.Count));
    }
}
