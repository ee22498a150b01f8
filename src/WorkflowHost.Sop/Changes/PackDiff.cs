using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Notices;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Revisits;

namespace WorkflowHost.Sop.Changes;

/// <summary>Tells what differs between two packs. Pure, thread-safe.</summary>
public static class PackDiff
{
    /// <summary>Everything that differs, whoever uses it.</summary>
    public static DefinitionChanges Between(SopPack before, SopPack after)
    {
        var changes = new ChangeList();
        Compare(before, after, null, changes);
        return new(changes.Changes, IsLayoutChanged: false);
    }

    /// <param name="use">Only what this names; null: everything.</param>
    internal static void Compare(SopPack before, SopPack after, PackUse? use, ChangeList changes)
    {
        Each(before.ClockPolicies, after.ClockPolicies, id => use?.UsesClock(id) != false, "clock", each => each.Name, (old, now) => ClockDiff.Compare(old, now, before, after, changes), changes);
        Each(before.Ladders, after.Ladders, id => use?.UsesLadder(id) != false, "ladder", each => each.Name, (old, now) => LadderDiff.Compare(old, now, before, after, changes), changes);
        Each(before.Forms, after.Forms, id => use?.UsesForm(id) != false, "form", each => each.Title, (old, now) => FormDiff.Compare(old, now, changes), changes);
        Each(before.DecisionTables, after.DecisionTables, id => use?.UsesTable(id) != false, "table", each => each.Name, (old, now) => CompareTable(old, now, changes), changes);
        Each(before.Notices, after.Notices, id => use?.UsesNotice(id) != false, "notice", each => each.Name, (old, now) => CompareNotice(old, now, changes), changes);
        Each(before.RevisitPolicies, after.RevisitPolicies, id => use?.UsesRevisit(id) != false, "revisit", each => each.Name, (old, now) => CompareRevisit(old, now, changes), changes);
        Each(before.RevisitPlans, after.RevisitPlans, id => use?.UsesPlan(id) != false, "plan", each => each.Name, (old, now) => ComparePlan(old, now, changes), changes);
        Each(
            before.ClockLimits.ToDictionary(each => each.Id, StringComparer.Ordinal),
            after.ClockLimits.ToDictionary(each => each.Id, StringComparer.Ordinal),
            id => use is null || before.ClockLimits.Concat(after.ClockLimits).Where(each => each.Id == id).SelectMany(each => each.ClockIds).Any(use.UsesClock),
            "limit",
            each => each.Name,
            (old, now) => ClockDiff.Compare(old, now, changes),
            changes);
        foreach (var (id, calendar) in after.Calendars)
        {
            foreach (var year in calendar.Years)
            {
                var old = before.Calendars.GetValueOrDefault(id)?.Years.FirstOrDefault(each => each.Year == year.Year);
                if (old is null || !old.Off.SequenceEqual(year.Off) || !old.MakeUpDays.Order().SequenceEqual(year.MakeUpDays.Order()))
                {
                    changes.Pack(old is null ? "diff.calendar.added" : "diff.calendar.changed", ("calendar", id), ("year", year.Year.ToString(CultureInfo.InvariantCulture)));
                }
            }
        }
    }

    private static void Each<T>(
        IReadOnlyDictionary<string, T> before,
        IReadOnlyDictionary<string, T> after,
        Func<string, bool> isUsed,
        string kind,
        Func<T, LocalizedText> name,
        Action<T, T> compare,
        ChangeList changes)
    {
        foreach (var (id, now) in after.Where(each => isUsed(each.Key)))
        {
            if (before.TryGetValue(id, out var old))
            {
                compare(old, now);
            }
            else
            {
                changes.Pack($"diff.{kind}.added", ("name", name(now)));
            }
        }

        foreach (var (id, old) in before.Where(each => isUsed(each.Key) && !after.ContainsKey(each.Key)))
        {
            changes.Pack($"diff.{kind}.removed", ("name", name(old)));
        }
    }

    private static void CompareTable(DecisionTable before, DecisionTable after, ChangeList changes)
    {
        var (old, now) = (RulesOf(before), RulesOf(after));
        foreach (var (id, rule) in now)
        {
            if (!old.TryGetValue(id, out var earlier))
            {
                changes.Pack("diff.table.rule_added", ("name", after.Name), ("rule", rule.Text));
            }
            else if (earlier.Says != rule.Says)
            {
                changes.Pack("diff.table.rule_changed", ("name", after.Name), ("rule", rule.Text), ("before", earlier.Text));
            }
        }

        foreach (var (id, rule) in old.Where(each => !now.ContainsKey(each.Key)))
        {
            changes.Pack("diff.table.rule_removed", ("name", after.Name), ("rule", rule.Text));
        }

        var isReordered = before.HitPolicy == HitPolicy.First
            && !old.Keys.Where(now.ContainsKey).SequenceEqual(now.Keys.Where(old.ContainsKey), StringComparer.Ordinal);
        if (isReordered || before.HitPolicy != after.HitPolicy || !JsonNode.DeepEquals(before.Defaults, after.Defaults))
        {
            changes.Pack("diff.table.changed", ("name", after.Name));
        }
    }

    private static Dictionary<string, (LocalizedText Text, string Says)> RulesOf(DecisionTable table)
    {
        var rules = new Dictionary<string, (LocalizedText, string)>(StringComparer.Ordinal);
        foreach (var rule in table.Rules)
        {
            rules[rule.Id] = (rule.Text, ConditionText.Of(rule.When) + StepValues.Canonical(rule.Outputs));
        }

        foreach (var shift in table.Adjustments)
        {
            rules[shift.Id] = (shift.Text, string.Create(CultureInfo.InvariantCulture, $"{ConditionText.Of(shift.When)} {shift.Output} {shift.Add} {shift.Min} {shift.Max}"));
        }

        return rules;
    }

    private static void CompareNotice(NoticeTemplate before, NoticeTemplate after, ChangeList changes)
    {
        if (before.Subject != after.Subject || before.Body != after.Body)
        {
            changes.Pack("diff.notice.text", ("name", after.Name));
        }

        foreach (var field in after.Fields.Except(before.Fields, StringComparer.Ordinal))
        {
            changes.Pack("diff.notice.field_added", ("name", after.Name), ("field", field));
        }

        foreach (var field in before.Fields.Except(after.Fields, StringComparer.Ordinal))
        {
            changes.Pack("diff.notice.field_removed", ("name", after.Name), ("field", field));
        }

        if (!before.Channels.Order(StringComparer.Ordinal).SequenceEqual(after.Channels.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            changes.Pack("diff.notice.channels", ("name", after.Name), ("before", Channels(before)), ("after", Channels(after)));
        }
    }

    private static LocalizedText Channels(NoticeTemplate notice) => ValueWords.List([.. notice.Channels.Select(each => ValueWords.Word("channel." + each, each))]);

    private static void CompareRevisit(RevisitPolicy before, RevisitPolicy after, ChangeList changes)
    {
        Value("due", Clocks.PeriodText.Of(before.DueUnit, before.DueAmount), Clocks.PeriodText.Of(after.DueUnit, after.DueAmount));
        Value("attempts", Text(before.MaxAttempts), Text(after.MaxAttempts));
        Value("days", Text(before.MinDistinctDays), Text(after.MinDistinctDays));
        Value("gap", before.MinGap.ToString("c", CultureInfo.InvariantCulture), after.MinGap.ToString("c", CultureInfo.InvariantCulture));
        Value("windows", Windows(before), Windows(after));
        Value("letter_after", Text(before.LetterAfterWorkingDays), Text(after.LetterAfterWorkingDays));
        Value("form", before.FormId, after.FormId);
        Value("problem_rating", Text(before.ProblemRatingAtMost), Text(after.ProblemRatingAtMost));
        Value("problem_when", ConditionText.Of(before.ProblemWhen), ConditionText.Of(after.ProblemWhen));
        Value("notices", $"{before.SmsNotice}, {before.LetterNotice}", $"{after.SmsNotice}, {after.LetterNotice}");

        void Value(string what, LocalizedText old, LocalizedText now)
        {
            if (old != now)
            {
                changes.Pack("diff.revisit.value", ("name", after.Name), ("property", ValueWords.Word("revisit." + what, what)), ("before", old), ("after", now));
            }
        }
    }

    private static void ComparePlan(RevisitPlan before, RevisitPlan after, ChangeList changes)
    {
        if (before.PolicyId != after.PolicyId || before.LeadWorkingDays != after.LeadWorkingDays || !before.Stretches.SequenceEqual(after.Stretches))
        {
            changes.Pack("diff.plan.changed", ("name", after.Name));
        }
    }

    private static string Windows(RevisitPolicy policy) =>
        string.Join(", ", policy.Windows.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.From:HH:mm}–{each.To:HH:mm}")));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
