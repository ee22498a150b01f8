using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Changes;

/// <summary>What differs in a clock policy.</summary>
internal static class ClockDiff
{
    public static void Compare(ClockPolicy before, ClockPolicy after, SopPack packBefore, SopPack packAfter, ChangeList changes)
    {
        if ((before.Unit, before.Amount) != (after.Unit, after.Amount))
        {
            changes.Pack("diff.clock.due", ("name", after.Name), ("before", PeriodText.Of(before.Unit, before.Amount)), ("after", PeriodText.Of(after.Unit, after.Amount)));
        }

        Value("name", before.Name, after.Name);
        Value("kind", ValueWords.Word($"clockkind.{before.Kind}", before.Kind.ToString()), ValueWords.Word($"clockkind.{after.Kind}", after.Kind.ToString()));
        Value("calendar", before.CalendarId, after.CalendarId);
        Value("ladder", Ladder(packBefore, before.LadderId), Ladder(packAfter, after.LadderId));
        Value("pausable", YesNo(before.IsPausable), YesNo(after.IsPausable));
        Value("restarts", YesNo(before.RestartsOnNewFacts), YesNo(after.RestartsOnNewFacts));
        Value("expedited", Amount(before, before.ExpeditedAmount), Amount(after, after.ExpeditedAmount));
        Value("stays_on_rest_days", YesNo(before.StaysOnRestDays), YesNo(after.StaysOnRestDays));
        Value("roles", Roles(packBefore, before.Roles), Roles(packAfter, after.Roles));
        CompareExtensions(before, after, packBefore, packAfter, changes);

        void Value(string what, LocalizedText old, LocalizedText now)
        {
            if (old != now)
            {
                changes.Pack("diff.clock.value", ("name", after.Name), ("property", ValueWords.Word("clock." + what, what)), ("before", old), ("after", now));
            }
        }
    }

    /// <summary>What the law allows the clock to be.</summary>
    public static void Compare(ClockLimit before, ClockLimit after, ChangeList changes)
    {
        Value("at_most", before.AtMost, after.AtMost);
        Value("extended_at_most", before.ExtendedAtMost, after.ExtendedAtMost);
        Value("at_least", before.AtLeast, after.AtLeast);
        if (!before.ClockIds.Order(StringComparer.Ordinal).SequenceEqual(after.ClockIds.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            changes.Pack("diff.limit.value", ("name", after.Name), ("property", ValueWords.Word("limit.clocks", "clocks")), ("before", string.Join(", ", before.ClockIds)), ("after", string.Join(", ", after.ClockIds)));
        }

        void Value(string what, ClockPeriod? old, ClockPeriod? now)
        {
            if (old != now)
            {
                changes.Pack(
                    "diff.limit.value",
                    ("name", after.Name),
                    ("property", ValueWords.Word("limit." + what, what)),
                    ("before", old is { } was ? PeriodText.Of(was) : ValueWords.None),
                    ("after", now is { } period ? PeriodText.Of(period) : ValueWords.None));
            }
        }
    }

    private static void CompareExtensions(ClockPolicy before, ClockPolicy after, SopPack packBefore, SopPack packAfter, ChangeList changes)
    {
        foreach (var rule in after.Extensions)
        {
            if (before.Extensions.FirstOrDefault(each => each.Id == rule.Id) is not { } old)
            {
                changes.Pack("diff.clock.extension_added", ("name", after.Name), ("extension", rule.Name), ("length", Length(rule, after.Unit)));
                continue;
            }

            if (Length(old, before.Unit) != Length(rule, after.Unit))
            {
                changes.Pack("diff.clock.extension_length", ("name", after.Name), ("extension", rule.Name), ("before", Length(old, before.Unit)), ("after", Length(rule, after.Unit)));
            }

            if (Roles(packBefore, old.ApproverRoles) != Roles(packAfter, rule.ApproverRoles))
            {
                changes.Pack(
                    "diff.clock.extension_approvers",
                    ("name", after.Name), ("extension", rule.Name), ("before", Roles(packBefore, old.ApproverRoles)), ("after", Roles(packAfter, rule.ApproverRoles)));
            }

            if (old.NeedsCustomerNotice != rule.NeedsCustomerNotice)
            {
                changes.Pack(rule.NeedsCustomerNotice ? "diff.clock.extension_notice_needed" : "diff.clock.extension_notice_dropped", ("name", after.Name), ("extension", rule.Name));
            }
        }

        foreach (var rule in before.Extensions.Where(each => after.Extensions.All(other => other.Id != each.Id)))
        {
            changes.Pack("diff.clock.extension_removed", ("name", after.Name), ("extension", rule.Name));
        }
    }

    private static LocalizedText Length(ExtensionRule rule, ClockUnit unit)
    {
        var period = PeriodText.Of(unit, rule.Amount);
        return rule.Mode == ExtensionMode.Replace ? new($"至 {period.Zh}", $"to {period.En}") : new($"加 {period.Zh}", $"by {period.En}");
    }

    private static LocalizedText Ladder(SopPack pack, string? id) => id is null ? ValueWords.None : pack.Ladders.GetValueOrDefault(id)?.Name ?? id;

    private static LocalizedText Roles(SopPack pack, IReadOnlyList<string> roles) => ValueWords.List([.. roles.Select(role => pack.Roles.GetValueOrDefault(role) ?? role)]);

    private static LocalizedText Amount(ClockPolicy policy, int? amount) => amount is { } number ? PeriodText.Of(policy.Unit, number) : ValueWords.None;

    private static LocalizedText YesNo(bool value) => ValueWords.Word(value ? "value.yes" : "value.no", value ? "yes" : "no");
}
