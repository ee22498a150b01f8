using System.Globalization;

namespace WorkflowHost.Engine.Values;

/// <summary>Conversions to and from instants and spans. A text without an offset is UTC; one without a date takes none from the machine's clock.</summary>
internal static class TimeConversion
{
    public static DateTime ToDateTime(object value) => value switch
    {
        string text => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault, out var time)
            ? OffsetText(time)
            : default,
        DateTimeOffset time => time.DateTime,
        _ => default(DateTime),
    };

    // A text with an offset parses to the host's local time; the host's zone must not show.
    private static DateTime OffsetText(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;

    public static DateTimeOffset ToDateTimeOffset(object value) => value switch
    {
        // A time of day alone has no date: the day of the machine's clock must not get in.
        string text => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault | DateTimeStyles.RoundtripKind, out var part) && part.Year == 1
            ? new DateTimeOffset(DateTime.SpecifyKind(OffsetText(part), DateTimeKind.Utc))
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default,
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        _ => default(DateTimeOffset),
    };

    public static object? ToTimeSpan(object value) => value switch
    {
        string text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : ValueConverter.NullIfBlank(text, TimeSpan.Zero),
        _ => TimeSpan.Zero,
    };

    /// <summary>As .NET's type converters print times: the time of day only if there is one.</summary>
    public static string Text(DateTime time) =>
        time == DateTime.MinValue ? ""
        : time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : time.ToString(CultureInfo.InvariantCulture);

    /// <summary>As .NET's type converters print times: the time of day only if there is one.</summary>
    public static string Text(DateTimeOffset time) =>
        time == DateTimeOffset.MinValue ? ""
        : time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd zzz", CultureInfo.InvariantCulture)
        : time.ToString(CultureInfo.InvariantCulture);
}
