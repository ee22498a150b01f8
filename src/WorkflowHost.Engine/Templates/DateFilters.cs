using System.Globalization;
using System.Text.Json.Nodes;

namespace WorkflowHost.Engine.Templates;

/// <summary>Filters that show instants.</summary>
internal static class DateFilters
{
    public static IEnumerable<(string Name, LiquidFilterWork Work)> All =>
    [
        ("date", (value, args) => Shown(value, args, instant => args[0] is null ? JsonValue.Create(instant) : LiquidDates.Format(instant, args.Text(0)))),
        ("time_zone", (value, args) => Shown(value, args, instant => args[0] is null ? null : LiquidDates.InZone(instant, args.Text(0)))),
        ("format_date", (value, args) => Shown(value, args, instant => args[0] is null ? null : instant.ToString(args.Text(0), CultureInfo.InvariantCulture))),
    ];

    private static JsonNode? Shown(JsonNode? value, LiquidArguments args, Func<DateTimeOffset, JsonNode?> show) =>
        LiquidDates.Read(value, args.Now) is { } instant ? show(instant) : args.Dialect.NoDate(value);
}
