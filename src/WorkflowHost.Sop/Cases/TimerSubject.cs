using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Cases;

/// <summary>What a timer of a case will do, and whether a person may have it done before its time or left out.</summary>
/// <param name="Name">Policy id of the clock or of the revisit, or the name of the waiting step as it was drawn.</param>
/// <param name="Text">What people will be told, of a ladder; null otherwise.</param>
/// <param name="Channel">How the customer will be written to, of a revisit; null otherwise.</param>
/// <param name="CanRunNow">False while only a passed deadline would make it true; see <see cref="RunTimerNow"/>.</param>
/// <param name="CanSkip">False for a waiting step and for the record of a breach; see <see cref="SkipTimer"/>.</param>
public sealed record TimerSubject(string Name, LocalizedText? Text, ContactChannel? Channel, bool CanRunNow, bool CanSkip)
{
    /// <returns>Null when the case no longer has what the timer is for.</returns>
    public static TimerSubject? Of(CaseState state, CaseTimer timer, SopPack pack, WorkflowProgram program, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(timer);
        return timer.Kind switch
        {
            CaseTimerKind.Bookmark => state.Workflow.Bookmarks.FirstOrDefault(b => b.Id == timer.Ref) is { } bookmark
                ? new(program.FindNode(bookmark.ActivityId)?.Name ?? bookmark.ActivityId, null, null, CanGoOn(bookmark, timer, now), CanSkip: false)
                : null,
            CaseTimerKind.Ladder => state.Clocks.FirstOrDefault(c => c.Id == timer.Ref) is { } clock ? OfLadder(clock, pack, now) : null,
            CaseTimerKind.Revisit => state.Revisits.FirstOrDefault(r => r.Id == timer.Ref) is { } revisit
                ? new(revisit.PolicyId, null, revisit.NextChannel, CanRunNow: true, CanSkip: true)
                : null,
            _ => throw new ArgumentException($"Unknown timer kind {timer.Kind}.", nameof(timer)),
        };
    }

    /// <summary>A step of an SOP waits for a deadline, which doesn't pass by being looked at earlier; a plain wait is only a span of time.</summary>
    internal static bool CanGoOn(Engine.States.Bookmark bookmark, CaseTimer timer, DateTimeOffset now) =>
        timer.DueAt <= now || !bookmark.Name.StartsWith("Sop.", StringComparison.Ordinal);

    /// <summary>The steps of a clock's ladder that are delivered next, all at one instant; empty when none is left.</summary>
    internal static IReadOnlyList<(LadderStep Step, PlannedFiring Firing)> NextRungs(Clock clock, SopPack pack, DateTimeOffset now)
    {
        if (clock.LadderId is not { } id || !pack.Ladders.TryGetValue(id, out var ladder)
            || LadderPlan.Next(clock, ladder, pack.Calendars[clock.CalendarId], now) is not [var first, ..] planned)
        {
            return [];
        }

        return [.. planned.Where(f => f.DeliverAt == first.DeliverAt).Select(f => (ladder.Steps.Single(s => s.Id == f.StepId), f))];
    }

    /// <summary>The step that says a target or deadline was missed before it was; null when there is none.</summary>
    internal static LadderStep? Untrue(Clock clock, IReadOnlyList<(LadderStep Step, PlannedFiring Firing)> rungs, DateTimeOffset now) => rungs
        .Where(r => (r.Firing.FiresAt >= clock.DueAt && now < clock.DueAt)
            || (r.Step.Trigger is { Kind: LadderTriggerKind.Percent, Percent: >= 100 } && now < clock.TargetAt))
        .Select(r => r.Step)
        .FirstOrDefault();

    /// <summary>The step that records a breach; null when there is none.</summary>
    internal static LadderStep? Record(IReadOnlyList<(LadderStep Step, PlannedFiring Firing)> rungs) =>
        rungs.Select(r => r.Step).FirstOrDefault(s => s.Action == LadderAction.Incident);

    private static TimerSubject OfLadder(Clock clock, SopPack pack, DateTimeOffset now)
    {
        var rungs = NextRungs(clock, pack, now);
        return new(clock.PolicyId, rungs.Count == 0 ? null : rungs[0].Step.Text, null, rungs.Count > 0 && Untrue(clock, rungs, now) is null, rungs.Count > 0 && Record(rungs) is null);
    }
}
