namespace WorkflowHost.Engine.States;

/// <summary>Whether anything can still happen to an instance.</summary>
public enum WorkflowStatus
{
    Running,
    Finished,
}

/// <summary>How an instance stands within its <see cref="WorkflowStatus"/>.</summary>
public enum WorkflowSubStatus
{
    Pending,
    Executing,
    Suspended,
    Finished,
    Cancelled,
    Faulted,
}
