using System.Globalization;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;

namespace WorkflowHost.Sop.Lint;

/// <summary>
/// Clocks of the SOP held against the law. A limit that was read in the law's own text keeps a definition from being published; one
/// from a secondary source or from memory only warns, since it may be the limit that is wrong.
/// </summary>
internal static class LimitLint
{
    public static void Check(LintContext context)
    {
        var use = ClockUse.Of(context.Outline, context.Names);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (activity, policies) in use.Started.OrderBy(each => context.Outline.Activities.TakeWhile(other => other != each.Key).Count()))
        {
            // The first step that starts the clock is where it is told.
            foreach (var policyId in policies.Where(told.Add))
            {
                Check(context, activity, context.Pack.ClockPolicies[policyId]);
            }
        }
    }

    private static void Check(LintContext context, OutlineActivity activity, ClockPolicy policy)
    {
        var property = activity.Type == "Sop.StartClock" ? "clocks" : "clock";
        var limits = context.Pack.ClockLimits;
        if (policy.Kind == ClockKind.Statutory && !limits.Any(limit => limit.ClockIds.Contains(policy.Id, StringComparer.Ordinal)))
        {
            context.Warn(LintCodes.LimitMissing, activity, property, ("clock", policy.Name));
        }

        if (!context.Pack.Calendars.TryGetValue(policy.CalendarId, out var calendar))
        {
            return;
        }

        foreach (var breach in ClockLimits.Breaches(policy, limits, calendar))
        {
            context.Add(
                CodeOf(breach.Kind),
                breach.Limit.Provenance.Evidence == Evidence.Verified ? LintSeverity.Error : LintSeverity.Warning,
                activity,
                property,
                ("clock", policy.Name),
                ("found", PeriodText.Of(breach.Found)),
                ("allowed", PeriodText.Of(breach.Allowed)),
                ("limit", breach.Limit.Name),
                ("source", breach.Limit.Provenance.Source),
                ("example", Example(breach)));
        }
    }

    internal static LocalizedText Example(LimitBreach breach) => breach.Example is { } day
        ? Sentence.Of("lint.clock.example", ("day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))).Text
        : string.Empty;

    internal static string CodeOf(LimitBreachKind kind) => kind switch
    {
        LimitBreachKind.TooLong => LintCodes.ClockAboveLimit,
        LimitBreachKind.ExtendedTooLong => LintCodes.ExtensionAboveLimit,
        _ => LintCodes.ClockBelowLimit,
    };
}
