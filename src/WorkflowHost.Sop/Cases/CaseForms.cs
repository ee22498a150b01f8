using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Cases;

/// <summary>Validates what a person filled in, by the form and by the rules that hold for every form.</summary>
internal static class CaseForms
{
    /// <summary>Field that lists the staff the complaint is about; none of them may be given work on it.</summary>
    public const string InvolvedStaffField = "involvedStaff";

    /// <summary>Field that names the case this one is a repeat of; the shell looks it up.</summary>
    public const string MergeIntoField = "mergeInto";

    public readonly record struct Validation(JsonObject Values, CaseRefusal? Refusal);

    /// <param name="data">The case's data so far: conditions of the form may look at earlier fields.</param>
    /// <param name="number">The case's own number, into which it cannot be merged.</param>
    public static Validation Validate(CaseEnvironment environment, string formId, JsonObject fields, string? outcome, JsonObject data, string number)
    {
        if (!environment.Pack.Forms.TryGetValue(formId, out var form))
        {
            return new([], CaseRefusal.Conflict("form.not_found", ("form", formId)));
        }

        var result = FormValidator.Validate(form, fields, outcome, data, environment.Now);
        var faults = new List<FieldFault>(result.Faults);
        var values = result.Values ?? fields;
        faults.AddRange(StaffFaults(form, values, data, environment));
        if (form.Fields.Any(f => f.Name == MergeIntoField) && values.Text(MergeIntoField) is { Length: > 0 } target
            && MergeFault(target, number, environment) is { } mergeFault)
        {
            faults.Add(mergeFault);
        }

        return faults.Count == 0 ? new(result.Values!, null) : new([], CaseRefusal.Invalid(faults));
    }

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
            else if (involved.Contains(staffId))
            {
                yield return new(field.Name, "assignment.conflict_of_interest", new Dictionary<string, string> { ["staff"] = member.DisplayName });
            }
        }
    }
}
