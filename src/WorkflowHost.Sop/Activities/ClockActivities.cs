using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Starts clocks of the case. A live clock of the same policy is replaced.</summary>
internal sealed class StartClockActivity : Activity, Activity.IDescribed
{
    private Input<string[]> _clocks = null!;
    private Input<DateTimeOffset?> _from = null!;
    private Input<string> _ladder = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.StartClock", SopCatalog.Category, "Start clocks", "Starts deadlines by their policies.")
    {
        Inputs =
        [
            ClockInputs.Clocks,
            new("From", "DateTimeOffset", "From", "Where the count begins; now when empty. Earlier when the event is entered later.") { DefaultSyntax = "JavaScript" },
            new("Ladder", "String", "Ladder", "A ladder in place of the policy's own.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Ladders },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _clocks = binder.Input<string[]>("clocks");
        _from = binder.Input<DateTimeOffset?>("from");
        _ladder = binder.Input<string>("ladder");
        binder.RequireBound("sop.clock.missing", "clocks", _clocks);
    }

    protected override void Execute(ActivityContext context)
    {
        var from = context.Get(_from) ?? context.Now;
        var ladder = context.Get(_ladder) is { Length: > 0 } named ? named : null;
        foreach (var policyId in ClockInputs.Named(context.Get(_clocks)))
        {
            context.Facet<CaseWork>().StartClock(policyId, from, ladder);
        }

        context.Complete();
    }
}

/// <summary>Stands still, for instance during an external appraisal (Art. 18, 23). Port <c>Refused</c> when it may not.</summary>
internal sealed class PauseClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.PauseClock", "Pause clock", "Lets a deadline stand still.");

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.PauseClock(clock, at, reason);
}

internal sealed class ResumeClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.ResumeClock", "Resume clock", "Lets a paused deadline run again.");

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.ResumeClock(clock, at, reason);
}

/// <summary>Counts a deadline anew from now: new facts or reasons (Art. 18).</summary>
internal sealed class RestartClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.RestartClock", "Restart clock", "Counts a deadline anew from now.");

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.RestartClock(clock, at, reason);
}

internal sealed class StopClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.StopClock", "Stop clock", "The work the deadline measures is done.");

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.StopClock(clock, at);
}

/// <summary>The deadline is no longer needed, e.g. a target that another severity replaces.</summary>
internal sealed class CancelClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.CancelClock", "Cancel clock", "The deadline is no longer needed.");

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.CancelClock(clock, at, reason);
}

/// <summary>A change of the case's live clocks; leaves through <c>Done</c>, or <c>Refused</c> when the rules allow it for none of them.</summary>
internal abstract class ClockChange : Activity
{
    private Input<string[]> _clocks = null!;
    private Input<string> _reason = null!;
    private Input<DateTimeOffset?> _at = null!;

    protected static ActivityDescriptor Describe(string typeName, string displayName, string description) =>
        new(typeName, SopCatalog.Category, displayName, description)
        {
            Inputs =
            [
                ClockInputs.Clocks,
                new("Reason", "String", "Reason", "Kept with the clock. A paused clock runs again when its last reason has ended."),
                new("At", "DateTimeOffset", "At", "When it happened; now when empty, and never later than now.") { DefaultSyntax = "JavaScript" },
            ],
            Ports = ClockInputs.DoneOrRefused,
        };

    protected override void Bind(ActivityBinder binder)
    {
        _clocks = binder.Input<string[]>("clocks");
        _reason = binder.Input<string>("reason");
        _at = binder.Input<DateTimeOffset?>("at");
        binder.RequireBound("sop.clock.missing", "clocks", _clocks);
    }

    protected override void Execute(ActivityContext context)
    {
        var reason = context.Get(_reason) ?? string.Empty;
        var at = context.Get(_at) is { } named && named < context.Now ? named : context.Now;
        var changed = 0;
        foreach (var policyId in ClockInputs.Named(context.Get(_clocks)))
        {
            changed += Change(context.Facet<CaseWork>(), policyId, at, reason) is null ? 1 : 0;
        }

        context.Complete(changed > 0 ? ClockInputs.Done : ClockInputs.Refused);
    }

    protected abstract Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason);
}

/// <summary>Lets the clock that a new severity or complexity chooses take over from the live one of its group.</summary>
internal sealed class ReplaceClockActivity : Activity, Activity.IDescribed
{
    private Input<string[]> _group = null!;
    private Input<string> _clock = null!;
    private Input<string> _reason = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.ReplaceClock", SopCatalog.Category, "Replace clock", "Another policy takes over from the live clock of a group, counted from the same start.")
    {
        Inputs =
        [
            new("Group", "String[]", "Group", "Clock policies of which one is live.") { UiHint = "checklist", ChoicesFrom = SopChoices.Clocks, DefaultSyntax = "Object" },
            ClockInputs.Clock,
            new("Reason", "String", "Reason", "Kept with the clock that ends."),
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _group = binder.Input<string[]>("group");
        _clock = binder.Input<string>("clock");
        _reason = binder.Input<string>("reason");
        binder.RequireBound("sop.clock.missing", "clock", _clock);
        binder.RequireBound("sop.clock.group_missing", "group", _group);
    }

    protected override void Execute(ActivityContext context)
    {
        if (context.Get(_clock) is { Length: > 0 } policyId)
        {
            context.Facet<CaseWork>().ReplaceClock([.. ClockInputs.Named(context.Get(_group))], policyId, context.Get(_reason) ?? string.Empty);
        }

        context.Complete();
    }
}

internal static class ClockInputs
{
    public const string Done = "Done";
    public const string Refused = "Refused";

    public static InputDescriptor Clocks { get; } = new("Clocks", "String[]", "Clocks", "Clock policies of the SOP pack.") { UiHint = "checklist", ChoicesFrom = SopChoices.Clocks, DefaultSyntax = "Object" };

    public static InputDescriptor Clock { get; } = new("Clock", "String", "Clock", "Clock policy of the SOP pack.") { UiHint = "dropdown", ChoicesFrom = SopChoices.Clocks };

    public static IReadOnlyList<PortDescriptor> DoneOrRefused { get; } = [new(Done, Done), new(Refused, Refused)];

    /// <summary>A clock that a rule did not choose is named by an empty text or null.</summary>
    public static IEnumerable<string> Named(string[]? policyIds) => (policyIds ?? []).Where(id => !string.IsNullOrEmpty(id));
}
