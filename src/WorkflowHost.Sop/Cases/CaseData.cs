using System.Globalization;
using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Cases;

/// <summary>Reading the captured fields of a case: a field that is absent or of another type reads as null.</summary>
public static class CaseData
{
    /// <summary>Name under which scripts and notices see the fields: <c>getCase()</c>, <c>{{ Case.customerName }}</c>.</summary>
    public const string AmbientName = "Case";

    /// <summary>Name under which scripts see how the case stands: number, status, stage, whether a revisit is planned, linked cases and live clocks.</summary>
    public const string InfoName = "CaseInfo";

    public static string? Text(this JsonObject data, string field)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data[field] switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            JsonValue value => value.ToString(),
            _ => null,
        };
    }

    public static long? Whole(this JsonObject data, string field)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data[field] is JsonValue value && decimal.TryParse(value.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? decimal.ToInt64(decimal.Truncate(number))
            : null;
    }

    public static bool IsTrue(this JsonObject data, string field)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data[field] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
    }

    public static DateTimeOffset? Instant(this JsonObject data, string field)
    {
        ArgumentNullException.ThrowIfNull(data);
        return DateTimeOffset.TryParse(data.Text(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    public static IEnumerable<string> Texts(this JsonObject data, string field)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data[field] is JsonArray array
            ? array.OfType<JsonValue>().Select(v => v.ToString())
            : [];
    }
}
