namespace WorkflowHost.Starting;

/// <summary>The host does not start as it was asked to; the message tells the operator what to do.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
