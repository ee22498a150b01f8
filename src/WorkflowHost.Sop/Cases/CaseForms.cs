using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.Sop.Cases;

/// <summary>Validates what a person filled in, by the form and by the rules that hold for every form.</summary>
internal static class CaseForms
{
    /// <summary>Field that lists the staff the complaint is about; none of them may be given work on it.</summary>
    public const string InvolvedStaffField = "involvedStaff";

    public readonly record struct Validation(JsonObject Values, CaseRefusal? Refusal);

    /// <param name="data">The case's data so far: conditions of the form may look at earlier fields.</param>
    public static Validation Validate(CaseEnvironment environment, string formId, JsonObject fields, string? outcome, JsonObject data)
    {
        if (!environment.Pack.Forms.TryGetValue(formId, out var form))
        {
            return new([], CaseRefusal.Conflict("form.not_found", ("form", formId)));
        }

        var result = FormValidator.Validate(form, fields, outcome, data, environment.Now);
        var faults = new List<FieldFault>(result.Faults);
        faults.AddRange(StaffFaults(form, fields, data, environment));
        return faults.Count == 0 ? new(result.Values!, null) : new([], CaseRefusal.Invalid(faults));
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
