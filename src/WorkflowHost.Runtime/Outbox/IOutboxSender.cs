namespace WorkflowHost.Runtime.Outbox;

/// <summary>Delivers messages of some kinds. Registered with dependency injection; a later registration of a kind wins.</summary>
public interface IOutboxSender
{
    /// <summary>The kinds it delivers, see <see cref="Sop.Cases.OutboxMessage.Kind"/>.</summary>
    IReadOnlyCollection<string> Kinds { get; }

    /// <summary>
    /// True when nothing leaves the host: messages of one case go one after another in the order they were asked for, and one
    /// that was carried out leaves no trace, since the instances it reached tell of it.
    /// </summary>
    bool IsInternal => false;

    /// <summary>
    /// Tries once. May be called again for the same message after a crash: the receiving side recognises it by
    /// <see cref="OutgoingMessage.IdempotencyKey"/>. An exception counts as a failed try.
    /// </summary>
    /// <param name="cancellationToken">The lease runs out; the end of the host only where <see cref="IsInternal"/>, for what is out cannot be taken back.</param>
    Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}

/// <summary>How one try ended.</summary>
/// <param name="Status"><see cref="OutboxStatus.Pending"/> asks for another try.</param>
public sealed record SendResult(OutboxStatus Status, string? Reference, string? Error)
{
    /// <summary>What came back, for the step that waits for it; it goes on in the transaction that ends the message.</summary>
    public System.Text.Json.Nodes.JsonObject? Answer { get; init; }

    public static SendResult Sent(string? reference = null) => new(OutboxStatus.Sent, reference, null);

    public static SendResult ReadyToPrint { get; } = new(OutboxStatus.ReadyToPrint, null, null);

    /// <summary>Try again later.</summary>
    public static SendResult Retry(string error) => new(OutboxStatus.Pending, null, error);

    /// <summary>Refused for good: another try would end the same.</summary>
    public static SendResult Rejected(string error) => new(OutboxStatus.Dead, null, error);

    /// <summary>Cannot be sent as the host is set up.</summary>
    public static SendResult Held(string reason) => new(OutboxStatus.Held, null, reason);
}
