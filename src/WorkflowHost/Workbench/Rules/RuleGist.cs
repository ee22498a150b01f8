using System.Globalization;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Rules;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Rules;

/// <summary>What a rule in force says, in a few words for a list.</summary>
public sealed class RuleGist(SopPackSource packs, Texts texts)
{
    /// <summary>Empty for a rule that is not in force.</summary>
    public string Of(RuleKey key)
    {
        var pack = packs.Current;
        return key.Kind switch
        {
            RuleKind.Clock when pack.ClockPolicies.TryGetValue(key.Id, out var clock) => Of(clock),
            RuleKind.Ladder when pack.Ladders.TryGetValue(key.Id, out var ladder) => texts["rules.gist.steps", ("n", ladder.Steps.Count)],
            RuleKind.Table when pack.DecisionTables.TryGetValue(key.Id, out var table) => texts["rules.gist.rules", ("n", table.Rules.Count)],
            RuleKind.Form when pack.Forms.TryGetValue(key.Id, out var form) => texts["rules.gist.fields", ("n", form.Fields.Count())],
            RuleKind.Notice when pack.Notices.TryGetValue(key.Id, out var notice) => string.Join(texts["punctuation.list"], notice.Channels.Select(each => texts.Code("channel", each))),
            RuleKind.Revisit when pack.RevisitPolicies.TryGetValue(key.Id, out var revisit) =>
                texts["rules.gist.calls", ("period", In(PeriodText.Of(revisit.DueUnit, revisit.DueAmount))), ("n", revisit.MaxAttempts)],
            RuleKind.Plan when pack.RevisitPlans.TryGetValue(key.Id, out var plan) => string.Join(texts["punctuation.comma"], plan.Stretches.Select(stretch => texts[
                stretch.Repeats ? stretch.Times is null ? "rules.gist.for_ever" : "rules.gist.every" : "rules.gist.after",
                ("period", In(PeriodText.Of(stretch.Unit, stretch.Amount))), ("n", stretch.Times)])),
            RuleKind.Limit => pack.ClockLimits.FirstOrDefault(limit => limit.Id == key.Id) is { } limit ? Of(limit) : string.Empty,
            RuleKind.Calendar => Calendar(pack, key.Id),
            _ => string.Empty,
        };
    }

    private string Of(ClockPolicy clock) =>
        texts[$"rules.clockkind.{clock.Kind}"] + texts["punctuation.separator"] + In(PeriodText.Of(clock.Unit, clock.Amount));

    private string Of(ClockLimit limit) => string.Join(texts["punctuation.comma"], new[]
    {
        limit.AtMost is { } most ? texts["rules.gist.at_most", ("period", In(PeriodText.Of(most)))] : null,
        limit.ExtendedAtMost is { } extended ? texts["rules.gist.extended", ("period", In(PeriodText.Of(extended)))] : null,
        limit.AtLeast is { } least ? texts["rules.gist.at_least", ("period", In(PeriodText.Of(least)))] : null,
    }.OfType<string>());

    private string Calendar(SopPack pack, string id)
    {
        var at = id.LastIndexOf('.');
        if (at < 0 || !pack.Calendars.TryGetValue(id[..at], out var calendar) || !int.TryParse(id[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || !calendar.IsLoaded(year))
        {
            return string.Empty;
        }

        return texts["rules.gist.working_days", ("n", calendar.WorkingDaysBetween(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)))];
    }

    private static string In(LocalizedText text) => text.In(CultureInfo.CurrentUICulture);
}
