using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Starts a clock of the case. A live clock of the same policy is replaced.</summary>
internal sealed class StartClockActivity : Activity, Activity.IDescribed
{
    private Input<string> _clock = null!;
    private Input<DateTimeOffset?> _from = null!;
    private Input<string> _ladder = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.StartClock", SopCatalog.Category, "Start clock", "Starts a deadline by its policy.")
    {
        Inputs =
        [
            ClockInputs.Clock,
            new("From", "DateTimeOffset", "From", "Where the count begins; now when empty. Earlier when the event is entered later.") { DefaultSyntax = "JavaScript" },
            new("Ladder", "String", "Ladder", "A ladder in place of the policy's own.") { UiHint = "dropdown" },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _clock = binder.Input<string>("clock");
        _from = binder.Input<DateTimeOffset?>("from");
        _ladder = binder.Input<string>("ladder");
        binder.RequireBound("sop.clock.missing", "clock", _clock);
    }

    protected override void Execute(ActivityContext context)
    {
        context.Facet<CaseWork>().StartClock(
            context.Get(_clock) ?? string.Empty,
            context.Get(_from) ?? context.Now,
            context.Get(_ladder) is { Length: > 0 } ladder ? ladder : null);
        context.Complete();
    }
}

/// <summary>Stands still, for instance during an external appraisal (Art. 18, 23). Port <c>Refused</c> when it may not.</summary>
internal sealed class PauseClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.PauseClock", "Pause clock", "Lets a deadline stand still.");

    protected override Refusal? Change(CaseWork work, string clock, string reason) => work.PauseClock(clock, reason);
}

internal sealed class ResumeClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.ResumeClock", "Resume clock", "Lets a paused deadline run again.");

    protected override Refusal? Change(CaseWork work, string clock, string reason) => work.ResumeClock(clock);
}

/// <summary>Counts a deadline anew from now: new facts or reasons (Art. 18).</summary>
internal sealed class RestartClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.RestartClock", "Restart clock", "Counts a deadline anew from now.");

    protected override Refusal? Change(CaseWork work, string clock, string reason) => work.RestartClock(clock, reason);
}

internal sealed class StopClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.StopClock", "Stop clock", "The work the deadline measures is done.");

    protected override Refusal? Change(CaseWork work, string clock, string reason) => work.StopClock(clock);
}

/// <summary>The deadline is no longer needed, e.g. a target that another severity replaces.</summary>
internal sealed class CancelClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.CancelClock", "Cancel clock", "The deadline is no longer needed.");

    protected override Refusal? Change(CaseWork work, string clock, string reason) => work.CancelClock(clock, reason);
}

/// <summary>A change of the case's live clock of a policy; leaves through <c>Done</c>, or <c>Refused</c> when a rule says no.</summary>
internal abstract class ClockChange : Activity
{
    private Input<string> _clock = null!;
    private Input<string> _reason = null!;

    protected static ActivityDescriptor Describe(string typeName, string displayName, string description) =>
        new(typeName, SopCatalog.Category, displayName, description)
        {
            Inputs = [ClockInputs.Clock, new("Reason", "String", "Reason", "Kept in the timeline.")],
            Ports = ClockInputs.DoneOrRefused,
        };

    protected override void Bind(ActivityBinder binder)
    {
        _clock = binder.Input<string>("clock");
        _reason = binder.Input<string>("reason");
        binder.RequireBound("sop.clock.missing", "clock", _clock);
    }

    protected override void Execute(ActivityContext context)
    {
        var refusal = Change(context.Facet<CaseWork>(), context.Get(_clock) ?? string.Empty, context.Get(_reason) ?? string.Empty);
        context.Complete(refusal is null ? ClockInputs.Done : ClockInputs.Refused);
    }

    protected abstract Refusal? Change(CaseWork work, string clock, string reason);
}

internal static class ClockInputs
{
    public const string Done = "Done";
    public const string Refused = "Refused";

    public static InputDescriptor Clock { get; } = new("Clock", "String", "Clock", "Clock policy of the SOP pack.") { UiHint = "dropdown" };

    public static IReadOnlyList<PortDescriptor> DoneOrRefused { get; } = [new(Done, Done), new(Refused, Refused)];
}
