namespace WorkflowHost.Sop.Cases;

/// <summary>An instant at which the case must be looked at again. Stored as a row that commits with the case.</summary>
/// <param name="Id">Unique within the case; setting the same id again moves the timer.</param>
/// <param name="Ref">Bookmark, clock or revisit id, by <paramref name="Kind"/>.</param>
public sealed record CaseTimer(string Id, DateTimeOffset DueAt, CaseTimerKind Kind, string Ref)
{
    internal static CaseTimer OfBookmark(string bookmarkId, DateTimeOffset dueAt) => new("b" + bookmarkId, dueAt, CaseTimerKind.Bookmark, bookmarkId);

    internal static CaseTimer OfLadder(string clockId, DateTimeOffset dueAt) => new("c" + clockId, dueAt, CaseTimerKind.Ladder, clockId);

    internal static CaseTimer OfRevisit(string revisitId, DateTimeOffset dueAt) => new("r" + revisitId, dueAt, CaseTimerKind.Revisit, revisitId);
}

public enum CaseTimerKind
{
    /// <summary>A waiting step of the workflow (Delay, Timer, StartAt, AwaitClock).</summary>
    Bookmark,

    /// <summary>The next step of a clock's ladder.</summary>
    Ladder,

    /// <summary>The next automatic attempt of a revisit (message or letter after failed calls).</summary>
    Revisit,
}
