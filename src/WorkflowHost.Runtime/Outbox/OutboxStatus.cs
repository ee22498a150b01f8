namespace WorkflowHost.Runtime.Outbox;

/// <summary>Where a message to the outside stands.</summary>
public enum OutboxStatus
{
    /// <summary>Waits for its first or next try.</summary>
    Pending,

    /// <summary>Handed over to the receiving side.</summary>
    Sent,

    /// <summary>A letter is ready to be printed and posted.</summary>
    ReadyToPrint,

    /// <summary>Cannot be sent as the host is set up (no sender configured, address not allowed); nothing is lost, nothing is pretended.</summary>
    Held,

    /// <summary>Refused for good, or its tries are used up; waits for a person.</summary>
    Dead,
}
