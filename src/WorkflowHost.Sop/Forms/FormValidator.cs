using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Forms;

/// <summary>Checks what a person filled in, finding every fault at once. The browser is never trusted with it.</summary>
public static class FormValidator
{
    /// <summary>Under this name conditions see the outcome that was picked.</summary>
    public const string OutcomeFact = "outcome";

    /// <summary>Of a fault that brings its own text in both languages, in its arguments <c>zh</c> and <c>en</c>.</summary>
    internal const string ContradictionCode = "field.contradiction";

    /// <summary>Checks and normalises the values of a form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="values">What came in, by field name; left unchanged.</param>
    /// <param name="outcome">How the task is to end; null while a draft is saved, when nothing is required yet for an outcome.</param>
    /// <param name="caseFacts">What is known of the case already; conditions may ask for it.</param>
    /// <param name="now">Fields that record what has happened are held against it.</param>
    public static FormResult Validate(FormDefinition form, JsonObject values, string? outcome, JsonObject? caseFacts, DateTimeOffset now)
    {
        var faults = new List<FieldFault>();
        if (outcome is not null && form.Outcomes.Count > 0 && form.Outcomes.All(choice => choice.Value != outcome))
        {
            faults.Add(Fault(OutcomeFact, "field.not_allowed",
                ("found", outcome), ("allowed", string.Join(", ", form.Outcomes.Select(choice => choice.Value)))));
        }
        var around = (JsonObject?)caseFacts?.DeepClone() ?? [];
        around[OutcomeFact] = outcome;
        var normal = Fields([.. form.Fields], values, around, string.Empty, new Check(now, faults));
        faults.AddRange(Contradictions(form, normal, around));
        return faults.Count == 0 ? new FormResult(normal, []) : new FormResult(null, faults);
    }

    private static IEnumerable<FieldFault> Contradictions(FormDefinition form, JsonObject answers, JsonObject around)
    {
        if (form.Checks.Count == 0)
        {
            return [];
        }
        var facts = (JsonObject)around.DeepClone();
        foreach (var field in form.Fields)
        {
            facts[field.Name] = answers[field.Name]?.DeepClone();
        }
        return form.Checks.Where(check => check.When.Holds(facts)).Select(check => Fault(check.Field, ContradictionCode, ("zh", check.Text.Zh), ("en", check.Text.En)));
    }

    private static JsonObject Fields(IReadOnlyList<FormField> fields, JsonObject values, JsonObject around, string prefix, Check check)
    {
        var known = fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        check.Faults.AddRange(values.Where(value => !known.Contains(value.Key)).Select(value => Fault(prefix + value.Key, "field.unknown")));
        var (facts, wrong) = Facts(fields, values, around, check.Now);
        var normal = new JsonObject();
        foreach (var field in fields)
        {
            if (field.VisibleWhen?.Holds(facts) == false)
            {
                // Later conditions must not see what nobody was asked.
                facts.Remove(field.Name);
                continue;
            }
            if (Value(field, facts, wrong.GetValueOrDefault(field.Name), prefix, check) is { } value)
            {
                normal[field.Name] = value;
            }
        }
        return normal;
    }

    /// <summary>
    /// What conditions see: the values in their normal form, so that nobody slips past one by writing a single text for a
    /// list or a blank around a name. What can't be read stays as it came, beside what is wrong with it.
    /// </summary>
    private static (JsonObject Facts, Dictionary<string, FieldFault> Wrong) Facts(
        IReadOnlyList<FormField> fields, JsonObject values, JsonObject around, DateTimeOffset now)
    {
        var facts = (JsonObject)around.DeepClone();
        var wrong = new Dictionary<string, FieldFault>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (field.SumOf.Count > 0)
            {
                continue;
            }
            // A field of this form hides an older fact of the same name, even when it is left empty.
            var given = values.TryGetPropertyValue(field.Name, out var value) && !IsMissing(value) ? value : field.Default;
            if (IsMissing(given) || field.Type == FieldType.Rows)
            {
                facts[field.Name] = given?.DeepClone();
                continue;
            }
            var (normal, fault) = FieldValue.Read(field, given!, now);
            facts[field.Name] = normal ?? given!.DeepClone();
            if (fault is not null)
            {
                wrong[field.Name] = fault;
            }
        }
        foreach (var field in fields.Where(field => field.SumOf.Count > 0))
        {
            facts[field.Name] = Sum(field, facts);
        }
        return (facts, wrong);
    }

    /// <summary>The sum of the parts, or null as long as one of them is missing or no number: half a scale has no total.</summary>
    public static JsonNode? Sum(FormField field, JsonObject values)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(values);
        var total = 0m;
        foreach (var part in field.SumOf)
        {
            // A choice keeps its score as the text of its code.
            if (Number(values[part]) is not { } number)
            {
                return null;
            }
            total += number;
        }
        return JsonValue.Create(total);
    }

    private static JsonNode? Value(FormField field, JsonObject facts, FieldFault? wrong, string prefix, Check check)
    {
        var name = prefix + field.Name;
        var given = facts[field.Name];
        var isRequired = IsRequired(field, facts);
        if (IsMissing(given))
        {
            if (isRequired)
            {
                check.Faults.Add(Fault(name, "field.required"));
            }
            return null;
        }
        if (field.Type == FieldType.Rows)
        {
            return Rows(field, given!, facts, name, check);
        }
        if (wrong is not null)
        {
            check.Faults.Add(wrong with { Field = name });
            return null;
        }
        if (field.DiffersFrom.Count > 0 && field.DiffersWhen?.Holds(facts) != false
            && field.DiffersFrom.FirstOrDefault(other => other != field.Name && IsSame(facts[other], given!)) is { } same)
        {
            check.Faults.Add(Fault(name, "field.must_differ", ("from", same)));
            return null;
        }
        if (field.NotBefore is { } earliest && FieldInstant.BoundAfter(given!, facts[earliest]) is { } bound)
        {
            check.Faults.Add(Fault(name, "field.before", ("from", earliest), ("notBefore", bound)));
            return null;
        }
        if (Beyond(field, given!, facts) is { } beyond)
        {
            check.Faults.Add(beyond with { Field = name });
            return null;
        }
        if (isRequired && field.MustBeTrue && given!.GetValueKind() != JsonValueKind.True)
        {
            check.Faults.Add(Fault(name, "field.required", ("expected", "true")));
        }
        return given!.DeepClone();
    }

    /// <summary>Above or below the number it is held against; null while that isn't known.</summary>
    private static FieldFault? Beyond(FormField field, JsonNode given, JsonObject facts)
    {
        if (field.NotAbove is { } ceiling && Number(facts[ceiling]) is { } most && Number(given) > most)
        {
            return Fault(field.Name, "field.above", ("from", ceiling), ("bound", most.ToString(CultureInfo.InvariantCulture)));
        }
        return field.NotBelow is { } floor && Number(facts[floor]) is { } least && Number(given) < least
            ? Fault(field.Name, "field.below", ("from", floor), ("bound", least.ToString(CultureInfo.InvariantCulture)))
            : null;
    }

    private static decimal? Number(JsonNode? value) =>
        value is JsonValue known && decimal.TryParse(known.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JsonArray? Rows(FormField field, JsonNode given, JsonObject around, string name, Check check)
    {
        if (given is not JsonArray rows || rows.Any(row => row is not JsonObject))
        {
            check.Faults.Add(Fault(name, "field.wrong_type", ("expected", "rows")));
            return null;
        }
        if (FieldValue.CountFault(field, rows.Count) is { } fault)
        {
            check.Faults.Add(fault with { Field = name });
            return null;
        }
        var outside = (JsonObject)around.DeepClone();
        return [.. rows.Select((row, index) => (JsonNode)Fields(
            field.Columns, (JsonObject)row!, outside, string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]."), check))];
    }

    /// <summary>Equal, or one of a list.</summary>
    private static bool IsSame(JsonNode? other, JsonNode given) => other is JsonArray list
        ? list.Any(item => item is not null && JsonComparison.AreEqual(item, given))
        : other is not null && JsonComparison.AreEqual(other, given);

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

    /// <summary>What one validation carries along: the instant it is held against, and what it has found.</summary>
    private sealed record Check(DateTimeOffset Now, List<FieldFault> Faults);
}
