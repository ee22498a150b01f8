using System.Text.Json.Nodes;
using WorkflowHost.Engine.Bursts;

namespace WorkflowHost.Sop.Cases;

/// <summary>What happens when a timer of the case is due.</summary>
internal static class TimerCommands
{
    /// <summary>A timer that was moved, cleared or already fired is ignored, so a doubled or stale wake-up does no harm.</summary>
    public static CaseOutcome Fire(CaseState state, FireTimer command, CaseEnvironment environment)
    {
        var timer = state.Timers.FirstOrDefault(t => t.Id == command.TimerId && t.DueAt == command.DueAt);
        if (timer is null || timer.DueAt > environment.Now)
        {
            return CaseOutcome.Ignored;
        }

        var work = CaseWork.Of(state, Actor.System, environment);
        switch (timer.Kind)
        {
            case CaseTimerKind.Bookmark:
                return work.Run(new ResumeBookmark(timer.Ref, new JsonObject()));
            case CaseTimerKind.Ladder:
                work.FireLadder(timer.Ref);
                return work.Finish();
            case CaseTimerKind.Revisit:
                return work.ContinueRevisit(timer.Ref);
            default:
                throw new ArgumentException($"Unknown timer kind {timer.Kind}.", nameof(command));
        }
    }
}
