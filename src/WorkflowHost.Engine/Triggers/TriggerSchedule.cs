using WorkflowHost.Engine.Waiting;

namespace WorkflowHost.Engine.Triggers;

/// <summary>When a trigger fires by itself. Immutable.</summary>
public abstract record TriggerSchedule
{
    private TriggerSchedule()
    {
    }

    /// <summary>The first due instant after another: after the publication, then after each instant it was due. Null if there is none any more.</summary>
    public abstract DateTimeOffset? NextAfter(DateTimeOffset instant);

    /// <summary>How it is read and kept.</summary>
    public SchedulePolicy Policy { get; init; } = SchedulePolicy.Default;

    /// <summary>At the times of a CRON expression, read in the zone of the policy.</summary>
    /// <param name="Expression">Five fields, or six with seconds first.</param>
    public sealed record Cron(string Expression) : TriggerSchedule
    {
        public override DateTimeOffset? NextAfter(DateTimeOffset instant) => CronText.TryNext(Expression, instant, Policy.Zone, out var next) ? next : null;
    }

    /// <summary>Again and again, counted from the publication.</summary>
    /// <param name="Span">More than zero.</param>
    public sealed record Interval(TimeSpan Span) : TriggerSchedule
    {
        public override DateTimeOffset? NextAfter(DateTimeOffset instant) => instant + Span;
    }

    /// <summary>Once. An instant that has passed when the workflow is published never fires, as in Elsa.</summary>
    /// <param name="At">The instant.</param>
    public sealed record Once(DateTimeOffset At) : TriggerSchedule
    {
        public override DateTimeOffset? NextAfter(DateTimeOffset instant) => At > instant ? At : null;
    }
}
