namespace WorkflowHost.Sop.Cases;

/// <summary>Where a case stands as a whole; the step inside it is its stage.</summary>
public enum CaseStatus
{
    /// <summary>Being handled.</summary>
    Open,

    /// <summary>Closed towards the customer; the follow-up revisit or the review window may still run.</summary>
    Closed,

    /// <summary>The workflow has finished; nothing can happen to the case any more.</summary>
    Ended,
}
