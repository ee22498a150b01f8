using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Runtime.Definitions;
using WorkflowHost.Runtime.Staff;
using WorkflowHost.Sop;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Language;

/// <summary>
/// The names the SOP pack gives to fields, values, outcomes, clocks, revisits and notices, in the person's language.
/// Follows the pack when it is replaced. Thread safe.
/// </summary>
/// <param name="staff">Names the people that staff fields hold; ids stay ids without it.</param>
public sealed class PackLabels(SopPackSource source, CaseTime time, Texts texts, StaffDirectory? staff = null)
{
    private volatile Index? _index;

    public string Field(string name) => In(Current.Fields.GetValueOrDefault(name)?.Label ?? Pack.CaseFacts.GetValueOrDefault(name)) ?? name;

    public FormField? FieldOf(string name) => Current.Fields.GetValueOrDefault(name);

    public string Clock(string policyId) => In(Pack.ClockPolicies.GetValueOrDefault(policyId)?.Name) ?? policyId;

    /// <summary>Whatever in the pack has this id, by name: a clock, a ladder; null when nothing has.</summary>
    public string? Find(string id) => In(Pack.ClockPolicies.GetValueOrDefault(id)?.Name) ?? In(Pack.Ladders.GetValueOrDefault(id)?.Name);

    public string Revisit(string policyId) => In(Pack.RevisitPolicies.GetValueOrDefault(policyId)?.Name) ?? policyId;

    /// <summary>A kind of link between cases, named by what the following case is.</summary>
    public string Link(string kind) => In(Pack.LinkKinds.GetValueOrDefault(kind)?.Follower) ?? kind;

    public string Notice(string id) => In(Pack.Notices.GetValueOrDefault(id)?.Name) ?? id;

    public string Form(string id) => In(Pack.Forms.GetValueOrDefault(id)?.Title) ?? id;

    /// <summary>A step or event as the process owner named it; in English the title of its form, since a drawn name has one language.</summary>
    public string Step(string? formId, string name) =>
        Texts.IsEnglish && formId is not null && Pack.Forms.TryGetValue(formId, out var form) ? form.Title.En : name;

    public string Outcome(string? formId, string outcome)
    {
        var own = formId is null ? null : Pack.Forms.GetValueOrDefault(formId)?.Outcomes.FirstOrDefault(o => o.Value == outcome)?.Label;
        return In(own ?? Current.Outcomes.GetValueOrDefault(outcome)) ?? texts.Code("outcome", outcome);
    }

    /// <summary>A value of a field as people say it: the label of a choice, yes or no, an instant in wall time.</summary>
    public string Value(string field, JsonNode? value) => Value(Current.Fields.GetValueOrDefault(field), value);

    public string Value(FormField? field, JsonNode? value) => (value, field?.Type) switch
    {
        (null, _) => "",
        (JsonArray items, _) => string.Join(texts["punctuation.list"], items.Select(item => Value(field, item))),
        (JsonObject row, _) => string.Join("  ", row.Select(cell => Cell(field, cell.Key, cell.Value))),
        (_, FieldType.Staff) => staff?.NameOf(value.ToString()) ?? value.ToString(),
        (_, FieldType.Choice or FieldType.MultiChoice or FieldType.Number) => In(field!.Choices.FirstOrDefault(c => c.Value == value.ToString())?.Label) ?? texts.Find($"value.{field.Name}.{value}") ?? value.ToString(),
        (_, FieldType.Money) => texts["value.money", ("amount", value.GetValueKind() == JsonValueKind.Number ? value.GetValue<decimal>().ToString("N2", CultureInfo.InvariantCulture) : value.ToString())],
        (_, FieldType.DateTime) => Instant(value.ToString()),
        (_, FieldType.Rating) => texts["value.rating", ("n", value.ToString()), ("max", field!.Max ?? 5)],
        (_, null) when value.ToString().Length > LongestDay && value.ToString()[LongestDay] == 'T' => Instant(value.ToString()),
        _ when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => texts[value.GetValueKind() == JsonValueKind.True ? "form.yes" : "form.no"],
        _ => value.ToString(),
    };

    /// <summary>The label of a code that is a value of this field, e.g. a close type.</summary>
    public string Choice(string field, string? code) => string.IsNullOrEmpty(code) ? "" : Value(field, JsonValue.Create(code));

    /// <summary>The way a case came in or somebody is written to: by what a form calls it, else by the workbench's word.</summary>
    public string Channel(string code) => Choice("channel", code) is var own && own != code ? own : texts.Find($"channel.{code}") ?? code;

    /// <summary>Where the T of an instant stands, behind <c>yyyy-MM-dd</c>.</summary>
    private const int LongestDay = 10;

    private SopPack Pack => source.Current;

    private Index Current
    {
        get
        {
            var pack = source.Current;
            var index = _index;
            return index is not null && ReferenceEquals(index.Pack, pack) ? index : _index = Index.Of(pack);
        }
    }

    private string Cell(FormField? rows, string name, JsonNode? value)
    {
        var column = rows?.Columns.FirstOrDefault(c => c.Name == name);
        return $"{In(column?.Label) ?? name}{texts["punctuation.colon"]}{Value(column, value)}";
    }

    private string Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? time.Short(at) : text;

    private static string? In(LocalizedText? text) => text?.In(CultureInfo.CurrentUICulture);

    private sealed record Index(SopPack Pack, FrozenDictionary<string, FormField> Fields, FrozenDictionary<string, LocalizedText> Outcomes)
    {
        public static Index Of(SopPack pack)
        {
            var fields = new Dictionary<string, FormField>(StringComparer.Ordinal);
            var outcomes = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
            foreach (var form in pack.Forms.Values)
            {
                foreach (var field in form.Fields)
                {
                    fields.TryAdd(field.Name, field);
                }

                foreach (var outcome in form.Outcomes)
                {
                    outcomes.TryAdd(outcome.Value, outcome.Label);
                }
            }

            return new(pack, fields.ToFrozenDictionary(StringComparer.Ordinal), outcomes.ToFrozenDictionary(StringComparer.Ordinal));
        }
    }
}
