namespace WorkflowHost.Runtime.Incidents;

/// <summary>What a person does about a step that failed.</summary>
public enum IncidentAct
{
    /// <summary>Runs it again, with fields of the case filled in first where some are given.</summary>
    Retry,

    /// <summary>Takes it as done without running it.</summary>
    Skip,

    /// <summary>Ends the workflow. Not for a case: it ends by the rules of its SOP.</summary>
    Cancel,
}

/// <summary>One step that failed.</summary>
public sealed record IncidentRef(string CaseId, string ActivityInstanceId);

/// <summary>What was done about it.</summary>
/// <param name="HasFailedAgain">The step was run again and failed again.</param>
/// <param name="IncidentsLeft">How many the case has now, of other steps too.</param>
public sealed record IncidentReceipt(string CaseId, string CaseNumber, long Version, bool HasFailedAgain, int IncidentsLeft);
