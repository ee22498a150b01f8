using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Decisions;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Cases;

/// <summary>Validates what a person filled in, by the form and by the rules that hold for every form.</summary>
internal static class CaseForms
{
    /// <summary>Field that lists the staff the complaint is about; none of them may be given work on it.</summary>
    public const string InvolvedStaffField = "involvedStaff";

    /// <summary>Field that names the case this one is a repeat of; the shell looks it up.</summary>
    public const string MergeIntoField = "mergeInto";

    /// <summary>Fields, as <c>HH:mm</c>, that name the time of day at which the customer prefers to be called.</summary>
    public const string CallFromField = "preferredCallFrom";

    public const string CallToField = "preferredCallTo";

    /// <param name="Decisions">What the form's own tables decided; their outputs are among the values.</param>
    public readonly record struct Validation(JsonObject Values, CaseRefusal? Refusal, IReadOnlyList<(string TableId, DecisionResult Result)> Decisions);

    /// <param name="data">The case's data so far: conditions of the form may look at earlier fields.</param>
    /// <param name="number">The case's own number, into which it cannot be merged.</param>
    public static Validation Validate(CaseEnvironment environment, string formId, JsonObject fields, string? outcome, JsonObject data, string number)
    {
        if (!environment.Pack.Forms.TryGetValue(formId, out var form))
        {
            return new([], CaseRefusal.Conflict("form.not_found", ("form", formId)), []);
        }

        return Validate(environment, form, fields, outcome, data, number);
    }

    private static Validation Validate(CaseEnvironment environment, FormDefinition form, JsonObject fields, string? outcome, JsonObject data, string number)
    {
        var result = FormValidator.Validate(form, fields, outcome, data, environment.Now);
        var faults = new List<FieldFault>(result.Faults);
        var values = result.Values ?? fields;
        faults.AddRange(StaffFaults(form, values, data, environment));
        if (form.Fields.Any(f => f.Name == CallFromField) && values.Text(CallFromField) is { Length: > 0 } from && values.Text(CallToField) is { Length: > 0 } to
            && string.CompareOrdinal(from, to) >= 0)
        {
            faults.Add(new(CallToField, "field.window_empty", new Dictionary<string, string>()));
        }
        if (form.Fields.Any(f => f.Name == MergeIntoField) && values.Text(MergeIntoField) is { Length: > 0 } target
            && MergeFault(target, number, environment) is { } mergeFault)
        {
            faults.Add(mergeFault);
        }

        return faults.Count == 0
            ? new(result.Values!, null, Decide(form, result.Values!, data, environment))
            : new([], CaseRefusal.Invalid(faults), []);
    }

    /// <summary>Asks the form's tables one after the other; each sees what the one before decided.</summary>
    private static List<(string TableId, DecisionResult Result)> Decide(FormDefinition form, JsonObject values, JsonObject data, CaseEnvironment environment)
    {
        var decisions = new List<(string TableId, DecisionResult Result)>();
        foreach (var tableId in form.Decides)
        {
            var facts = (JsonObject)data.DeepClone();
            Lay(values, facts);
            var result = environment.Pack.DecisionTables[tableId].Evaluate(facts);
            Lay(result.Outputs, values);
            decisions.Add((tableId, result));
        }

        return decisions;

        static void Lay(JsonObject from, JsonObject onto)
        {
            foreach (var (name, value) in from)
            {
                onto[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>
    /// Facts put right outside their form, each held against the field that captures it. Nothing is required: what was left
    /// out stays as it is.
    /// </summary>
    public static Validation ValidateFacts(CaseEnvironment environment, JsonObject facts, JsonObject data, string number)
    {
        var fields = environment.Pack.Forms.Values.SelectMany(form => form.Fields).Where(field => facts.ContainsKey(field.Name)).DistinctBy(field => field.Name);
        var form = new FormDefinition
        {
            Id = string.Empty,
            Title = new LocalizedText(string.Empty, string.Empty),
            Provenance = new Provenance(string.Empty, Evidence.ProductDefault),
            Sections = [new(new LocalizedText(string.Empty, string.Empty), [.. fields.Select(Unconditional)])],
        };
        return Validate(environment, form, facts, outcome: null, data, number);
    }

    private static FormField Unconditional(FormField field) =>
        field with { IsRequired = false, RequiredFor = [], RequiredWhen = null, VisibleWhen = null, MustBeTrue = false };

    /// <summary>What is wrong with a free text, or null.</summary>
    public static FieldFault? TextFault(string field, string? text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? new(field, "field.required", new Dictionary<string, string>())
        : text.Length > longest ? new(field, "field.too_long", new Dictionary<string, string> { ["max"] = longest.ToString(CultureInfo.InvariantCulture) })
        : null;

    /// <summary>A repeat may only be merged into another open case of its SOP: merged into a dead one it would be lost (A-R7).</summary>
    private static FieldFault? MergeFault(string target, string number, CaseEnvironment environment)
    {
        var code = target == number ? "merge.same_case"
            : environment.MergeTarget is not { } found || found.Number != target || found.DefinitionId != environment.Program.DefinitionId ? "merge.target_unknown"
            : found.Status != CaseStatus.Open ? "merge.target_not_open"
            : null;
        return code is null ? null : new(MergeIntoField, code, new Dictionary<string, string> { ["case"] = target });
    }

    /// <summary>A-R2 回避 (complaint handling measure Art. 17): nobody who is involved may be named as handler.</summary>
    private static IEnumerable<FieldFault> StaffFaults(FormDefinition form, JsonObject fields, JsonObject data, CaseEnvironment environment)
    {
        var involved = data.Texts(InvolvedStaffField).Concat(fields.Texts(InvolvedStaffField)).ToHashSet(StringComparer.Ordinal);
        foreach (var field in form.Fields.Where(f => f.Type == FieldType.Staff && f.Name != InvolvedStaffField))
        {
            if (fields.Text(field.Name) is not { Length: > 0 } staffId)
            {
                continue;
            }

            var member = environment.Staff.FirstOrDefault(s => s.Id == staffId);
            if (member is null || !member.IsActive)
            {
                yield return new(field.Name, "staff.not_found", new Dictionary<string, string> { ["staff"] = staffId });
            }
            else if (field.Role is { } role && !member.Roles.Contains(role))
            {
                yield return new(field.Name, "staff.role_missing", new Dictionary<string, string> { ["staff"] = member.DisplayName, ["role"] = role });
            }
            else if (involved.Contains(staffId))
            {
                yield return new(field.Name, "assignment.conflict_of_interest", new Dictionary<string, string> { ["staff"] = member.DisplayName });
            }
        }
    }
}
