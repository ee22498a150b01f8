namespace WorkflowHost.Runtime.Hosts;

/// <summary>What another host stored for the others, as it lies in the table.</summary>
/// <param name="Kind">A <see cref="HostChangeKind"/>, or one of a later release.</param>
/// <param name="Key">No other message has it.</param>
/// <param name="Transaction">The number of the transaction that stored it.</param>
internal sealed record HostMessage(string Kind, string Body, (string Host, long Ticket, long Part) Key, long Transaction);
