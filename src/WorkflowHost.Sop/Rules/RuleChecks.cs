using System.Globalization;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Sop.Calendars;
using WorkflowHost.Sop.Changes;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Definitions;
using WorkflowHost.Sop.Language;
using WorkflowHost.Sop.Lint;
using WorkflowHost.Sop.Packs;

namespace WorkflowHost.Sop.Rules;

/// <summary>One thing about a rule that is good in itself: what forbids it, or deserves a look.</summary>
/// <param name="Severity">An error keeps the rule from being published.</param>
public sealed record RuleFinding(string Code, LintSeverity Severity, LocalizedText Text);

/// <summary>Holds rules against the law and finds out who uses them. Pure, thread-safe.</summary>
public static class RuleChecks
{
    /// <summary>
    /// Clock policies beyond a limit: an error where the limit was read in the law's own text, a warning elsewhere. Of a clock its own,
    /// of a limit or calendar those of every clock it bears on.
    /// </summary>
    public static IReadOnlyList<RuleFinding> Limits(RuleKey key, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        var clocks = key.Kind switch
        {
            RuleKind.Clock => pack.ClockPolicies.Values.Where(policy => policy.Id == key.Id),
            RuleKind.Limit => pack.ClockPolicies.Values.Where(policy => pack.ClockLimits.Any(limit => limit.Id == key.Id && limit.ClockIds.Contains(policy.Id, StringComparer.Ordinal))),
            RuleKind.Calendar => pack.ClockPolicies.Values.Where(policy => key.Id.StartsWith(policy.CalendarId + ".", StringComparison.Ordinal)),
            _ => [],
        };
        return [.. clocks.SelectMany(policy => Limits(policy, pack))];
    }

    private static IEnumerable<RuleFinding> Limits(ClockPolicy policy, SopPack pack)
    {
        if (!pack.Calendars.TryGetValue(policy.CalendarId, out var calendar))
        {
            yield break;
        }

        if (policy.Kind == ClockKind.Statutory && !pack.ClockLimits.Any(limit => limit.ClockIds.Contains(policy.Id, StringComparer.Ordinal)))
        {
            yield return new(LintCodes.LimitMissing, LintSeverity.Warning, Sentence.Of(LintCodes.LimitMissing, ("clock", policy.Name)).Text);
        }

        foreach (var breach in ClockLimits.Breaches(policy, pack.ClockLimits, calendar))
        {
            yield return FindingOf(policy, breach);
        }
    }

    private static RuleFinding FindingOf(ClockPolicy policy, LimitBreach breach)
    {
        var code = LimitLint.CodeOf(breach.Kind);
        var severity = breach.Limit.Provenance.Evidence == Evidence.Verified ? LintSeverity.Error : LintSeverity.Warning;
        return new(code, severity, Sentence.Of(
            code,
            ("clock", policy.Name),
            ("found", PeriodText.Of(breach.Found)),
            ("allowed", PeriodText.Of(breach.Allowed)),
            ("limit", breach.Limit.Name),
            ("source", breach.Limit.Provenance.Source),
            ("example", LimitLint.Example(breach))).Text);
    }

    /// <summary>All rules the SOP names, itself or through what it names.</summary>
    public static IReadOnlySet<RuleKey> UsedBy(WorkflowDefinition definition, SopPack pack)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(pack);
        var use = PackUse.Of(DefinitionOutline.Of(definition), pack);
        var keys = new HashSet<RuleKey>();
        Add(RuleKind.Clock, pack.ClockPolicies.Keys, use.UsesClock);
        Add(RuleKind.Ladder, pack.Ladders.Keys, use.UsesLadder);
        Add(RuleKind.Table, pack.DecisionTables.Keys, use.UsesTable);
        Add(RuleKind.Form, pack.Forms.Keys, use.UsesForm);
        Add(RuleKind.Notice, pack.Notices.Keys, use.UsesNotice);
        Add(RuleKind.Revisit, pack.RevisitPolicies.Keys, use.UsesRevisit);
        Add(RuleKind.Plan, pack.RevisitPlans.Keys, use.UsesPlan);
        Add(RuleKind.Limit, pack.ClockLimits.Where(limit => limit.ClockIds.Any(use.UsesClock)).Select(limit => limit.Id), _ => true);
        Add(RuleKind.Calendar, pack.Calendars.Values.Where(calendar => CountsBy(calendar)).SelectMany(YearsOf), _ => true);
        return keys;

        bool CountsBy(WorkCalendar calendar) =>
            pack.ClockPolicies.Values.Any(policy => policy.CalendarId == calendar.Id && use.UsesClock(policy.Id))
            || pack.RevisitPolicies.Values.Any(policy => policy.CalendarId == calendar.Id && use.UsesRevisit(policy.Id));

        void Add(RuleKind kind, IEnumerable<string> ids, Func<string, bool> isUsed) => keys.UnionWith(ids.Where(isUsed).Select(id => new RuleKey(kind, id)));
    }

    private static IEnumerable<string> YearsOf(WorkCalendar calendar) =>
        calendar.Years.Select(year => string.Create(CultureInfo.InvariantCulture, $"{calendar.Id}.{year.Year}"));
}
