using System.Globalization;
using System.Text.Json.Nodes;

namespace WorkflowHost.Sop.Forms;

/// <summary>Reads dates and instants, and keeps them where deadlines can be counted from them.</summary>
internal static class FieldInstant
{
    private const string DateFormat = "yyyy-MM-dd";
    private const string InstantFormat = "yyyy-MM-ddTHH:mm:sszzz";

    /// <summary>By how much the clock of the machine a person sits at may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private static readonly DateOnly First = new(2000, 1, 1);
    private static readonly DateOnly Last = new(2100, 12, 31);
    private static readonly TimeSpan ChinaTime = TimeSpan.FromHours(8);
    private static readonly string[] LocalFormats = ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];
    private static readonly string[] OffsetFormats = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>A day; null stands for what isn't a text.</summary>
    public static (JsonNode?, FieldFault?) Date(FormField field, string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return FieldValue.WrongType("date");
        }
        if (!DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return FieldValue.WrongFormat(DateFormat);
        }
        if (date < First || date > Last)
        {
            return OutOfRange();
        }
        var today = DateOnly.FromDateTime(now.ToOffset(ChinaTime).DateTime);
        return field.NotAfterNow && date > today ? InFuture(Plain(today)) : (JsonValue.Create(text), null);
    }

    /// <summary>
    /// An instant, in China's time whatever offset it came in, so that its day and month are those the rules count by; null
    /// stands for what isn't a text.
    /// </summary>
    public static (JsonNode?, FieldFault?) Instant(FormField field, string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return FieldValue.WrongType("date and time");
        }
        DateTimeOffset instant;
        if (DateTime.TryParseExact(text, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            // The first and last day of the era have no place in every offset.
            instant = IsCounted(local) ? new DateTimeOffset(local, ChinaTime) : default;
        }
        else if (!DateTimeOffset.TryParseExact(text, OffsetFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant))
        {
            return FieldValue.WrongFormat("yyyy-MM-ddTHH:mm:ss+08:00");
        }
        if (!IsCounted(instant.DateTime))
        {
            return OutOfRange();
        }
        return field.NotAfterNow && instant - ClockSkew > now
            ? InFuture(now.ToOffset(ChinaTime).ToString(InstantFormat, CultureInfo.InvariantCulture))
            : (JsonValue.Create(instant.ToOffset(ChinaTime).ToString(InstantFormat, CultureInfo.InvariantCulture)), null);
    }

    /// <summary>The bound as it is written, when the given day or instant lies before it; null when it doesn't or one of them isn't known.</summary>
    public static string? BoundAfter(JsonNode given, JsonNode? bound)
    {
        if (Read(given) is not { } at || bound is null || Read(bound) is not { } first)
        {
            return null;
        }
        var isBefore = at.IsDay || first.IsDay ? at.Wall.Date < first.Wall.Date : at.Wall.AddTicks(-(at.Wall.Ticks % TimeSpan.TicksPerMinute)) < first.Wall.AddTicks(-(first.Wall.Ticks % TimeSpan.TicksPerMinute));
        return isBefore ? bound.ToString() : null;
    }

    /// <summary>Wall time in China; a day is its begin.</summary>
    private static (DateTime Wall, bool IsDay)? Read(JsonNode node)
    {
        var text = node.ToString();
        return DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (day.ToDateTime(TimeOnly.MinValue), true)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? (instant.ToOffset(ChinaTime).DateTime, false)
            : null;
    }

    private static bool IsCounted(DateTime wall) => wall.Year >= First.Year && wall.Year <= Last.Year;

    private static (JsonNode?, FieldFault?) OutOfRange() =>
        (null, FieldValue.Fault("field.out_of_range", ("min", Plain(First)), ("max", Plain(Last))));

    private static (JsonNode?, FieldFault?) InFuture(string now) => (null, FieldValue.Fault("field.in_future", ("now", now)));

    private static string Plain(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);
}
