using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Revisits;

/// <summary>What a revisit is for; a customer may refuse some, not all.</summary>
public enum RevisitPurpose
{
    /// <summary>Demanded by a rule; a refusal of sales calls doesn't block it.</summary>
    Statutory,

    /// <summary>Follow-up of the customer's own case.</summary>
    Service,

    Survey,

    Sales,
}

/// <summary>A stretch of the day, start included, end excluded.</summary>
public sealed record CallWindow(TimeOnly From, TimeOnly To)
{
    public bool Contains(TimeOnly time) => time >= From && time < To;
}

/// <summary>How one kind of follow-up call is planned and repeated. Data of the SOP pack.</summary>
public sealed record RevisitPolicy
{
    public required string Id { get; init; }

    /// <summary>Such as <c>postComplaint</c>, <c>postClaim</c>, <c>newPolicy</c>.</summary>
    public required string Type { get; init; }

    public required LocalizedText Name { get; init; }

    public required RevisitPurpose Purpose { get; init; }

    public required string CalendarId { get; init; }

    public required ClockUnit DueUnit { get; init; }

    public required int DueAmount { get; init; }

    /// <summary>The customer is left in peace for so many working days after the event; 0 allows a call the same day.</summary>
    public int FirstAttemptAfterWorkingDays { get; init; }

    /// <summary>Where attempts are planned, in order of the day.</summary>
    public required IReadOnlyList<CallWindow> Windows { get; init; }

    /// <summary>No calls from here over midnight to <see cref="QuietTo"/>, unless the customer asked for one; later in the day than that.</summary>
    public required TimeOnly QuietFrom { get; init; }

    public required TimeOnly QuietTo { get; init; }

    public bool AllowsOffDays { get; init; }

    /// <summary>Failed phone calls before the fallback channels.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The failed calls must lie on at least so many days.</summary>
    public required int MinDistinctDays { get; init; }

    public required TimeSpan MinGap { get; init; }

    public required int MaxAttemptsPerDay { get; init; }

    /// <summary>Working days from the SMS link to the letter.</summary>
    public required int LetterAfterWorkingDays { get; init; }

    /// <summary>The script: questions and answers.</summary>
    public required string FormId { get; init; }

    /// <summary>A rating of so much or less is a problem that opens a case.</summary>
    public required int ProblemRatingAtMost { get; init; }

    /// <summary>Answers that are a problem whatever the rating, such as "not solved".</summary>
    public Condition? ProblemWhen { get; init; }

    /// <summary>Answers after which the call counts as failed although somebody spoke: it wasn't the customer.</summary>
    public Condition? NotReachedWhen { get; init; }

    /// <summary>The message with the link to the questions, a notice's id.</summary>
    public required string SmsNotice { get; init; }

    /// <summary>The letter for those whom no call and no message reached, a notice's id.</summary>
    public required string LetterNotice { get; init; }

    public required Provenance Provenance { get; init; }

    /// <summary>Whether "don't call me" stops it.</summary>
    public bool IsBlockedByDoNotCall => Purpose is RevisitPurpose.Survey or RevisitPurpose.Sales;

    public bool IsQuiet(TimeOnly time) => time >= QuietFrom || time < QuietTo;
}
