using WorkflowHost.Sop.Cases;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Cases;

/// <summary>One day of a case's history, the latest entry first.</summary>
public sealed record TimelineDay(DateOnly Day, IReadOnlyList<TimelineEntry> Entries);

/// <summary>Orders and draws the history of a case.</summary>
public static class TimelineModel
{
    /// <summary>What people did; the rest is the system's bookkeeping, which one may want to see or not.</summary>
    public static bool IsByPerson(TimelineEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.ActorId != Actor.System.Id && !IsConsequence(entry.Kind);
    }

    /// <summary>
    /// What the workflow did because of what a person did. It is recorded with that person as its cause, yet
    /// nobody would say that the handler "started a clock".
    /// </summary>
    private static bool IsConsequence(string kind) =>
        kind is "stage.entered" or "workflow.line" or "case.faulted" or "merge.failed" or "link.added" or "link.closed" or "link.reopened" or "link.refused" or "task.opened" or "task.cancelled" or "assignment.blocked" or "assignment.absent" or "assignment.substituted" or "ladder.fired" or "revisit.planned" or "revisit.cancelled" or "revisit.refused"
        || kind.StartsWith("clock.", StringComparison.Ordinal)
        || kind.StartsWith("decision.", StringComparison.Ordinal)
        || kind.StartsWith("notice.", StringComparison.Ordinal);

    public static IReadOnlyList<TimelineDay> Days(IEnumerable<TimelineEntry> entries, bool peopleOnly) =>
    [
        .. entries.Where(entry => !peopleOnly || IsByPerson(entry))
            .OrderByDescending(entry => entry.Sequence)
            .GroupBy(entry => DateOnly.FromDateTime(entry.At.ToOffset(CaseTime.Offset).DateTime))
            .Select(day => new TimelineDay(day.Key, [.. day])),
    ];

    /// <summary>The part of an entry that is quoted below the sentence: a person's own words.</summary>
    public static string? QuoteOf(TimelineEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var name = entry.Kind switch
        {
            "note.added" => "text",
            "task.reassigned" or "case.reopened" or "sensitive.revealed" or "rules.reapplied" or "incident.skipped" or "timer.step_run" or "timer.ladder_run"
                or "timer.ladder_skipped" or "timer.revisit_run" or "timer.revisit_skipped" => "reason",
            "case.repeat_merged" => "content",
            "incident.raised" => "message",
            "message.failed" or "message.delayed" => "detail",
            _ => null,
        };
        return name is not null && entry.Args.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
    }

    public static string IconOf(string kind) => kind switch
    {
        "case.opened" => "plus",
        "case.closed" => "check",
        "case.reopened" => "undo",
        "case.merged" or "case.repeat_merged" or "link.asked" or "link.added" or "link.closed" or "link.reopened" => "link",
        "note.added" => "message",
        "task.completed" => "check",
        "task.claimed" => "hand",
        "task.reassigned" or "task.released" => "swap",
        "assignment.blocked" => "shield",
        "assignment.absent" or "assignment.substituted" => "users",
        "stage.entered" => "flag",
        "decision.made" => "ladder",
        "workflow.line" => "note",
        "clock.paused" => "pause",
        "clock.resumed" => "play",
        "clock.extended" => "calendar",
        "clock.refused" or "revisit.refused" or "notice.no_address" or "message.failed" or "message.delayed" or "incident.raised" or "case.faulted" or "merge.failed" or "link.refused" => "alert",
        "incident.retried" => "refresh",
        "timer.step_run" or "timer.ladder_run" or "timer.revisit_run" => "play",
        "incident.skipped" or "timer.ladder_skipped" or "timer.revisit_skipped" => "x",
        "ladder.fired" => "ladder",
        _ when kind.StartsWith("clock.", StringComparison.Ordinal) => "clock",
        _ when kind.StartsWith("revisit.", StringComparison.Ordinal) => "phone",
        _ when kind.StartsWith("notice.", StringComparison.Ordinal) || kind.StartsWith("message.", StringComparison.Ordinal) => "mail",
        _ when kind.StartsWith("task.", StringComparison.Ordinal) => "note",
        _ => "dot",
    };

    public static string CssOf(string kind) => kind switch
    {
        "case.closed" or "task.completed" or "message.delivered" => "good",
        "ladder.fired" or "clock.refused" or "revisit.refused" or "assignment.blocked" or "assignment.absent" or "notice.no_address" or "message.delayed" => "warn",
        "incident.raised" or "message.failed" or "case.faulted" or "merge.failed" or "link.refused" => "bad",
        "case.opened" or "stage.entered" or "case.reopened" => "blue",
        "clock.paused" or "clock.resumed" or "clock.extended" => "violet",
        _ => "",
    };
}
