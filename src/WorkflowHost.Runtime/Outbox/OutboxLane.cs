namespace WorkflowHost.Runtime.Outbox;

/// <summary>Messages that are sent apart from each other, so that a slow receiver of the one kind holds up none of the other.</summary>
internal enum OutboxLane
{
    /// <summary>
    /// What workflows and cases want of each other: nothing leaves the host. Those of one case go one after another in the order
    /// they were asked for; while one waits for its next try, those behind it wait too.
    /// </summary>
    House,

    /// <summary>What goes out, to customers and to other systems: side by side.</summary>
    Outside,
}
