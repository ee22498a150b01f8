namespace WorkflowHost.Sop.Cases;

/// <summary>A handled command: the next state and the rows that go with it.</summary>
public sealed record CaseBurst(CaseState State, CaseChanges Changes);

/// <summary>The answer to a command: a burst, a refusal, or nothing to do (a timer that is no longer set).</summary>
public sealed record CaseOutcome
{
    private CaseOutcome(CaseBurst? burst, CaseRefusal? refusal) => (Burst, Refusal) = (burst, refusal);

    /// <summary>Nothing to do and nothing to store.</summary>
    public static CaseOutcome Ignored { get; } = new(null, null);

    public CaseBurst? Burst { get; }

    public CaseRefusal? Refusal { get; }

    public static CaseOutcome Of(CaseBurst burst) => new(burst, null);

    public static CaseOutcome Of(CaseRefusal refusal) => new(null, refusal);
}
