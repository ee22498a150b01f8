using System.Text.Json;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Triggers;

/// <summary>What becomes of instants that passed while nothing could start the workflow.</summary>
public enum MisfirePolicy
{
    /// <summary>One start makes up for all of them, late.</summary>
    Once,

    /// <summary>They are passed over; the schedule goes on at its next instant.</summary>
    Skip,
}

/// <summary>What becomes of an instant at which an instance of the workflow is still running.</summary>
public enum OverlapPolicy
{
    /// <summary>Another one is started beside it, unless the workflow's activation strategy forbids it.</summary>
    Allow,

    /// <summary>It is passed over.</summary>
    Skip,
}

/// <summary>
/// How a schedule is read and kept, beyond what Elsa's triggers say: <c>customProperties.schedule</c> of the trigger, with
/// <c>timeZone</c>, <c>misfire</c> and <c>overlap</c>, each optional.
/// </summary>
/// <param name="TimeZone">IANA name of the zone a CRON expression is read in, e.g. <c>Asia/Shanghai</c>; null is UTC, as in Elsa.</param>
public sealed record SchedulePolicy(string? TimeZone, MisfirePolicy Misfire, OverlapPolicy Overlap)
{
    public static SchedulePolicy Default { get; } = new(null, MisfirePolicy.Once, OverlapPolicy.Allow);

    internal TimeZoneInfo Zone => TimeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <exception cref="FormatException">What is written there is no policy; the message says what was expected.</exception>
    internal static SchedulePolicy Of(JsonObject activity)
    {
        if (activity["customProperties"] is not JsonObject custom || custom["schedule"] is not { } written)
        {
            return Default;
        }

        if (written is not JsonObject schedule)
        {
            throw new FormatException("customProperties.schedule has to be an object with timeZone, misfire and overlap, each optional.");
        }

        var zone = Text(schedule, "timeZone");
        if (zone is not null && !(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId))
        {
            throw new FormatException($"'{zone}' is no IANA time zone; write one such as Asia/Shanghai.");
        }

        return new(zone, Choice(schedule, "misfire", MisfirePolicy.Once), Choice(schedule, "overlap", OverlapPolicy.Allow));
    }

    private static T Choice<T>(JsonObject schedule, string name, T byDefault)
        where T : struct, Enum =>
        Text(schedule, name) is not { } text ? byDefault
        : text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value
        : throw new FormatException($"customProperties.schedule.{name} is '{text}'; write {string.Join(" or ", Enum.GetNames<T>().Select(each => each.ToLowerInvariant()))}.");

    private static string? Text(JsonObject schedule, string name) => schedule[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text ? text : null,
        _ => throw new FormatException($"customProperties.schedule.{name} has to be a text."),
    };
}
