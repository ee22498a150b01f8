namespace WorkflowHost.Sop.Cases;

/// <summary>A step of an SOP cannot be carried out because the pack or the definition is wrong. It faults the step and leaves an incident.</summary>
public sealed class SopFaultException(string message) : Exception(message);
