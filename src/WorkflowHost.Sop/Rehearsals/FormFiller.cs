using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Rehearsals;

/// <summary>Gives a form what it says is missing, the plainest value each field takes: always the same, so a rehearsal repeats.</summary>
internal sealed partial class FormFiller(IReadOnlyList<StaffMember> staff, WorkCalendar calendar)
{
    /// <summary>Fills what is required; false when some fault is of another kind, or of a field for which no value can be thought of.</summary>
    public bool TryFill(FormDefinition form, IReadOnlyList<FieldFault> faults, JsonObject values, JsonObject filled, DateTimeOffset now)
    {
        var isFilled = faults.Count > 0;
        foreach (var fault in faults)
        {
            isFilled &= fault.Code == "field.required" && TryFill(form, fault.Field, values, filled, now);
        }

        return isFilled;
    }

    private bool TryFill(FormDefinition form, string path, JsonObject values, JsonObject filled, DateTimeOffset now)
    {
        var cell = Cell().Match(path);
        var name = cell.Success ? cell.Groups["field"].Value : path;
        if (form.Fields.FirstOrDefault(each => each.Name == name) is not { } field)
        {
            return false;
        }

        if (!cell.Success)
        {
            values[name] = Value(field, values, now);
            filled[name] = values[name]?.DeepClone();
            return values[name] is not null;
        }

        var column = field.Columns.FirstOrDefault(each => each.Name == cell.Groups["column"].Value);
        var row = (values[name] as JsonArray)?[int.Parse(cell.Groups["row"].Value, CultureInfo.InvariantCulture)] as JsonObject;
        if (column is null || row is null || Value(column, values, now) is not { } value)
        {
            return false;
        }

        row[column.Name] = value;
        filled[name] = values[name]!.DeepClone();
        return true;
    }

    private JsonNode? Value(FormField field, JsonObject values, DateTimeOffset now)
    {
        switch (field.Type)
        {
            case FieldType.Text or FieldType.Multiline:
                return field.Pattern is null ? Shortened(field.Label.Zh, field.MaxLength) : null;
            case FieldType.Number or FieldType.Money:
                return JsonValue.Create(Math.Max(field.Min ?? 1, Math.Min(1, field.Max ?? 1)));
            case FieldType.Rating:
                return JsonValue.Create(field.Max ?? 5);
            case FieldType.Date:
                return calendar.LocalDate(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case FieldType.DateTime:
                return now.ToOffset(calendar.UtcOffset).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
            case FieldType.Choice:
                return field.Choices.Count > 0 ? field.Choices[0].Value : null;
            case FieldType.MultiChoice:
                return field.Choices.Count > 0 ? new JsonArray(field.Choices[0].Value) : null;
            case FieldType.Bool:
                return true;
            case FieldType.Staff:
                return Person(field, values) is { } person ? field.IsMultiple ? new JsonArray(person) : person : null;
            case FieldType.File:
                return new JsonArray([.. Enumerable.Range(1, (int)Math.Max(1, field.Min ?? 1)).Select(i => JsonValue.Create($"rehearsal-{i}"))]);
            case FieldType.Phone:
                return "13800000000";
            case FieldType.Email:
                return "customer@example.com";
            case FieldType.Rows:
                return new JsonArray([.. Enumerable.Range(0, (int)Math.Max(1, field.Min ?? 1)).Select(_ => new JsonObject())]);
            default:
                return null;
        }
    }

    /// <summary>Somebody who handles cases and isn't named as involved.</summary>
    private string? Person(FormField field, JsonObject values)
    {
        var involved = (values["involvedStaff"] as JsonArray ?? []).Select(each => each?.ToString()).ToHashSet(StringComparer.Ordinal);
        var free = staff.Where(each => each.IsActive && !involved.Contains(each.Id)).ToList();
        return (free.Find(each => each.Roles.Contains(field.Role ?? StaffRoles.Handler)) ?? (field.Role is null ? free.FirstOrDefault() : null))?.Id;
    }

    private static string Shortened(string text, int? longest) => longest is { } max && text.Length > max ? text[..max] : text;

    [GeneratedRegex(@"^(?<field>[^\[\].]+)\[(?<row>[0-9]+)\]\.(?<column>[^\[\].]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();
}
