namespace WorkflowHost.Engine.Activities;

/// <summary>Faults the running activity with a message for its incident; the innermost exception gives the cause.</summary>
public sealed class ActivityFaultException(string message, Exception? cause = null) : Exception(message, cause);
