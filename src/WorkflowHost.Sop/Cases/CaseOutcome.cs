using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Sop.Cases;

/// <summary>A handled command: the next state and the rows that go with it.</summary>
public sealed record CaseBurst(CaseState State, CaseChanges Changes)
{
    /// <summary>What the workflow's activities did, in order.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>What the workflow asked of the world, in order; what has to be carried out is in the rows, the rest is for who gave the command.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>Instances that began within this burst; they are stored with it or not at all.</summary>
    public IReadOnlyList<CaseBurst> Children { get; init; } = [];
}

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
