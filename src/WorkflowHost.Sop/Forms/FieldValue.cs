using WorkflowHost.Engine.Values;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Sop.Decisions;

namespace WorkflowHost.Sop.Forms;

/// <summary>Reads one given value as its field's type: the normal form, or what is wrong. Faults carry no field name yet.</summary>
internal static partial class FieldValue
{
    /// <summary>Where a form sets no limit, so that nobody can fill the database through a text box.</summary>
    private const int DefaultTextLength = 200;
    private const int DefaultMultilineLength = 4000;
    private const int DefaultRows = 100;
    private const int DefaultList = 50;
    private const int MaxMailLength = 254;
    private const int MoneyDecimals = 2;
    private const int DefaultRatingMax = 5;

    public static (JsonNode? Value, FieldFault? Fault) Read(FormField field, JsonNode given, DateTimeOffset now) => field.Type switch
    {
        FieldType.Text => Text(field, given, isOneLine: true),
        FieldType.Multiline => Text(field, given, isOneLine: false),
        FieldType.Staff when field.IsMultiple => Texts(field, given, "a list of staff ids"),
        FieldType.Staff => Text(field, given, isOneLine: true),
        FieldType.Number => Number(field, given),
        FieldType.Money => Number(field, given, MoneyDecimals),
        FieldType.Rating => Number(field with { Min = field.Min ?? 1, Max = field.Max ?? DefaultRatingMax }, given, 0),
        FieldType.Date => FieldInstant.Date(field, AsText(given), now),
        FieldType.DateTime => FieldInstant.Instant(field, AsText(given), now),
        FieldType.Choice => Choice(field, given),
        FieldType.MultiChoice => Choices(field, given),
        FieldType.Bool => given.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? (given.DeepClone(), null) : WrongType("true or false"),
        FieldType.File => Texts(field, given, "a list of file ids"),
        FieldType.Phone => Formatted(given, PhoneFormat(), "phone number", text => text.Replace(" ", string.Empty, StringComparison.Ordinal)),
        FieldType.Email => Formatted(given, EmailFormat(), "mail address", text => text),
        _ => throw new InvalidOperationException($"Field {field.Name} has the type {field.Type}, which isn't a single value."),
    };

    public static FieldFault? CountFault(FormField field, int count)
    {
        field = field with { Max = field.Max ?? (field.Type == FieldType.Rows ? DefaultRows : DefaultList) };
        return count < field.Min || count > field.Max ? OutOfRange(field) : null;
    }

    private static (JsonNode?, FieldFault?) Text(FormField field, JsonNode given, bool isOneLine)
    {
        if (AsText(given) is not { } text)
        {
            return WrongType("text");
        }
        text = isOneLine ? text.ReplaceLineEndings(" ") : text.ReplaceLineEndings("\n");
        var limit = field.MaxLength ?? (isOneLine ? DefaultTextLength : DefaultMultilineLength);
        if (text.Length > limit)
        {
            return (null, Fault("field.too_long", ("max", Plain(limit)), ("found", Plain(text.Length))));
        }
        return field.Pattern is null || Regex.IsMatch(text, $"^(?:{field.Pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
            ? (JsonValue.Create(text), null)
            : WrongFormat("the field's pattern");
    }

    private static (JsonNode?, FieldFault?) Number(FormField field, JsonNode given, int? decimals = null)
    {
        if (JsonComparison.Number(given) is not { } number)
        {
            return WrongType("number");
        }
        if (decimals is { } allowed && decimal.Round(number, allowed) != number)
        {
            return WrongFormat($"at most {Plain(allowed)} decimals");
        }
        if (field.Choices.Count > 0 && field.Choices.All(choice => NumberOf(choice) != number))
        {
            return (null, NotAllowed(field, number.ToString(CultureInfo.InvariantCulture)));
        }
        return number < field.Min || number > field.Max ? (null, OutOfRange(field)) : (JsonValue.Create(number), null);
    }

    /// <summary>The number a choice of a number field stands for; null when it is none.</summary>
    internal static decimal? NumberOf(FormChoice choice) =>
        decimal.TryParse(choice.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (JsonNode?, FieldFault?) Choice(FormField field, JsonNode given)
    {
        if (AsText(given) is not { } text)
        {
            return WrongType("one of the choices");
        }
        return field.Choices.Any(choice => choice.Value == text) ? (JsonValue.Create(text), null) : (null, NotAllowed(field, text));
    }

    private static (JsonNode?, FieldFault?) Choices(FormField field, JsonNode given)
    {
        if (Texts(given) is not { } texts)
        {
            return WrongType("a list of choices");
        }
        var stranger = texts.FirstOrDefault(text => field.Choices.All(choice => choice.Value != text));
        if (stranger is not null)
        {
            return (null, NotAllowed(field, stranger));
        }
        return CountFault(field, texts.Count) is { } fault ? (null, fault) : (List(texts), null);
    }

    private static (JsonNode?, FieldFault?) Texts(FormField field, JsonNode given, string expected)
    {
        if (Texts(given) is not { } texts)
        {
            return WrongType(expected);
        }
        if (texts.Any(text => text.Length is 0 or > DefaultTextLength))
        {
            return WrongFormat(expected);
        }
        return CountFault(field, texts.Count) is { } fault ? (null, fault) : (List(texts), null);
    }

    private static (JsonNode?, FieldFault?) Formatted(JsonNode given, Regex format, string expected, Func<string, string> normalise)
    {
        if (AsText(given) is not { } text)
        {
            return WrongType(expected);
        }
        return text.Length <= MaxMailLength && format.IsMatch(text) ? (JsonValue.Create(normalise(text)), null) : WrongFormat(expected);
    }

    private static string? AsText(JsonNode given) =>
        given.GetValueKind() == JsonValueKind.String ? given.GetValue<string>().Trim() : null;

    /// <summary>A list of texts without repetitions; a single text counts as a list of one. Null for anything else.</summary>
    private static List<string>? Texts(JsonNode given)
    {
        if (AsText(given) is { } single)
        {
            return [single];
        }
        var texts = (given as JsonArray)?.Select(item => item is null ? null : AsText(item)).ToList();
        return texts is null || texts.Contains(null) ? null : [.. texts.Select(text => text!).Distinct(StringComparer.Ordinal)];
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];

    private static FieldFault NotAllowed(FormField field, string found) => Fault("field.not_allowed",
        ("found", found.Length > 50 ? found[..50] : found), ("allowed", string.Join(", ", field.Choices.Select(choice => choice.Value))));

    private static FieldFault OutOfRange(FormField field)
    {
        var bounds = new List<(string, string)>();
        if (field.Min is { } min)
        {
            bounds.Add(("min", min.ToString(CultureInfo.InvariantCulture)));
        }
        if (field.Max is { } max)
        {
            bounds.Add(("max", max.ToString(CultureInfo.InvariantCulture)));
        }
        return Fault("field.out_of_range", [.. bounds]);
    }

    internal static (JsonNode?, FieldFault?) WrongType(string expected) => (null, Fault("field.wrong_type", ("expected", expected)));

    internal static (JsonNode?, FieldFault?) WrongFormat(string expected) => (null, Fault("field.wrong_format", ("expected", expected)));

    internal static FieldFault Fault(string code, params ReadOnlySpan<(string, string)> args) => FormValidator.Fault(string.Empty, code, args);

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Mobile, landline with area code, 400 numbers, international, with an optional extension.</summary>
    [GeneratedRegex(@"^\+?[0-9][0-9\- ]{4,19}(?:(?:转|x)[0-9]{1,6})?$", RegexOptions.CultureInvariant)]
    private static partial Regex PhoneFormat();

    [GeneratedRegex(@"^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$", RegexOptions.CultureInvariant)]
    private static partial Regex EmailFormat();
}
