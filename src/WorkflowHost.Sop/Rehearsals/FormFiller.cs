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
    private JsonObject _known = [];

    /// <summary>Fills what is required; false when some fault is of another kind, or of a field for which no value can be thought of.</summary>
    /// <param name="known">The case's fields so far.</param>
    public bool TryFill(FormDefinition form, IReadOnlyList<FieldFault> faults, JsonObject values, JsonObject filled, JsonObject known, DateTimeOffset now)
    {
        _known = known;
        var isFilled = faults.Count > 0;
        foreach (var fault in faults)
        {
            isFilled &= fault.Code is "field.above" or "field.below" ? TryMend(form, fault, values, filled, now)
                : fault.Code is "field.required" or "field.must_differ" or FormValidator.ContradictionCode && TryFill(form, fault.Field, values, filled, now);
        }

        return isFilled;
    }

    /// <summary>An amount that does not fit beside another. What the tester gave stays as it is: it is the other that makes way, or the refusal is what is to be seen.</summary>
    private bool TryMend(FormDefinition form, FieldFault fault, JsonObject values, JsonObject filled, DateTimeOffset now)
    {
        var field = form.Fields.FirstOrDefault(each => each.Name == fault.Field);
        if (field is null || values[field.Name] is not { } given || filled.ContainsKey(field.Name))
        {
            return TryFill(form, fault.Field, values, filled, now);
        }

        var other = fault.Code == "field.above" ? field.NotAbove : field.NotBelow;
        if (other is null || !filled.ContainsKey(other))
        {
            return false;
        }

        values[other] = given.DeepClone();
        filled[other] = given.DeepClone();
        return true;
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
            if (Value(field, values, now) is not { } value)
            {
                return false;
            }

            values[name] = value;
            filled[name] = value.DeepClone();
            return true;
        }

        var column = field.Columns.FirstOrDefault(each => each.Name == cell.Groups["column"].Value);
        var row = (values[name] as JsonArray)?[int.Parse(cell.Groups["row"].Value, CultureInfo.InvariantCulture)] as JsonObject;
        if (column is null || row is null || Value(column, row, now) is not { } item)
        {
            return false;
        }

        row[column.Name] = item;
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
                return JsonValue.Create(Bound(field.NotBelow, values) ?? Math.Min(Bound(field.NotAbove, values) ?? decimal.MaxValue, Math.Max(field.Min ?? 1, Math.Min(1, field.Max ?? 1))));
            case FieldType.Rating:
                return JsonValue.Create(field.Max ?? 5);
            case FieldType.Date:
                return calendar.LocalDate(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case FieldType.DateTime:
                return now.ToOffset(calendar.UtcOffset).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
            case FieldType.Choice:
                // One that was filled in and contradicts something makes way for the next.
                return field.ChoicesFor(values[field.Name]?.ToString()).SkipWhile(each => values[field.Name] is not null && !Holds(values[field.Name], each.Value)).Skip(values[field.Name] is null ? 0 : 1)
                    .FirstOrDefault(each => !IsTaken(field, values, each.Value))?.Value;
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

    private decimal? Bound(string? name, JsonObject values) =>
        name is not null && decimal.TryParse((values[name] ?? _known[name])?.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var bound) ? bound : null;

    /// <summary>Whether it is what the field has already, or what a field has that it must differ from.</summary>
    private bool IsTaken(FormField field, JsonObject values, string value) =>
        field.DiffersFrom.Count > 0 && field.DiffersFrom.Append(field.Name).Any(other => Holds(values[other] ?? _known[other], value));

    private static bool Holds(JsonNode? node, string value) =>
        node is JsonArray list ? list.Any(each => each?.ToString() == value) : node?.ToString() == value;

    /// <summary>Somebody of the field's role, else who handles cases, and who isn't named as involved.</summary>
    private string? Person(FormField field, JsonObject values)
    {
        var involved = (values["involvedStaff"] as JsonArray ?? []).Select(each => each?.ToString()).ToHashSet(StringComparer.Ordinal);
        var free = staff.Where(each => each.IsActive && !involved.Contains(each.Id) && !IsTaken(field, values, each.Id)).ToList();
        return (free.Find(each => each.Roles.Contains(field.Role ?? StaffRoles.Handler)) ?? (field.Role is null ? free.FirstOrDefault() : null))?.Id;
    }

    private static string Shortened(string text, int? longest) => longest is { } max && text.Length > max ? text[..max] : text;

    [GeneratedRegex(@"^(?<field>[^\[\].]+)\[(?<row>[0-9]+)\]\.(?<column>[^\[\].]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();
}
