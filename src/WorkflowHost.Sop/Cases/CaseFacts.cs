using System.Globalization;
using System.Text.Json.Nodes;
using WorkflowHost.Sop.Clocks;
using WorkflowHost.Sop.Staff;

namespace WorkflowHost.Sop.Cases;

/// <summary>What the facts of a case are drawn from, at one instant.</summary>
internal sealed record CaseFactSource(
    string Number,
    JsonObject Data,
    SopProfile Profile,
    IReadOnlyList<Clock> Clocks,
    IReadOnlyList<StaffMember> Staff,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt);

/// <summary>What notices and the read-only part of forms may name: the fields of the case, the facts of its SOP, the due times of its clocks.</summary>
internal static class CaseFacts
{
    /// <param name="source">The case.</param>
    /// <param name="now">The present.</param>
    /// <param name="offset">The offset of the case's calendar, in which instants are written.</param>
    public static JsonObject Of(CaseFactSource source, DateTimeOffset now, TimeSpan offset)
    {
        var facts = (JsonObject)source.Data.DeepClone();
        foreach (var (name, value) in source.Profile.Facts)
        {
            facts[name] = value;
        }

        foreach (var (name, policyId) in source.Profile.DueFacts)
        {
            if (source.Clocks.FirstOrDefault(c => c.PolicyId == policyId && !c.IsEnded) is { } clock)
            {
                facts[name] = Iso(clock.DueAt);
            }
        }

        facts["caseNumber"] = source.Number;
        facts["today"] = Iso(now.ToOffset(offset));
        facts["openedAt"] = Iso(source.OpenedAt.ToOffset(offset));
        if (source.ClosedAt is { } closedAt)
        {
            facts["closedAt"] = Iso(closedAt.ToOffset(offset));
        }

        foreach (var role in StaffRoles.All)
        {
            if (source.Data.Text(StaffRoles.IdField(role)) is { } id && source.Staff.FirstOrDefault(s => s.Id == id) is { } member)
            {
                facts[StaffRoles.NameFact(role)] = member.DisplayName;
            }
        }

        return facts;
    }

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
