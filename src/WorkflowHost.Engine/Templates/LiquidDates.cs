using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Values;

namespace WorkflowHost.Engine.Templates;

/// <summary>Dates in texts: how they are read, and the <c>strftime</c> formats of the filter <c>date</c>.</summary>
internal static class LiquidDates
{
    // A longer field would be a way to fill the memory, not to show a date.
    private const int WidestField = 40;

    private static readonly TimeSpan ChinaTime = TimeSpan.FromHours(8);

    private static readonly string[] Local = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    /// <summary>An instant as a value of a text, shown in China's time.</summary>
    public static JsonNode InChina(DateTimeOffset instant) => JsonValue.Create(Shifted(instant));

    /// <summary>
    /// The instant a value names, in the offset it is to be shown in: that of China, unless the filter <c>time_zone</c> gave it another.
    /// A text without an offset is China's time already; a number counts seconds since 1970; <c>now</c> and <c>today</c> are the instant of writing.
    /// </summary>
    public static DateTimeOffset? Read(JsonNode? value, DateTimeOffset now)
    {
        if (LiquidValues.Instant(value) is { } instant)
        {
            return instant;
        }

        if (value?.GetValueKind() == JsonValueKind.Number)
        {
            var seconds = decimal.Clamp(LiquidValues.Number(value), DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds());
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)).ToOffset(ChinaTime);
        }

        if (!LiquidValues.IsText(value))
        {
            return null;
        }

        var text = LiquidValues.Text(value);
        if (text is "now" or "today")
        {
            return now.ToOffset(ChinaTime);
        }

        // A time of day alone has no date: the day of the machine's clock must not get in.
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal | DateTimeStyles.NoCurrentDateDefault, out var time) && time.Year == 1)
        {
            return new DateTimeOffset(time, TimeSpan.Zero);
        }

        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.NoCurrentDateDefault, out day) && day.Kind == DateTimeKind.Unspecified))
        {
            return day.Year > 1 ? new DateTimeOffset(day, ChinaTime) : new DateTimeOffset(day, TimeSpan.Zero);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? Shifted(parsed) : null;
    }

    // "For ever" is often written as the last instant there is, and a day later there is nothing.
    private static DateTimeOffset Shifted(DateTimeOffset instant) =>
        instant.UtcDateTime > DateTime.MaxValue - ChinaTime ? instant : instant.ToOffset(ChinaTime);

    /// <summary>The instant in the zone of an IANA name; as it is where nobody knows the zone.</summary>
    public static JsonNode InZone(DateTimeOffset instant, string zone) =>
        JsonValue.Create(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(instant, found) : instant);

    /// <summary>The instant by a format of percent signs, flags (<c>-</c> without zeros, <c>_</c> with spaces, <c>^</c> capitals, <c>:</c> colons in the offset), width and letter.</summary>
    public static string Format(DateTimeOffset instant, string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
            {
                text.Append(format[at]);
                continue;
            }

            var start = ++at;
            while (at < format.Length - 1 && format[at] is '^' or '-' or '_' or ':' || (at < format.Length - 1 && char.IsAsciiDigit(format[at])))
            {
                at++;
            }

            text.Append(Field(instant, format[start..at], format[at]));
        }

        return text.ToString();
    }

    private static string Field(DateTimeOffset instant, string flags, char letter)
    {
        var isColoned = flags.Contains(':', StringComparison.Ordinal);
        var field = letter switch
        {
            'z' => instant.ToString("zzz", CultureInfo.InvariantCulture) is var offset && isColoned ? offset : offset.Replace(":", string.Empty, StringComparison.Ordinal),
            'D' => Format(instant, "%m/%d/%y"),
            'F' => Format(instant, "%Y-%m-%d"),
            'h' => Format(instant, "%b"),
            'r' => Format(instant, "%I:%M:%S %p"),
            'R' => Format(instant, "%H:%M"),
            'T' => Format(instant, "%H:%M:%S"),
            'v' => Format(instant, "%e-%b-%Y"),
            '+' => Format(instant, "%a %b %e %H:%M:%S %Z %Y"),
            _ => Named(instant, letter) ?? Counted(instant, flags, letter) ?? "%" + letter,
        };
        return flags.Contains('^', StringComparison.Ordinal) ? field.ToUpperInvariant() : field;
    }

    private static string? Named(DateTimeOffset instant, char letter) => letter switch
    {
        'a' => Invariant(instant, "ddd"),
        'A' => Invariant(instant, "dddd"),
        'b' => Invariant(instant, "MMM"),
        'B' => Invariant(instant, "MMMM"),
        'c' => Invariant(instant, "F"),
        'n' => "\n",
        'p' => Invariant(instant, "tt"),
        'P' => instant.Hour < 12 ? "am" : "pm",
        't' => "\t",
        'x' => Invariant(instant, "d"),
        'X' => Invariant(instant, "t"),
        'Z' => Invariant(instant, "zzz"),
        '%' => "%",
        _ => null,
    };

    private static string? Counted(DateTimeOffset instant, string flags, char letter)
    {
        (long Number, int Width, char Fill)? count = letter switch
        {
            'C' => (instant.Year / 100, 2, '0'),
            'd' => (instant.Day, 2, '0'),
            'e' => (instant.Day, 2, ' '),
            'g' => (ISOWeek.GetYear(instant.DateTime) % 100, 2, '0'),
            'G' => (ISOWeek.GetYear(instant.DateTime), 4, '0'),
            'H' => (instant.Hour, 2, '0'),
            'I' => ((instant.Hour + 11) % 12 + 1, 2, '0'),
            'j' => (instant.DayOfYear, 3, '0'),
            'k' => (instant.Hour, 0, ' '),
            'l' => ((instant.Hour + 11) % 12 + 1, 2, ' '),
            'L' => (instant.Millisecond, 3, '0'),
            'm' => (instant.Month, 2, '0'),
            'M' => (instant.Minute, 2, '0'),
            'N' => (instant.Ticks % TimeSpan.TicksPerSecond * 100, 9, '0'),
            's' => (instant.ToUnixTimeSeconds(), 0, '0'),
            'S' => (instant.Second, 2, '0'),
            'u' => (((int)instant.DayOfWeek + 6) % 7 + 1, 0, '0'),
            'U' => ((instant.DayOfYear + 6 - (int)instant.DayOfWeek) / 7, 2, '0'),
            'V' => (ISOWeek.GetWeekOfYear(instant.DateTime), 2, '0'),
            'w' => ((int)instant.DayOfWeek, 0, '0'),
            'W' => ((instant.DayOfYear + 6 - ((int)instant.DayOfWeek + 6) % 7) / 7, 2, '0'),
            'y' => (instant.Year % 100, 2, '0'),
            'Y' => (instant.Year, 4, '0'),
            _ => null,
        };
        if (count is not var (number, width, fill))
        {
            return null;
        }

        var digits = number.ToString(CultureInfo.InvariantCulture);
        if (flags.Contains('-', StringComparison.Ordinal))
        {
            return digits;
        }

        var asked = flags.TrimStart('^', '_', ':');
        width = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var wide) ? Math.Min(wide, WidestField) : asked.Length > 0 ? WidestField : width;
        return letter == 'N' && asked.Length > 0
            ? digits.PadLeft(9, '0')[..Math.Clamp(width, 1, 9)]
            : digits.PadLeft(width, flags.Contains('_', StringComparison.Ordinal) ? ' ' : fill);
    }

    private static string Invariant(DateTimeOffset instant, string format) => instant.ToString(format, CultureInfo.InvariantCulture);
}
