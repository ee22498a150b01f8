using WorkflowHost.Sop.Definitions;

namespace WorkflowHost.Sop.Changes;

/// <summary>Steps that came, went, were renamed or say something else.</summary>
internal static class StepDiff
{
    public static void Compare(DefinitionOutline before, DefinitionOutline after, VersionWords words, ChangeList changes)
    {
        foreach (var step in after.Activities.Where(each => before.Find(each.Id) is null))
        {
            Tell(step, "diff.step.added", words.After, changes);
        }

        foreach (var step in before.Activities.Where(each => after.Find(each.Id) is null))
        {
            Tell(step, "diff.step.removed", words.Before, changes);
        }

        foreach (var step in after.Activities)
        {
            if (before.Find(step.Id) is { } old)
            {
                CompareStep(old, step, words, changes);
            }
        }
    }

    private static void Tell(OutlineActivity step, string code, ValueWords words, ChangeList changes)
    {
        if (step.Type == "Sop.HumanTask")
        {
            changes.Step(code + ".task", step, ("type", ValueWords.Type(step.Type)), ("role", words.Value(step, "role")));
        }
        else
        {
            changes.Step(code, step, ("type", ValueWords.Type(step.Type)));
        }
    }

    private static void CompareStep(OutlineActivity old, OutlineActivity step, VersionWords words, ChangeList changes)
    {
        if (old.Name != step.Name)
        {
            changes.Step("diff.step.renamed", step, ("before", old.Name));
        }

        if (old.Parent?.Id != step.Parent?.Id)
        {
            changes.Step("diff.step.moved", step, ("into", step.Parent?.Name ?? string.Empty));
        }

        if (old.Type != step.Type)
        {
            // With another type the values mean something else; naming each would tell nothing.
            changes.Step("diff.step.type", step, ("before", ValueWords.Type(old.Type)), ("after", ValueWords.Type(step.Type)));
            return;
        }

        VariableDiff.Compare(old.Json, step.Json, step, changes);
        StateMachineDiff.Compare(old, step, changes);
        foreach (var property in StepValues.Of(old).Keys.Union(StepValues.Of(step).Keys, StringComparer.Ordinal))
        {
            CompareValue(old, step, property, words, changes);
        }
    }

    private static void CompareValue(OutlineActivity old, OutlineActivity step, string property, VersionWords words, ChangeList changes)
    {
        var (before, after) = (StepValues.Of(old).GetValueOrDefault(property), StepValues.Of(step).GetValueOrDefault(property));
        if (before == after)
        {
            return;
        }

        if (property == "outcomes" && ActivityPorts.TaskOutcomes(old) is { } oldOutcomes && ActivityPorts.TaskOutcomes(step) is { } outcomes)
        {
            CompareOutcomes(old, oldOutcomes, step, outcomes, words, changes);
            return;
        }

        var name = ValueWords.Property(step.Type, property);
        if (before is null)
        {
            changes.Step("diff.step.value_set", step, ("property", name), ("after", words.After.Value(step, property)));
        }
        else if (after is null)
        {
            changes.Step("diff.step.value_cleared", step, ("property", name), ("before", words.Before.Value(old, property)));
        }
        else
        {
            changes.Step("diff.step.value", step, ("property", name), ("before", words.Before.Value(old, property)), ("after", words.After.Value(step, property)));
        }
    }

    private static void CompareOutcomes(
        OutlineActivity old,
        IReadOnlyList<string> before,
        OutlineActivity step,
        IReadOnlyList<string> after,
        VersionWords words,
        ChangeList changes)
    {
        var (gone, come) = (before.Except(after, StringComparer.Ordinal).ToList(), after.Except(before, StringComparer.Ordinal).ToList());
        come.ForEach(each => changes.Step("diff.step.outcome_added", step, ("outcome", words.After.Port(step, each))));
        gone.ForEach(each => changes.Step("diff.step.outcome_removed", step, ("outcome", words.Before.Port(old, each))));
        if (gone.Count == 0 && come.Count == 0)
        {
            changes.Step("diff.step.outcome_order", step);
        }
    }
}
