using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Ladders;
using WorkflowHost.Workbench.Language;

namespace WorkflowHost.Workbench.Rules;

/// <summary>What rules may name of each other, by name in the person's language and in the order of names.</summary>
public sealed class PackOptions(SopPackSource packs, Texts texts)
{
    public IEnumerable<(string Value, string Text)> Calendars => packs.Current.Calendars.Keys.Order(StringComparer.Ordinal).Select(id => (id, id));

    public IEnumerable<(string Value, string Text)> Ladders => Named(packs.Current.Ladders.Select(each => (each.Key, each.Value.Name)));

    public IEnumerable<(string Value, string Text)> Clocks => Named(packs.Current.ClockPolicies.Select(each => (each.Key, each.Value.Name)));

    public IEnumerable<(string Value, string Text)> Forms => Named(packs.Current.Forms.Select(each => (each.Key, each.Value.Title)));

    public IEnumerable<(string Value, string Text)> Notices => Named(packs.Current.Notices.Select(each => (each.Key, each.Value.Name)));

    public IEnumerable<(string Value, string Text)> Revisits => Named(packs.Current.RevisitPolicies.Select(each => (each.Key, each.Value.Name)));

    public IEnumerable<(string Value, string Text)> Tables => Named(packs.Current.DecisionTables.Select(each => (each.Key, each.Value.Name)));

    public IEnumerable<(string Value, string Text)> Roles => packs.Current.Roles.Select(each => (each.Key, texts.Pick(each.Value.Zh, each.Value.En)));

    /// <summary>Whom a step of a ladder may tell: who has the work in hand before all.</summary>
    public IEnumerable<(string Value, string Text)> Audience => Roles.Prepend((LadderStep.Assignee, texts["ladder.assignee"]));

    /// <summary>Fields of all forms and the declared facts of a case, by name.</summary>
    public IEnumerable<(string Value, string Text)> Facts => Named(packs.Current.CaseFacts.Select(each => (each.Key, each.Value))
        .Concat(packs.Current.Forms.Values.SelectMany(form => form.Fields).Select(each => (Key: each.Name, Value: each.Label)))
        .DistinctBy(each => each.Item1));

    /// <summary>What a field of that name may be; empty when it isn't chosen from a list.</summary>
    public IReadOnlyList<(string Value, string Text)> ChoicesOf(string fact) =>
        [.. FieldsOf(fact).SelectMany(field => field.Choices).DistinctBy(choice => choice.Value).Select(choice => (choice.Value, texts.Pick(choice.Label.Zh, choice.Label.En)))];

    /// <summary>Whether a field of that name holds several values.</summary>
    public bool IsList(string fact) => FieldsOf(fact).Any(field => field.Type == FieldType.MultiChoice);

    private IEnumerable<FormField> FieldsOf(string fact) => packs.Current.Forms.Values.SelectMany(form => form.Fields).Where(field => field.Name == fact);

    private IEnumerable<(string Value, string Text)> Named(IEnumerable<(string Id, LocalizedText Name)> all) =>
        all.Select(each => (each.Id, texts["rules.named", ("name", texts.Pick(each.Name.Zh, each.Name.En)), ("id", each.Id)])).OrderBy(each => each.Id, StringComparer.Ordinal);
}
