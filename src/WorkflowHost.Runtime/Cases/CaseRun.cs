using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Runtime.Cases;

/// <summary>What became of a command: the state after it, or the refusal.</summary>
/// <param name="IsStored">False when there was nothing to do (a stale timer) or the command had been applied before.</param>
internal sealed record CaseRun(CaseState? State, CaseRefusal? Refusal, bool IsStored)
{
    public const string NotFoundCode = "case.not_found";

    /// <summary>What the command did, when it was stored; null otherwise.</summary>
    public CaseBurst? Burst { get; private init; }

    /// <summary>Whether the case is not there, or not for whoever asked.</summary>
    public bool IsNotFound => Refusal?.Code == NotFoundCode;

    /// <summary>The refusal that names what was asked for, where the case was not found: its id would say that there is one.</summary>
    public CaseRun Else(CaseRefusal notFound) => IsNotFound ? Refused(notFound) : this;

    /// <inheritdoc cref="Else(CaseRefusal)"/>
    public CaseRun Else(string askedFor) => Else(CaseRefusal.NotFound(NotFoundCode, ("case", askedFor)));

    public static CaseRun Stored(CaseBurst burst) => new(burst.State, null, true) { Burst = burst };

    public static CaseRun Unchanged(CaseState state) => new(state, null, false);

    public static CaseRun Refused(CaseRefusal refusal) => new(null, refusal, false);
}
