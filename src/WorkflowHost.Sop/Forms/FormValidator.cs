using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Forms;

/// <summary>Checks what a person filled in, finding every fault at once. The browser is never trusted with it.</summary>
public static class FormValidator
{
    /// <summary>Under this name conditions see the outcome that was picked.</summary>
    public const string OutcomeFact = "outcome";

    /// <summary>Checks and normalises the values of a form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="values">What came in, by field name; left unchanged.</param>
    /// <param name="outcome">How the task is to end; null while a draft is saved, when nothing is required yet for an outcome.</param>
    /// <param name="caseFacts">What is known of the case already; conditions may ask for it.</param>
    public static FormResult Validate(FormDefinition form, JsonObject values, string? outcome = null, JsonObject? caseFacts = null)
    {
        var faults = new List<FieldFault>();
        if (outcome is not null && form.Outcomes.Count > 0 && form.Outcomes.All(choice => choice.Value != outcome))
        {
            faults.Add(Fault(OutcomeFact, "field.not_allowed",
                ("found", outcome), ("allowed", string.Join(", ", form.Outcomes.Select(choice => choice.Value)))));
        }
        var around = (JsonObject?)caseFacts?.DeepClone() ?? [];
        around[OutcomeFact] = outcome;
        var normal = Fields([.. form.Fields], values, around, string.Empty, faults);
        return faults.Count == 0 ? new FormResult(normal, []) : new FormResult(null, faults);
    }

    private static JsonObject Fields(IReadOnlyList<FormField> fields, JsonObject values, JsonObject around, string prefix, List<FieldFault> faults)
    {
        var known = fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(values.Where(value => !known.Contains(value.Key)).Select(value => Fault(prefix + value.Key, "field.unknown")));
        var facts = Facts(fields, values, around);
        var normal = new JsonObject();
        foreach (var field in fields)
        {
            if (field.VisibleWhen?.Holds(facts) == false)
            {
                // Later conditions must not see what nobody was asked.
                facts.Remove(field.Name);
                continue;
            }
            if (Value(field, facts, prefix, faults) is { } value)
            {
                normal[field.Name] = value;
            }
        }
        return normal;
    }

    private static JsonObject Facts(IReadOnlyList<FormField> fields, JsonObject values, JsonObject around)
    {
        var facts = (JsonObject)around.DeepClone();
        foreach (var field in fields)
        {
            // A field of this form hides an older fact of the same name, even when it is left empty.
            var given = values.TryGetPropertyValue(field.Name, out var value) && !IsMissing(value) ? value : field.Default;
            facts[field.Name] = given?.DeepClone();
        }
        return facts;
    }

    private static JsonNode? Value(FormField field, JsonObject facts, string prefix, List<FieldFault> faults)
    {
        var name = prefix + field.Name;
        var given = facts[field.Name];
        var isRequired = IsRequired(field, facts);
        if (IsMissing(given))
        {
            if (isRequired)
            {
                faults.Add(Fault(name, "field.required"));
            }
            return null;
        }
        if (field.Type == FieldType.Rows)
        {
            return Rows(field, given!, facts, name, faults);
        }
        var (value, fault) = FieldValue.Read(field, given!);
        if (fault is not null)
        {
            faults.Add(fault with { Field = name });
            return null;
        }
        if (isRequired && field.MustBeTrue && value!.GetValueKind() != JsonValueKind.True)
        {
            faults.Add(Fault(name, "field.required", ("expected", "true")));
        }
        return value;
    }

    private static JsonArray? Rows(FormField field, JsonNode given, JsonObject around, string name, List<FieldFault> faults)
    {
        if (given is not JsonArray rows || rows.Any(row => row is not JsonObject))
        {
            faults.Add(Fault(name, "field.wrong_type", ("expected", "rows")));
            return null;
        }
        if (FieldValue.CountFault(field, rows.Count) is { } fault)
        {
            faults.Add(fault with { Field = name });
        }
        var outside = (JsonObject)around.DeepClone();
        return [.. rows.Select((row, index) => (JsonNode)Fields(
            field.Columns, (JsonObject)row!, outside, string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]."), faults))];
    }

    private static bool IsRequired(FormField field, JsonObject facts)
    {
        var outcome = facts[OutcomeFact]?.GetValue<string>();
        return field.IsRequired
            || (outcome is not null && field.RequiredFor.Contains(outcome, StringComparer.Ordinal))
            || field.RequiredWhen?.Holds(facts) == true;
    }

    private static bool IsMissing(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        _ => value.GetValueKind() == JsonValueKind.Null
            || (value.GetValueKind() == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetValue<string>())),
    };

    internal static FieldFault Fault(string field, string code, params ReadOnlySpan<(string Name, string Value)> args) =>
        new(field, code, Refusal.Of(code, args).Args);
}
