using WorkflowHost.Sop.Calendars;

namespace WorkflowHost.Sop.Clocks;

/// <summary>Lengthening a clock, and why it can't be.</summary>
public static partial class ClockRules
{
    /// <summary>
    /// Lengthens the period by a rule of the policy, also while the clock stands still: the final deadline is then known
    /// when it resumes. Refused when it comes after the running deadline, without the
    /// approver or the notice the rule asks for, twice, or out of order.
    /// </summary>
    public static Outcome<Clock> Extend(Clock clock, ClockPolicy policy, ExtensionGrant grant, WorkCalendar calendar)
    {
        if (CannotExtend(clock, policy, grant) is { } refusal)
        {
            return refusal;
        }
        var rule = policy.Extensions.Single(candidate => candidate.Id == grant.RuleId);
        var granted = new ClockExtension(rule.Id, rule.Mode, rule.Amount, Normal(grant.At, calendar), grant.ApprovedBy, grant.Reason);
        return Computed(
            clock with { Extensions = [.. clock.Extensions, granted], Period = clock.Period + 1 },
            calendar);
    }

    /// <summary>
    /// The clock as it would be if the extension were granted at this instant in due form: what an approver decides on.
    /// Refused for the reasons no form can mend: too late, granted already, out of order, unknown.
    /// </summary>
    public static Outcome<Clock> WouldExtend(Clock clock, ClockPolicy policy, string ruleId, DateTimeOffset at, WorkCalendar calendar)
    {
        var approver = policy.Extensions.FirstOrDefault(rule => rule.Id == ruleId) is { ApproverRoles: [var first, ..] } ? first : string.Empty;
        return Extend(clock, policy, new ExtensionGrant(ruleId, at, approver, approver, Reason: ruleId, CustomerTold: true), calendar);
    }

    /// <summary>The reason why an extension would be refused now, or null; lets a screen offer only what can work.</summary>
    public static Refusal? CannotExtend(Clock clock, ClockPolicy policy, ExtensionGrant grant)
    {
        if (clock.IsEnded)
        {
            return NotRunning(clock);
        }
        var rule = policy.Extensions.FirstOrDefault(candidate => candidate.Id == grant.RuleId);
        if (rule is null)
        {
            return Refusal.Of("clock.extension_unknown", ("clock", clock.Id), ("extension", grant.RuleId));
        }
        if (TimeGoesBack(clock, grant.At) is { } back)
        {
            return back;
        }
        // A clock that stands still can't have passed its deadline.
        if (clock.Status == ClockStatus.Running && Clock.IsPast(clock.DueAt, grant.At))
        {
            return Refusal.Of("clock.extension_late",
                ("clock", clock.Id), ("extension", rule.Id), ("at", Iso(grant.At)), ("dueAt", Iso(clock.DueAt)));
        }
        if (clock.Extensions.Any(extension => extension.RuleId == rule.Id))
        {
            return Refusal.Of("clock.extension_already_granted", ("clock", clock.Id), ("extension", rule.Id));
        }
        if (rule.After is { } before && clock.Extensions.All(extension => extension.RuleId != before))
        {
            return Refusal.Of("clock.extension_out_of_order", ("clock", clock.Id), ("extension", rule.Id), ("after", before));
        }
        return LacksForm(clock, rule, grant);
    }

    private static Refusal? LacksForm(Clock clock, ExtensionRule rule, ExtensionGrant grant)
    {
        if (string.IsNullOrWhiteSpace(grant.Reason))
        {
            return Refusal.Of("clock.extension_needs_reason", ("clock", clock.Id), ("extension", rule.Id));
        }
        if (rule.ApproverRoles.Count > 0 && !rule.ApproverRoles.Contains(grant.ApproverRole, StringComparer.Ordinal))
        {
            return Refusal.Of("clock.extension_not_authorised",
                ("clock", clock.Id), ("extension", rule.Id), ("role", grant.ApproverRole), ("roles", string.Join(", ", rule.ApproverRoles)));
        }
        return rule.NeedsCustomerNotice && !grant.CustomerTold
            ? Refusal.Of("clock.extension_needs_notice", ("clock", clock.Id), ("extension", rule.Id))
            : null;
    }
}
