using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace WorkflowHost.Sop.Clocks;

/// <summary>Puts the reasoning behind a deadline into words: the answer to "why this deadline?".</summary>
public static class DerivationText
{
    private static readonly FrozenDictionary<string, LocalizedText> Sentences = new Dictionary<string, LocalizedText>
    {
        ["clock.started"] = new("收到时间 {0}", "Received {0}"),
        ["clock.restarted"] = new("自 {0} 起重新计算（{1}）", "The period starts again from {0} ({1})"),
        ["clock.expedited"] = new("快速通道：内部时限缩短为 {0}", "Fast track: the internal target is cut to {0}"),
        ["extension.replace"] = new("{0} 经 {2} 批准，办理期限改为 {1} {4}", "Period set to {1} {4}, approved by {2} at {0}"),
        ["extension.add"] = new("{0} 经 {2} 批准延长 {1} {4}，期限共 {3} {4}", "Extended by {1} {4}, approved by {2} at {0}; {3} {4} in all"),
        ["date.given"] = new("指定到期日 {0}", "Due on {0}, a date that was set"),
        ["date.extended"] = new("{0} 经 {1} 批准，到期日延至 {2}", "Extended to {2}, approved by {1} at {0}"),
        ["nat.count"] = new("起始日 {0} 不计入（民法典第201条），{1} 个自然日，最后一日为 {2}", "Start day {0} not counted (Civil Code art. 201), {1} calendar days, last day {2}"),
        ["nat.pause_after_last"] = new("{0} 暂停时期限已数完，仅因遇休息日顺延；末日按恢复之日起算", "When it stood still on {0} the period was used up and only rolled over days off; its last day is the one on which it went on"),
        ["nat.pause"] = new("{0} 至 {1} 暂停 {2} 日，不计入期限（{3}）", "Stood still {0} to {1}, {2} days not counted ({3})"),
        ["nat.due"] = new("最后一日 {0} 为工作日，法定期限至 {1}", "Last day {0} is a working day; statutory deadline {1}"),
        ["window.due"] = new("最后一日 {0} 为工作日，至当日结束 {1}", "Last day {0} is a working day; open to its end, {1}"),
        ["nat.rolled"] = new("最后一日 {0} 为法定休假日，顺延至 {1}（民法典第203条）", "Last day {0} is a rest day; rolled to {1} (Civil Code art. 203)"),
        ["nat.fixed"] = new("到期日不因休息日顺延，至 {0}", "The last day stays where it falls, until {0}"),
        ["nat.internal"] = new("内部时限（不顺延，从严掌握）{0}", "Internal deadline, without rolling: {0}"),
        ["mon.count"] = new("自 {0} 起 {1} 个月，对应日为 {2}（民法典第202条）", "{1} months from {0}, same-numbered day {2} (Civil Code art. 202)"),
        ["mon.month_end"] = new("自 {0} 起 {1} 个月，无对应日，月末日 {2} 为最后一日（民法典第202条）", "{1} months from {0}, no such day, so the month's end {2} (Civil Code art. 202)"),
        ["wd.pause"] = new("{0} 至 {1} 暂停，暂停前已用 {2} 个工作日，剩余 {3} 个自恢复次日起计", "Stood still {0} to {1}; {2} working days used before, {3} counted from the day after"),
        ["wd.count"] = new("起始日 {0} 不计入，第 {1} 个工作日下班时 {2}", "Start day {0} not counted; close of working day {1} is {2}"),
        ["wd.make_up"] = new("其中调休上班日计为工作日：{0}", "Make-up days counted as working days: {0}"),
        ["bh.pause"] = new("{0} 至 {1} 暂停，剩余工作时间 {2}", "Stood still {0} to {1}; {2} of business time left"),
        ["bh.count"] = new("{0} 个工作小时（工作日 {1}–{2}），至 {3}", "{0} business hours (working days {1}–{2}), until {3}"),
        ["hr.pause"] = new("{0} 至 {1} 暂停，不计入", "Stood still {0} to {1}, not counted"),
        ["hr.count"] = new("自起始时刻起 {0} 小时（全天候），至 {1}（民法典第201条）", "{0} hours round the clock, until {1} (Civil Code art. 201)"),
        ["min.count"] = new("自起始时刻起 {0} 分钟（全天候），至 {1}（民法典第201条）", "{0} minutes round the clock, until {1} (Civil Code art. 201)"),
        ["calendar.provisional"] = new("暂定：{0} 年放假安排尚未载入，暂按周一至周五计，载入后重算", "Provisional: the {0} calendar isn't loaded; counted Monday to Friday until it is"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, LocalizedText> Units = new Dictionary<string, LocalizedText>
    {
        [UnitCode(ClockUnit.NaturalDays)] = new("日", "days"),
        [UnitCode(ClockUnit.WorkingDays)] = new("个工作日", "working days"),
        [UnitCode(ClockUnit.BusinessHours)] = new("个工作小时", "business hours"),
        [UnitCode(ClockUnit.Hours)] = new("小时", "hours"),
        [UnitCode(ClockUnit.Minutes)] = new("分钟", "minutes"),
        [UnitCode(ClockUnit.Months)] = new("个月", "months"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes of the steps that name a person, and at which place.</summary>
    private static readonly FrozenDictionary<string, int> People = new Dictionary<string, int>
    {
        ["extension.replace"] = 2,
        ["extension.add"] = 2,
        ["date.extended"] = 1,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How an amount's unit stands among the arguments of a step.</summary>
    public static string UnitCode(ClockUnit unit) => "unit." + unit;

    /// <summary>The unit as it follows a number: 30 日, 3 个工作日.</summary>
    public static LocalizedText UnitOf(ClockUnit unit) => Units[UnitCode(unit)];

    /// <summary>The step with the people it names by id named as people know them.</summary>
    /// <param name="step">A step of a derivation.</param>
    /// <param name="nameOf">The name of a member of staff; null for an unknown id, which then stays.</param>
    public static DerivationStep Named(DerivationStep step, Func<string, string?> nameOf)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(nameOf);
        return People.TryGetValue(step.Code, out var at) && nameOf(step.Args[at]) is { } name
            ? step with { Args = [.. step.Args.Select((arg, index) => index == at ? name : arg)] }
            : step;
    }

    /// <summary>The codes this version can put into words.</summary>
    public static IReadOnlyCollection<string> Codes => Sentences.Keys;

    /// <summary>One sentence; a code from a newer version shows itself with its values.</summary>
    public static string Render(DerivationStep step, CultureInfo culture) =>
        Sentences.TryGetValue(step.Code, out var sentence)
            ? string.Format(culture, CompositeFormat.Parse(sentence.In(culture)), [.. step.Args.Select(arg => Units.GetValueOrDefault(arg)?.In(culture) ?? arg)])
            : $"{step.Code}: {string.Join(", ", step.Args)}";
}
