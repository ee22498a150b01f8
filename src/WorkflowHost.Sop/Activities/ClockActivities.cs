using System.Globalization;
using WorkflowHost.Engine.Activities;
using WorkflowHost.Engine.Programs;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Activities;

/// <summary>Starts clocks of the case. A live clock of the same policy is replaced.</summary>
internal sealed class StartClockActivity : Activity, Activity.IDescribed
{
    private Input<string[]> _clocks = null!;
    private Input<DateTimeOffset?> _from = null!;
    private Input<string> _dueOn = null!;
    private Input<string> _ladder = null!;
    private Input<int?> _amount = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.StartClock", SopCatalog.Category, ("Start clocks", "起算时限"), ("Starts deadlines by their policies.", "按时限规则起算一个或多个时限。"))
    {
        Inputs =
        [
            ClockInputs.Clocks,
            new("From", "DateTimeOffset", ("From", "起算时间"), ("Where the count begins; now when empty. Earlier when the event is entered later.", "从何时起算；不填为现在。补录时可早于现在。")) { DefaultSyntax = "JavaScript" },
            new("DueOn", "String", ("Due on", "指定到期日"), ("A last day that somebody has set, as yyyy-mm-dd: the regulator's own date, the date in a plan. Counted by the policy when empty.", "由他人指定的最后一日（yyyy-mm-dd），如监管要求的日期、计划写明的时限；不填则按时限规则计算。")) { DefaultSyntax = "JavaScript" },
            new("Amount", "Int32", ("Amount", "期限数量"), ("How many of the policy's unit this case is given, in place of the policy's own number: an objective agreed for it. For internal targets only. By the policy when empty.", "本案约定的期限数量（单位按时限规则），如登记的恢复时间目标；只用于内部时限，不填则按时限规则。")) { DefaultSyntax = "JavaScript" },
            new("Ladder", "String", ("Ladder", "升级阶梯"), ("A ladder in place of the policy's own.", "代替时限自带的升级阶梯。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Ladders },
        ],
    };

    protected override void Bind(ActivityBinder binder)
    {
        _clocks = binder.Input<string[]>("clocks");
        _from = binder.Input<DateTimeOffset?>("from");
        _dueOn = binder.Input<string>("dueOn");
        _ladder = binder.Input<string>("ladder");
        _amount = binder.Input<int?>("amount");
        binder.RequireBound("sop.clock.missing", "clocks", _clocks);
    }

    protected override void Execute(ActivityContext context)
    {
        var from = context.Get(_from) ?? context.Now;
        var dueOn = GivenDay(context.Get(_dueOn));
        var amount = context.Get(_amount);
        var ladder = context.Get(_ladder) is { Length: > 0 } named ? named : null;
        foreach (var policyId in ClockInputs.Named(context.Get(_clocks)))
        {
            context.Facet<CaseWork>().StartClock(policyId, from, ladder, dueOn, amount);
        }

        context.Complete();
    }

    /// <summary>A day as forms keep it, also where a time of day follows; null where none is given.</summary>
    private static DateOnly? GivenDay(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return DateOnly.TryParseExact(text.AsSpan(0, Math.Min(10, text.Length)), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new SopFaultException($"'{text}' is no date to be due on. Give it as yyyy-mm-dd, e.g. the value of a date field.");
    }
}

/// <summary>Stands still, for instance during an external appraisal (Art. 18, 23). Port <c>Refused</c> when it may not.</summary>
internal sealed class PauseClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.PauseClock", ("Pause clock", "暂停时限"), ("Lets a deadline stand still.", "让时限停下。"));

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.PauseClock(clock, at, reason);
}

internal sealed class ResumeClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.ResumeClock", ("Resume clock", "恢复时限"), ("Lets a paused deadline run again.", "让暂停的时限继续走。"));

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.ResumeClock(clock, at, reason);
}

/// <summary>Counts a deadline anew from now: new facts or reasons (Art. 18).</summary>
internal sealed class RestartClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.RestartClock", ("Restart clock", "重新计算时限"), ("Counts a deadline anew from now.", "从现在起重新计算时限。"));

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.RestartClock(clock, at, reason);
}

internal sealed class StopClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.StopClock", ("Stop clock", "结束时限"), ("The work the deadline measures is done.", "时限所约束的工作已经完成。"));

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.StopClock(clock, at);
}

/// <summary>The deadline is no longer needed, e.g. a target that another severity replaces.</summary>
internal sealed class CancelClockActivity : ClockChange, Activity.IDescribed
{
    public static ActivityDescriptor Descriptor { get; } = Describe("Sop.CancelClock", ("Cancel clock", "取消时限"), ("The deadline is no longer needed.", "不再需要这个时限。"));

    protected override Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason) => work.CancelClock(clock, at, reason);
}

/// <summary>
/// A change of the case's live clocks; leaves through <c>Done</c>, or <c>Refused</c> when the rules don't allow it for the first
/// live one named, or none is live. That is the one the step is about, and what the customer is told must hold for it; the others
/// follow where they can.
/// </summary>
internal abstract class ClockChange : Activity
{
    private Input<string[]> _clocks = null!;
    private Input<string> _reason = null!;
    private Input<DateTimeOffset?> _at = null!;

    protected static ActivityDescriptor Describe(string typeName, BilingualText displayName, BilingualText description) =>
        new(typeName, SopCatalog.Category, displayName, description)
        {
            Inputs =
            [
                ClockInputs.Clocks with { Description = ("Clock policies; Refused is left through when it may not be done with the first one that runs.", "时限规则；其中第一个在计时的未获准时，从「未获准」出口离开。") },
                new("Reason", "String", ("Reason", "原因"), ("Kept with the clock. A paused clock runs again when its last reason has ended.", "随时限保存。有多个暂停原因时，最后一个原因结束才继续走。")),
                new("At", "DateTimeOffset", ("At", "发生时间"), ("When it happened; now when empty, and never later than now.", "何时发生；不填为现在，不会晚于现在。")) { DefaultSyntax = "JavaScript" },
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
        var work = context.Facet<CaseWork>();
        var live = ClockInputs.Named(context.Get(_clocks)).Where(policyId => work.FindClock(policyId) is not null).ToList();
        var refusals = live.ConvertAll(policyId => Change(work, policyId, at, reason));
        context.Complete(refusals is [null, ..] ? ClockInputs.Done : ClockInputs.Refused);
    }

    protected abstract Refusal? Change(CaseWork work, string clock, DateTimeOffset at, string reason);
}

/// <summary>Lets the clock that a new severity or complexity chooses take over from the live one of its group.</summary>
internal sealed class ReplaceClockActivity : Activity, Activity.IDescribed
{
    private Input<string[]> _group = null!;
    private Input<string> _clock = null!;
    private Input<string> _reason = null!;

    public static ActivityDescriptor Descriptor { get; } = new("Sop.ReplaceClock", SopCatalog.Category, ("Replace clock", "替换时限"), ("Another policy takes over from the live clock of a group, counted from the same start.", "由另一条时限规则接替正在走的一个，起算点不变。"))
    {
        Inputs =
        [
            new("Group", "String[]", ("Group", "被替换的一组"), ("Clock policies of which one is live.", "其中一个正在走的时限规则。")) { UiHint = "checklist", ChoicesFrom = SopChoices.Clocks, DefaultSyntax = "Object" },
            ClockInputs.Clock,
            new("Reason", "String", ("Reason", "原因"), ("Kept with the clock that ends.", "随被替换的时限保存。")),
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

    public static InputDescriptor Clocks { get; } = new("Clocks", "String[]", ("Clocks", "时限"), ("Clock policies of the SOP pack.", "SOP 规则包中的时限规则。")) { UiHint = "checklist", ChoicesFrom = SopChoices.Clocks, DefaultSyntax = "Object" };

    public static InputDescriptor Clock { get; } = new("Clock", "String", ("Clock", "时限"), ("Clock policy of the SOP pack.", "SOP 规则包中的时限规则。")) { UiHint = "dropdown", ChoicesFrom = SopChoices.Clocks };

    public static IReadOnlyList<PortDescriptor> DoneOrRefused { get; } = [new(Done, (Done, "完成")), new(Refused, (Refused, "未获准"))];

    /// <summary>A clock that a rule did not choose is named by an empty text or null.</summary>
    public static IEnumerable<string> Named(string[]? policyIds) => (policyIds ?? []).Where(id => !string.IsNullOrEmpty(id));
}
