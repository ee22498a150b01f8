using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Ladders;

namespace WorkflowHost.Sop.Rules;

/// <summary>When the steps of a ladder fire along a clock. Pure.</summary>
internal static class LadderTrial
{
    /// <summary>Every step in its whole, as for a clock that was just started; a step that repeats after the breach is shown by its first time.</summary>
    public static IEnumerable<TrialMoment> Moments(Clock clock, Ladder ladder, WorkCalendar calendar) =>
        LadderPlan.Next(clock, ladder, calendar, clock.CountsFrom).Select(planned =>
        {
            var step = ladder.Steps.First(each => each.Id == planned.StepId);
            return new TrialMoment(
                TrialMomentKind.Ladder,
                planned.FiresAt.ToOffset(calendar.UtcOffset),
                step.Text,
                planned.DeliverAt == planned.FiresAt ? null : planned.DeliverAt.ToOffset(calendar.UtcOffset),
                step.Roles);
        });
}
