using System.Globalization;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Changes;

/// <summary>What differs in a ladder: who is told when.</summary>
internal static class LadderDiff
{
    public static void Compare(Ladder before, Ladder after, SopPack packBefore, SopPack packAfter, ChangeList changes)
    {
        foreach (var step in after.Steps)
        {
            if (before.Steps.FirstOrDefault(each => each.Id == step.Id) is not { } old)
            {
                changes.Pack("diff.ladder.step_added", ("name", after.Name), ("when", When(step)), ("roles", Roles(packAfter, step)), ("text", step.Text));
            }
            else
            {
                CompareStep(old, step, after.Name, packBefore, packAfter, changes);
            }
        }

        foreach (var step in before.Steps.Where(each => after.Steps.All(other => other.Id != each.Id)))
        {
            changes.Pack("diff.ladder.step_removed", ("name", after.Name), ("when", When(step)), ("text", step.Text));
        }

        if ((before.AmberAtPercent, before.RedAtPercent) != (after.AmberAtPercent, after.RedAtPercent))
        {
            changes.Pack("diff.ladder.colours", ("name", after.Name), ("before", Colours(before)), ("after", Colours(after)));
        }
    }

    private static void CompareStep(LadderStep before, LadderStep after, LocalizedText ladder, SopPack packBefore, SopPack packAfter, ChangeList changes)
    {
        if (before.Trigger != after.Trigger)
        {
            changes.Pack("diff.ladder.step_when", ("name", ladder), ("text", after.Text), ("before", When(before)), ("after", When(after)));
        }

        if (Roles(packBefore, before) != Roles(packAfter, after))
        {
            changes.Pack("diff.ladder.step_roles", ("name", ladder), ("text", after.Text), ("before", Roles(packBefore, before)), ("after", Roles(packAfter, after)));
        }

        if (before.Text != after.Text)
        {
            changes.Pack("diff.ladder.step_text", ("name", ladder), ("before", before.Text), ("after", after.Text));
        }

        if ((before.Action, before.IsImmediate, before.AgainAfterExtension) != (after.Action, after.IsImmediate, after.AgainAfterExtension))
        {
            changes.Pack("diff.ladder.step_way", ("name", ladder), ("text", after.Text));
        }
    }

    private static LocalizedText When(LadderStep step) => step.Trigger.Kind switch
    {
        LadderTriggerKind.Percent => Sentence.Of("when.percent", ("percent", step.Trigger.Percent.ToString(CultureInfo.InvariantCulture))).Text,
        LadderTriggerKind.AfterStart => Sentence.Of("when.after_start", ("span", Span(step.Trigger.Offset))).Text,
        LadderTriggerKind.BeforeDue => Sentence.Of("when.before_due", ("span", Span(step.Trigger.Offset))).Text,
        _ => Sentence.Of("when.after_breach").Text,
    };

    private static LocalizedText Span(TimeSpan span) => (span.Ticks % TimeSpan.TicksPerDay, span.Ticks % TimeSpan.TicksPerHour) switch
    {
        (0, _) => Clocks.PeriodText.Of(Clocks.ClockUnit.NaturalDays, span.Days),
        (_, 0) => Clocks.PeriodText.Of(Clocks.ClockUnit.Hours, (int)span.TotalHours),
        _ => Sentence.Of("period.minutes", ("amount", ((long)span.TotalMinutes).ToString(CultureInfo.InvariantCulture))).Text,
    };

    private static LocalizedText Roles(SopPack pack, LadderStep step) => ValueWords.List([.. step.Roles.Select(role => pack.Roles.GetValueOrDefault(role) ?? role)]);

    private static string Colours(Ladder ladder) => string.Create(CultureInfo.InvariantCulture, $"{ladder.AmberAtPercent}% / {ladder.RedAtPercent}%");
}
