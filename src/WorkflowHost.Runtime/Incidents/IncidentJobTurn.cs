namespace WorkflowHost.Runtime.Incidents;

/// <summary>What whoever works on a job may do next.</summary>
internal enum IncidentJobTurn
{
    /// <summary>The next incident.</summary>
    Mine,

    /// <summary>End it: a person stopped it.</summary>
    Stopping,

    /// <summary>Nothing: it is over, or another host has it.</summary>
    Lost,
}
