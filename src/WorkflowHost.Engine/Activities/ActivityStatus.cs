namespace WorkflowHost.Engine.Activities;

/// <summary>How an activity instance stands. One that waits is running.</summary>
internal enum ActivityStatus
{
    Running,
    Faulted,
    Completed,
    Canceled,
}
