using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Changes;

/// <summary>What differs in a form: what people are asked, and what they must answer.</summary>
internal static class FormDiff
{
    public static void Compare(FormDefinition before, FormDefinition after, ChangeList changes)
    {
        if (before.Title != after.Title)
        {
            changes.Pack("diff.form.title", ("name", after.Title), ("before", before.Title));
        }

        var (old, now) = (ByName(before), ByName(after));
        foreach (var (name, field) in now)
        {
            if (!old.TryGetValue(name, out var earlier))
            {
                changes.Pack(field.IsRequired ? "diff.form.field_added_required" : "diff.form.field_added", ("name", after.Title), ("field", field.Label));
            }
            else
            {
                CompareField(earlier, field, after.Title, changes);
                if (Contradictions(before, name) != Contradictions(after, name) && Checks(earlier) == Checks(field))
                {
                    changes.Pack("diff.form.field_checks", ("name", after.Title), ("field", field.Label));
                }
            }
        }

        foreach (var (_, field) in old.Where(each => !now.ContainsKey(each.Key)))
        {
            changes.Pack("diff.form.field_removed", ("name", after.Title), ("field", field.Label));
        }

        if (!before.Decides.SequenceEqual(after.Decides, StringComparer.Ordinal))
        {
            changes.Pack("diff.form.decides", ("name", after.Title), ("before", Names(before.Decides)), ("after", Names(after.Decides)));
        }

        CompareChoices(before.Outcomes, after.Outcomes, "diff.form.outcome", [("name", after.Title)], changes);
    }

    private static string Contradictions(FormDefinition form, string field) =>
        string.Join(';', form.Checks.Where(check => check.Field == field).Select(check => ConditionText.Of(check.When)));

    private static void CompareField(FormField before, FormField after, LocalizedText form, ChangeList changes)
    {
        (string, LocalizedText)[] place = [("name", form), ("field", after.Label)];
        if (before.Label != after.Label)
        {
            changes.Pack("diff.form.field_renamed", [.. place, ("before", before.Label)]);
        }

        if (before.Type != after.Type)
        {
            changes.Pack("diff.form.field_type", [.. place, ("before", before.Type.ToString()), ("after", after.Type.ToString())]);
        }

        if (before.IsRequired != after.IsRequired)
        {
            changes.Pack(after.IsRequired ? "diff.form.field_required" : "diff.form.field_optional", place);
        }

        CompareChoices(before.Choices, after.Choices, "diff.form.choice", place, changes);
        if (Checks(before) != Checks(after))
        {
            changes.Pack("diff.form.field_checks", place);
        }
    }

    private static void CompareChoices(
        IReadOnlyList<FormChoice> before,
        IReadOnlyList<FormChoice> after,
        string code,
        (string, LocalizedText)[] place,
        ChangeList changes)
    {
        foreach (var choice in after.Where(each => before.All(other => other.Value != each.Value)))
        {
            changes.Pack(code + "_added", [.. place, ("choice", choice.Label)]);
        }

        foreach (var choice in before.Where(each => after.All(other => other.Value != each.Value)))
        {
            changes.Pack(code + "_removed", [.. place, ("choice", choice.Label)]);
        }

        foreach (var choice in after)
        {
            if (before.FirstOrDefault(each => each.Value == choice.Value) is { } old && old.Label != choice.Label)
            {
                changes.Pack(code + "_renamed", [.. place, ("before", old.Label), ("after", choice.Label)]);
            }
        }
    }

    /// <summary>Everything else that decides whether an answer is taken, in one written form.</summary>
    private static string Checks(FormField field) => string.Join('|',
        string.Join(',', field.RequiredFor.Order(StringComparer.Ordinal)),
        ConditionText.Of(field.RequiredWhen),
        ConditionText.Of(field.VisibleWhen),
        field.MustBeTrue,
        field.IsMultiple,
        field.NotAfterNow,
        field.NotBefore,
        field.NotAbove,
        field.NotBelow,
        field.IsFresh,
        field.Min,
        field.Max,
        field.MaxLength,
        field.Pattern,
        field.IsPersonal,
        field.IsSensitive,
        field.Role,
        string.Join('+', field.SumOf),
        string.Join(',', field.DiffersFrom.Order(StringComparer.Ordinal)),
        ConditionText.Of(field.DiffersWhen),
        StepValues.Canonical(field.Default),
        string.Join(';', field.Columns.Select(column => $"{column.Name}:{column.Type}:{column.IsRequired}:{Checks(column)}")));

    private static LocalizedText Names(IReadOnlyList<string> names) => names.Count == 0 ? ValueWords.None : string.Join(", ", names);

    private static Dictionary<string, FormField> ByName(FormDefinition form) =>
        form.Fields.GroupBy(each => each.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
}
