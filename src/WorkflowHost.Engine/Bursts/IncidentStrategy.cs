namespace WorkflowHost.Engine.Bursts;

/// <summary>What a fault of one activity does to its instance.</summary>
public enum IncidentStrategy
{
    /// <summary>The instance is faulted. What was queued in the burst still runs.</summary>
    Fault,

    /// <summary>The instance stays running; the faulted activity never completes.</summary>
    ContinueWithIncidents,
}
