using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Incidents;

public enum IncidentJobState
{
    Running,

    /// <summary>Every incident was gone through.</summary>
    Ended,

    /// <summary>A person stopped it; what was done by then stays done.</summary>
    Stopped,
}

public enum IncidentItemState
{
    /// <summary>Not yet reached; never, when the job was stopped.</summary>
    Waiting,

    Done,

    /// <summary>Taken, but the step failed again.</summary>
    FailedAgain,

    Refused,
}

/// <summary>One incident of a job and what came of it.</summary>
/// <param name="CaseNumber">Null until it was reached.</param>
/// <param name="Refusal">Why it was not done; null otherwise.</param>
public sealed record IncidentJobItem(IncidentRef Incident, string? CaseNumber, IncidentItemState State, CaseRefusal? Refusal);

/// <summary>The same thing done about many incidents, one after another, as it stands now.</summary>
/// <param name="ByName">Who began it.</param>
/// <param name="EndedAt">Null while it runs.</param>
public sealed record IncidentJob(
    string Id,
    IncidentAct Act,
    string ById,
    string ByName,
    string? Reason,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    IncidentJobState State,
    IReadOnlyList<IncidentJobItem> Items)
{
    /// <summary>How many were gone through, done or not.</summary>
    public int Reached => Items.Count(item => item.State != IncidentItemState.Waiting);

    public int Done => Items.Count(item => item.State == IncidentItemState.Done);

    /// <summary>Refused, or failed again.</summary>
    public int NotDone => Items.Count(item => item.State is IncidentItemState.Refused or IncidentItemState.FailedAgain);
}
