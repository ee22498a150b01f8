using System.Diagnostics.CodeAnalysis;
using Cronos;

namespace WorkflowHost.Engine.Waiting;

/// <summary>CRON expressions of five fields, or of six with seconds first. Times are UTC, as in Elsa, unless a zone is given.</summary>
internal static class CronText
{
    public static bool IsValid([NotNullWhen(true)] string? text) => Parse(text) is not null;

    /// <summary>The first time after an instant.</summary>
    public static bool TryNext(string? text, DateTimeOffset after, out DateTimeOffset next) => TryNext(text, after, TimeZoneInfo.Utc, out next);

    /// <summary>The first time after an instant, as the clocks of a zone show it: a time they skip comes at the end of the gap, one they show twice counts once.</summary>
    public static bool TryNext(string? text, DateTimeOffset after, TimeZoneInfo zone, out DateTimeOffset next)
    {
        if (Parse(text)?.GetNextOccurrence(after.UtcDateTime, zone) is { } time)
        {
            next = new DateTimeOffset(time, TimeSpan.Zero);
            return true;
        }

        next = default;
        return false;
    }

    private static CronExpression? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var hasSeconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        return CronExpression.TryParse(text, hasSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard, out var schedule) ? schedule : null;
    }
}
