using System.Collections.Immutable;
using WorkflowHost.Sop.Cases;

namespace WorkflowHost.Sop.Changes;

/// <summary>What makes the workflow an SOP: names, numbers, opening, stages, facts.</summary>
internal static class ProfileDiff
{
    public static void Compare(SopProfile? before, SopProfile? after, VersionWords words, ChangeList changes)
    {
        if (before is null || after is null)
        {
            if (before is not null || after is not null)
            {
                changes.Definition(after is null ? "diff.sop.removed" : "diff.sop.added");
            }

            return;
        }

        Value("name", new(before.NameZh, before.NameEn), new(after.NameZh, after.NameEn));
        Value("prefix", before.NumberPrefix, after.NumberPrefix);
        Value("open_form", words.Before.Form(before.OpenForm), words.After.Form(after.OpenForm));
        Value("open_roles", words.Before.Roles(before.OpenRoles), words.After.Roles(after.OpenRoles));
        Value("read_roles", Readers(words.Before, before), Readers(words.After, after));
        Value("read_persons", string.Join(", ", before.Readers.PersonFields), string.Join(", ", after.Readers.PersonFields));
        Value("barred_persons", Fields(before.Readers.BarredFields), Fields(after.Readers.BarredFields));
        Value("calendar", before.CalendarId, after.CalendarId);
        CompareStages(before, after, changes);
        CompareFacts(before.Facts, after.Facts, changes);
        CompareFacts(before.DueFacts, after.DueFacts, changes);

        void Value(string what, LocalizedText old, LocalizedText now)
        {
            if (old != now)
            {
                changes.Definition("diff.sop.value", ("property", ValueWords.Word("sop." + what, what)), ("before", old), ("after", now));
            }
        }
    }

    private static LocalizedText Readers(ValueWords words, SopProfile profile) =>
        profile.Readers.IsEverybody ? ValueWords.Word("sop.everybody", "everybody") : words.Roles(profile.Readers.Roles);

    private static LocalizedText Fields(ImmutableArray<string> fields) => fields.IsEmpty ? ValueWords.None : string.Join(", ", fields);

    private static void CompareStages(SopProfile before, SopProfile after, ChangeList changes)
    {
        foreach (var stage in after.Stages)
        {
            if (before.Stages.FirstOrDefault(each => each.Code == stage.Code) is not { } old)
            {
                changes.Definition("diff.sop.stage_added", ("stage", Name(stage)));
            }
            else if (old != stage)
            {
                changes.Definition("diff.sop.stage_renamed", ("before", Name(old)), ("after", Name(stage)));
            }
        }

        foreach (var stage in before.Stages.Where(each => after.Stages.All(other => other.Code != each.Code)))
        {
            changes.Definition("diff.sop.stage_removed", ("stage", Name(stage)));
        }

        var common = before.Stages.Select(each => each.Code).Intersect(after.Stages.Select(each => each.Code), StringComparer.Ordinal).ToList();
        if (!common.SequenceEqual(after.Stages.Select(each => each.Code).Where(common.Contains), StringComparer.Ordinal))
        {
            changes.Definition("diff.sop.stage_order");
        }
    }

    private static void CompareFacts(ImmutableDictionary<string, string> before, ImmutableDictionary<string, string> after, ChangeList changes)
    {
        foreach (var fact in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (old, now) = (before.GetValueOrDefault(fact), after.GetValueOrDefault(fact));
            if (old != now)
            {
                changes.Definition("diff.sop.fact", ("fact", fact), ("before", old ?? ValueWords.None), ("after", now ?? ValueWords.None));
            }
        }
    }

    private static LocalizedText Name(SopStage stage) => new(stage.Zh, stage.En);
}
