namespace WorkflowHost.Sop.Cases;

/// <summary>One line of the case's history: who did what, when. Written once, never changed.</summary>
/// <param name="Sequence">From 1 within the case, without gaps.</param>
/// <param name="Kind">Stable code a screen renders as a sentence, e.g. <c>task.completed</c>.</param>
public sealed record TimelineEntry(
    string CaseId,
    long Sequence,
    DateTimeOffset At,
    string ActorId,
    string ActorName,
    string Kind,
    IReadOnlyDictionary<string, string> Args);
