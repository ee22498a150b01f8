using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Workbench.Time;

namespace WorkflowHost.Workbench.Forms;

/// <summary>
/// The typed values of one form, or of one row inside it, read and written by field name. What cannot be read as
/// the field's type is kept as the text the person typed, so that nothing is lost and the fault can name it.
/// </summary>
/// <param name="path">Empty for the form; <c>options[0].</c> for a row. With a field's name it is the path faults carry.</param>
/// <param name="values">Changed in place.</param>
public sealed class FormScope(string path, JsonObject values)
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string MinuteFormat = "yyyy-MM-dd'T'HH:mm:sszzz";

    public JsonObject Values => values;

    public string PathOf(string field) => path + field;

    public string? Text(string field) => values[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(),
    };

    public bool? Flag(string field) => values[field] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public IReadOnlyList<string> List(string field) =>
        values[field] is JsonArray array ? [.. array.OfType<JsonValue>().Select(v => v.ToString())] : [];

    /// <summary>A date or instant as wall time of the case's zone, which is what a date picker edits.</summary>
    public DateTime? Wall(string field) =>
        DateTimeOffset.TryParse(Text(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? Text(field)!.Contains('T', StringComparison.Ordinal) ? at.ToOffset(CaseTime.Offset).DateTime : at.DateTime
            : null;

    public IReadOnlyList<FormScope> Rows(string field) =>
        values[field] is JsonArray array
            ? [.. array.OfType<JsonObject>().Select((row, index) => new FormScope($"{path}{field}[{index}].", row))]
            : [];

    public void SetText(string field, string? text) => Set(field, string.IsNullOrWhiteSpace(text) ? null : JsonValue.Create(text));

    /// <summary>Understands "12,000.50" and full-width digits, which Chinese input methods produce.</summary>
    public void SetNumber(string field, string? text)
    {
        var plain = text?.Trim().Normalize(System.Text.NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal);
        if (decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            Set(field, JsonValue.Create(number));
        }
        else
        {
            SetText(field, text);
        }
    }

    public void SetWhole(string field, int? number) => Set(field, number is { } n ? JsonValue.Create(n) : null);

    public void SetFlag(string field, bool? flag) => Set(field, flag is { } value ? JsonValue.Create(value) : null);

    public void SetDay(string field, DateTime? wall) => Set(field, wall is { } day ? JsonValue.Create(day.ToString(DayFormat, CultureInfo.InvariantCulture)) : null);

    public void SetInstant(string field, DateTime? wall) =>
        Set(field, wall is { } at
            ? JsonValue.Create(new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), CaseTime.Offset).ToString(MinuteFormat, CultureInfo.InvariantCulture))
            : null);

    public void SetList(string field, IEnumerable<string> items)
    {
        var array = new JsonArray([.. items.Where(i => !string.IsNullOrWhiteSpace(i)).Select(i => (JsonNode)JsonValue.Create(i.Trim())!)]);
        Set(field, array.Count == 0 ? null : array);
    }

    public void Toggle(string field, string item, bool isOn) =>
        SetList(field, isOn ? List(field).Append(item).Distinct() : List(field).Where(i => i != item));

    public void AddRow(string field)
    {
        if (values[field] is not JsonArray array)
        {
            values[field] = array = [];
        }

        array.Add(new JsonObject());
    }

    public void RemoveRow(string field, int index)
    {
        if (values[field] is JsonArray array && index < array.Count)
        {
            array.RemoveAt(index);
            if (array.Count == 0)
            {
                values.Remove(field);
            }
        }
    }

    private void Set(string field, JsonNode? node)
    {
        if (node is null || node.GetValueKind() == JsonValueKind.Null)
        {
            values.Remove(field);
        }
        else
        {
            values[field] = node;
        }
    }
}
