using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Forms;

namespace WorkflowHost.CustomerPages;

/// <summary>How the fields of a form look on a page without scripts, and what a browser sends of them.</summary>
internal static class CustomerAnswers
{
    private const int MostOfScale = 11;

    /// <summary>What may be picked, with its label; null: yes or no. Empty for what is typed.</summary>
    public static IReadOnlyList<(string Value, string? Text)> ChoicesOf(FormField field) => field switch
    {
        { Choices.Count: > 0 } => [.. field.ChoicesFor().Select(choice => (choice.Value, (string?)choice.Label.In(CultureInfo.CurrentUICulture)))],
        { Type: FieldType.Bool } => [("true", null), ("false", null)],
        _ when IsScale(field) => [.. Scale(field).Select(n => (n, (string?)n))],
        _ => [],
    };

    /// <summary>Few enough whole numbers to be picked by a finger: a rating, a recommendation from 0 to 10.</summary>
    public static bool IsScale(FormField field) =>
        field.Choices.Count == 0
        && (field.Type == FieldType.Rating || (field is { Type: FieldType.Number, Min: { } min, Max: { } max } && max - min < MostOfScale && min == decimal.Truncate(min)));

    public static string InputOf(FormField field) => field.Type switch
    {
        FieldType.Date => "date",
        FieldType.DateTime => "datetime-local",
        FieldType.Phone => "tel",
        FieldType.Email => "email",
        _ => "text",
    };

    /// <summary>The values as a form takes them; what is no number stays a text, which the form then refuses.</summary>
    public static JsonObject Read(FormDefinition form, IFormCollection sent)
    {
        var values = new JsonObject();
        foreach (var field in form.Fields)
        {
            var given = sent[field.Name].Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!).ToArray();
            if (given.Length > 0)
            {
                values[field.Name] = field.Type == FieldType.MultiChoice ? new JsonArray([.. given.Select(text => JsonValue.Create(text))]) : Value(field, given[0]);
            }
        }

        return values;
    }

    private static JsonValue Value(FormField field, string text) => field.Type switch
    {
        FieldType.Number or FieldType.Money or FieldType.Rating when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        FieldType.Bool when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
        _ => JsonValue.Create(text),
    };

    private static IEnumerable<string> Scale(FormField field)
    {
        var (from, to) = ((int)(field.Min ?? 1), (int)(field.Max ?? 5));
        return Enumerable.Range(from, to - from + 1).Select(n => n.ToString(CultureInfo.InvariantCulture));
    }
}
