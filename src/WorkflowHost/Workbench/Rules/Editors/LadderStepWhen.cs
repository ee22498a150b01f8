using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;

namespace WorkflowHost.Workbench.Rules.Editors;

/// <summary>
/// When a step of a ladder fires, as people say it: a share of the way in percent, or an offset in hours and days (<c>2h</c>, <c>1d</c>,
/// <c>30m</c>). What can't be said so keeps its ISO text.
/// </summary>
internal static class LadderStepWhen
{
    public static IReadOnlyList<string> Kinds { get; } = ["at", "afterStart", "beforeDue", "afterBreach"];

    /// <summary>How often after the deadline has passed.</summary>
    public static IReadOnlyList<string> Repeats { get; } = ["everyWorkingDay", "everyWeek"];

    public static string KindOf(JsonObject step) => Kinds.FirstOrDefault(step.ContainsKey) ?? "at";

    public static string ValueOf(JsonObject step)
    {
        var kind = KindOf(step);
        var text = RuleSheet.TextOf(step, kind);
        return kind == "at" ? text.TrimEnd('%') : kind == "afterBreach" ? text : Spoken(text);
    }

    public static void Place(JsonObject step, string kind, string? value)
    {
        foreach (var each in Kinds)
        {
            step.Remove(each);
        }

        var text = value?.Trim() ?? string.Empty;
        step[kind] = kind switch
        {
            "at" => (int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent.ToString(CultureInfo.InvariantCulture) : "80") + "%",
            "afterBreach" => Repeats.Contains(text) ? text : Repeats[0],
            _ => Iso(text),
        };
    }

    private static string Spoken(string iso)
    {
        try
        {
            var span = XmlConvert.ToTimeSpan(iso);
            return span == TimeSpan.Zero || span.Ticks % TimeSpan.TicksPerMinute != 0 ? iso
                : span.Ticks % TimeSpan.TicksPerDay == 0 ? Whole(span.TotalDays) + "d"
                : span.Ticks % TimeSpan.TicksPerHour == 0 ? Whole(span.TotalHours) + "h"
                : Whole(span.TotalMinutes) + "m";
        }
        catch (FormatException)
        {
            return iso;
        }
    }

    private static string Iso(string text)
    {
        var unit = text.Length > 0 ? char.ToLowerInvariant(text[^1]) : ' ';
        return unit is 'd' or 'h' or 'm' && int.TryParse(text[..^1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            ? XmlConvert.ToString(unit switch { 'd' => TimeSpan.FromDays(amount), 'h' => TimeSpan.FromHours(amount), _ => TimeSpan.FromMinutes(amount) })
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? XmlConvert.ToString(TimeSpan.FromHours(hours))
            : text.Length == 0 ? "PT2H" : text;
    }

    private static string Whole(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
