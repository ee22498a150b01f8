using System.Text.Json.Nodes;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Forms;
using WorkflowHost.Sop.Packs;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>One line of what a form shows beside its fields: a fact with its value, or a clock.</summary>
/// <param name="Fact">The fact's name; null for a clock.</param>
/// <param name="Value">The fact's value; null for a clock.</param>
/// <param name="Clock">The clock; null for a fact.</param>
public sealed record ContextEntry(string? Fact, JsonNode? Value, ContextClock? Clock);

/// <summary>A live clock, and what an extension that is asked for would make of it.</summary>
/// <param name="ExtensionId">The rule asked for; null when none is.</param>
/// <param name="ExtensionName">The rule's name in the pack; null when there is no such rule.</param>
/// <param name="ExtendedDueAt">The deadline if the extension were granted now; null when none is asked for or it can't be granted.</param>
/// <param name="Refusal">Why the extension can't be granted now.</param>
public sealed record ContextClock(
    string PolicyId,
    LocalizedText Name,
    DateTimeOffset DueAt,
    string? ExtensionId,
    LocalizedText? ExtensionName,
    DateTimeOffset? ExtendedDueAt,
    Refusal? Refusal);

/// <summary>Finds what a form shows beside its fields in one case.</summary>
public static class CaseContext
{
    /// <summary>In the form's order; facts the case doesn't have and clocks that aren't live are left out.</summary>
    /// <exception cref="KeyNotFoundException">The pack lacks the calendar of the case's SOP or of a clock.</exception>
    public static IReadOnlyList<ContextEntry> Of(
        FormDefinition form, CaseState state, SopProfile profile, SopPack pack, IReadOnlyList<StaffMember> staff, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(pack);
        if (form.Context.Count == 0)
        {
            return [];
        }

        var source = new CaseFactSource(state.Number, state.Data, profile, state.Clocks, staff, state.OpenedAt, state.ClosedAt);
        var facts = CaseFacts.Of(source, now, pack.Calendars[profile.CalendarId].UtcOffset);
        var entries = new List<ContextEntry>();
        foreach (var item in form.Context)
        {
            if (item.Clock is { } policyId)
            {
                if (state.Clocks.FirstOrDefault(c => c.PolicyId == policyId && !c.IsEnded) is { } clock && pack.ClockPolicies.TryGetValue(policyId, out var policy))
                {
                    var asked = item.ExtensionFact is { } fact ? state.Data.Text(fact) : null;
                    entries.Add(new(null, null, ClockOf(clock, policy, asked, pack, now)));
                }
            }
            else if (facts[item.Fact!] is { } value && value is not JsonArray { Count: 0 } && value.ToString().Length > 0)
            {
                entries.Add(new(item.Fact, value.DeepClone(), null));
            }
        }

        return entries;
    }

    private static ContextClock ClockOf(Clock clock, ClockPolicy policy, string? ruleId, SopPack pack, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(ruleId))
        {
            return new(policy.Id, policy.Name, clock.DueAt, null, null, null, null);
        }

        var extended = ClockRules.WouldExtend(clock, policy, ruleId, now, pack.Calendars[clock.CalendarId]);
        return new(
            policy.Id, policy.Name, clock.DueAt, ruleId, policy.Extensions.FirstOrDefault(rule => rule.Id == ruleId)?.Name,
            extended.IsRefused ? null : extended.Value.DueAt, extended.IsRefused ? extended.Refusal : null);
    }
}
