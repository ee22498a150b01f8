using WorkflowHost.Engine.Triggers;

namespace WorkflowHost.Runtime.Triggers;

/// <summary>A Cron, Timer or StartAt trigger of a published workflow, and when it starts it.</summary>
/// <param name="DefinitionName">What the workflow's author called it.</param>
/// <param name="ActivityName">What the author called the trigger.</param>
/// <param name="Kind">The kind of trigger, e.g. <c>Elsa.Cron</c>.</param>
/// <param name="Rule">The CRON expression, the interval (d.hh:mm:ss) or the instant; null when this host does not know the published version.</param>
/// <param name="TimeZone">IANA name of the zone a CRON expression is read in.</param>
/// <param name="Overlap">As it works out, the workflow's activation strategy included.</param>
/// <param name="LastFiredAt">When it last started a workflow by itself; null when not yet.</param>
/// <param name="Next">The instants to come, at most five; the first may have passed, and is then about to be made up.</param>
/// <param name="LastError">What keeps it from starting; null when nothing does.</param>
public sealed record ScheduleView(
    string DefinitionId,
    string DefinitionName,
    string ActivityId,
    string ActivityName,
    string Kind,
    string? Rule,
    string TimeZone,
    MisfirePolicy Misfire,
    OverlapPolicy Overlap,
    DateTimeOffset? LastFiredAt,
    IReadOnlyList<DateTimeOffset> Next,
    int Failures,
    string? LastError);
